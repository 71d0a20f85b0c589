import { z } from 'zod'
import { commandAccepted, freshness } from './answers.ts'
import { commandId } from './counter-commands.ts'
import { repository, texts, time, timeParameter } from './parameters.ts'
import { defineRoute, noParameters } from './route.ts'

const range = z
  .strictObject({
    guid: z.string().min(1).max(200).optional().describe('One delivery, by its `X-GitHub-Delivery`.'),
    since: timeParameter.optional().describe('Received from this time on, inclusive.'),
    until: timeParameter.optional().describe('Received up to this time, exclusive; now unless given.'),
    event: texts('Events of the range.'),
    repository,
    projection: texts('Projections that read them again; every one that can unless given.'),
    command_id: commandId,
  })
  .superRefine(({ guid, since, until, event, repository: names }, issues) => {
    const given = { since, until, event, repository: names }
    if (guid === undefined && since === undefined) {
      issues.addIssue({ code: 'custom', path: ['since'], message: 'must be given, or guid' })
    }
    for (const [name, value] of Object.entries(given)) {
      if (guid === undefined || value === undefined) continue
      issues.addIssue({ code: 'custom', path: [name], message: 'does not go with guid' })
    }
    if (since !== undefined && until !== undefined && Date.parse(since) >= Date.parse(until)) {
      issues.addIssue({ code: 'custom', path: ['until'], message: 'must be later than since' })
    }
  })

export const replayState = z
  .object({
    command_id: z.uuid(),
    issued_at: time,
    issued_by: z.string(),
    state: z.enum(['running', 'done']),
    projections: z.array(
      z.object({
        projection: z.string(),
        state: z
          .enum(['pending', 'done', 'rebuilt'])
          .describe(
            '`rebuilt`: it read the whole archive anew instead, or it is done for longer than OCTO_RETENTION_OUTCOMES keeps.',
          ),
        deliveries: z.int().nullable().describe('How many it read again; null unless done.'),
      }),
    ),
    freshness,
  })
  .meta({ id: 'Replay' })

export const replayDeliveries = defineRoute({
  operationId: 'replayDeliveries',
  method: 'post',
  path: '/api/v1/deliveries/replay',
  role: 'operator',
  tag: 'Deliveries',
  summary: 'Project archived deliveries again',
  description:
    'One delivery, or all of a range, go through the projections once more: no count changes by it, their outcomes are written again and their dead letters retried. Appends a command to the log; live deliveries wait meanwhile. Deliveries whose payload has expired are left out.',
  pathParameters: noParameters,
  query: noParameters,
  body: range,
  status: 202,
  answer: commandAccepted,
  problems: [404, 409, 413, 415],
})

export const getReplay = defineRoute({
  operationId: 'getReplay',
  method: 'get',
  path: '/api/v1/deliveries/replay/{id}',
  role: 'viewer',
  tag: 'Deliveries',
  summary: 'How far a replay has come',
  description: 'Per projection. A command is known here once the archive has it, within a second or so.',
  pathParameters: z.object({ id: z.uuid('must be a UUID').describe('Its `command_id`.') }),
  query: noParameters,
  status: 200,
  answer: replayState,
  problems: [404],
})
