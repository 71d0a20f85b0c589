import { z } from 'zod'
import { commandAccepted } from './answers.ts'
import { counterName } from './counters.ts'
import { repositoryName, wholeNumber } from './parameters.ts'
import { defineRoute, noParameters } from './route.ts'

export const commandId = z
  .uuid('must be a UUID')
  .optional()
  .describe('An id of yours: the same command sent twice is carried out once. Made here unless given.')

const target = {
  repository: repositoryName
    .optional()
    .describe('Moves the counter of this repository alone; without it the counter over all repositories.'),
  command_id: commandId,
}

const LIMIT = 1_000_000_000
const BASELINE =
  'Appends a command to the log. It moves the baseline that `since_reset=true` shows, until the next Monday; history stays as it is.'
const pathParameters = z.object({ name: counterName })

export const setCounter = defineRoute({
  operationId: 'setCounter',
  method: 'post',
  path: '/api/v1/counters/{name}/set',
  role: 'admin',
  tag: 'Counters',
  summary: 'Let a counter go on from a value',
  description: BASELINE,
  pathParameters,
  query: noParameters,
  body: z.strictObject({
    value: wholeNumber(0, LIMIT).describe('What it shows now; facts from now on are added.'),
    ...target,
  }),
  status: 202,
  answer: commandAccepted,
  problems: [404, 413, 415],
})

export const incrementCounter = defineRoute({
  operationId: 'incrementCounter',
  method: 'post',
  path: '/api/v1/counters/{name}/increment',
  role: 'admin',
  tag: 'Counters',
  summary: 'Add to a counter',
  description: BASELINE,
  pathParameters,
  query: noParameters,
  body: z.strictObject({
    by: wholeNumber(-LIMIT, LIMIT).default(1).describe('May be below 0, to correct.'),
    ...target,
  }),
  status: 202,
  answer: commandAccepted,
  problems: [404, 413, 415],
})

export const resetCounter = defineRoute({
  operationId: 'resetCounter',
  method: 'post',
  path: '/api/v1/counters/{name}/reset',
  role: 'admin',
  tag: 'Counters',
  summary: 'Let a counter begin anew',
  description: BASELINE,
  pathParameters,
  query: noParameters,
  body: z.strictObject(target),
  status: 202,
  answer: commandAccepted,
  problems: [404, 413, 415],
})

export const resetCounters = defineRoute({
  operationId: 'resetCounters',
  method: 'post',
  path: '/api/v1/counters/reset-weekly',
  role: 'admin',
  tag: 'Counters',
  summary: 'Let all counters over all repositories begin anew',
  description: `One command for all twelve. ${BASELINE}`,
  pathParameters: noParameters,
  query: noParameters,
  body: z.strictObject({ command_id: commandId }),
  status: 202,
  answer: commandAccepted,
  problems: [413, 415],
})
