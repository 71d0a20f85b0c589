import { expect, test } from 'vitest'
import { problem, problemBody, toProblem } from './problem.ts'

test('a problem is RFC 9457 with a code, and cannot be overruled by its members', () => {
  const wrong = problem(400, 'bad_parameter', 'limit is 0; expected 1 to 1000', {
    members: { parameter: 'limit', status: 200 },
  })
  expect(JSON.parse(problemBody(wrong, '/api/v1/counters'))).toEqual({
    type: 'about:blank',
    title: 'Bad Request',
    status: 400,
    code: 'bad_parameter',
    detail: 'limit is 0; expected 1 to 1000',
    instance: '/api/v1/counters',
    parameter: 'limit',
  })
})

test('an error made for clients keeps its status and message', () => {
  const error = Object.assign(new Error('Failed to decode'), { status: 400, expose: true })
  expect(toProblem(error)).toMatchObject({
    status: 400,
    code: 'bad_request',
    detail: 'Failed to decode',
    cause: error,
  })
})

test.each([
  new Error('password is hunter2'),
  Object.assign(new Error('hunter2'), { status: 500, expose: false }),
  'hunter2',
  undefined,
])('any other error says nothing of itself', (error) => {
  const body = problemBody(toProblem(error))
  expect(JSON.parse(body)).toMatchObject({ status: 500, code: 'internal_error' })
  expect(body).not.toMatch(/hunter2|at .*\.ts/)
})
