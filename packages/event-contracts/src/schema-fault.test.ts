import { expect, test } from 'vitest'
import { z } from 'zod'
import { schemaFault } from './schema-fault.ts'

const time = z.union([z.string(), z.number()])
const schema = z.object({
  issue: z.object({
    number: z.int(),
    state: z.enum(['open', 'closed']),
    user: z.object({ login: z.string().max(3) }),
    labels: z.array(z.object({ name: z.string() })),
    created_at: time,
    due: z.iso.datetime(),
  }),
})
const good = {
  ...{ number: 1, state: 'open', user: { login: 'eve' }, labels: [], created_at: 5 },
  due: '2026-01-01T00:00:00Z',
}

function faultOf(changes: object): string | null {
  return schemaFault(schema.safeParse({ issue: { ...good, ...changes } }).error)
}

test.each([
  [{ number: 'ghs_secret' }, 'issue.number is text instead of a number'],
  [{ number: 1.5 }, 'issue.number is a number instead of a whole number'],
  [{ created_at: undefined }, 'issue.created_at is missing: it is text or a number'],
  [{ created_at: null }, 'issue.created_at is null instead of text or a number'],
  [{ user: undefined }, 'issue.user is missing: it is an object'],
  [{ labels: [{ name: 'a' }, {}] }, 'issue.labels.1.name is missing: it is text'],
  [{ state: 'ghs_secret' }, 'issue.state is none of open, closed'],
  [{ due: 'ghs_secret' }, 'issue.due is no valid datetime'],
  [{ user: { login: 'ghs_secret' } }, /^issue.user.login is not valid: Too big/],
])('%j: %s', (changes, told) => {
  expect(faultOf(changes)).toMatch(told)
  expect(faultOf(changes)).not.toContain('ghs_secret')
})

test('of many faults the first are told, and how many others there are; a long key is cut', () => {
  const all = { number: 'x', state: 'x', user: 1, labels: 1, created_at: null }
  expect(faultOf(all)).toBe(
    'issue.number is text instead of a number; issue.state is none of open, closed; issue.user is a number instead of an object; 2 more',
  )
  const keys = z.record(z.string(), z.int()).safeParse({ ['k'.repeat(500)]: 'x' })
  expect(schemaFault(keys.error)?.length).toBeLessThan(130)
})

test('another error is none of a schema', () => {
  expect(schemaFault(new Error('once'))).toBeNull()
  expect(schemaFault(z.string().safeParse(7).error)).toBe('all of it is a number instead of text')
})
