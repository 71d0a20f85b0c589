import { ProblemError } from '@octometer/service-kit'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { parameterReader } from './request-parameters.ts'

const reader = parameterReader(
  z.object({
    limit: z.int('must be whole').min(1, 'must be at least 1').default(100),
    name: z.string().min(2, 'must be longer').optional(),
    state: z.array(z.enum(['open', 'closed'], 'must be open or closed')).optional(),
  }),
)

const read = (query: string) => reader.read(new URLSearchParams(query))

function refusal(query: string): unknown {
  try {
    return read(query)
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    return [error.status, error.code, error.members.parameter, error.detail]
  }
}

test('what is missing has its default, what may be repeated is a list', () => {
  expect(read('')).toEqual({ limit: 100 })
  expect(read('limit=7&state=open')).toEqual({ limit: 7, state: ['open'] })
  expect(read('state=open&name=ab&state=closed')).toEqual({
    limit: 100,
    name: 'ab',
    state: ['open', 'closed'],
  })
})

test.each([
  ['limit=0', 'limit', 'limit must be at least 1.'],
  ['limit=1.5', 'limit', 'limit must be whole.'],
  ['limit=0x10', 'limit', 'limit must be whole.'],
  ['limit=%201', 'limit', 'limit must be whole.'],
  ['limit=99999999999999999999', 'limit', 'limit must be whole.'],
  ['name=x', 'name', 'name must be longer.'],
  ['name=ab&name=cd', 'name', 'name may be given only once.'],
  ['state=open&state=shut', 'state', 'state must be open or closed.'],
])('%s is refused', (query, parameter, detail) => {
  expect(refusal(query)).toEqual([400, 'bad_parameter', parameter, detail])
})

test.each(['limits', 'constructor', '__proto__', 'toString'])('%s is unknown', (name) => {
  expect(refusal(`${name}=1`)).toEqual([
    400,
    'unknown_parameter',
    name,
    `${name} is not a parameter here; there are limit, name, state.`,
  ])
})
