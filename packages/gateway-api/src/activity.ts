import { z } from 'zod'
import { freshness } from './answers.ts'
import { unknownRepositories } from './counters.ts'
import { repository, since, texts, time, until, words } from './parameters.ts'
import { peopleLeftOut } from './people.ts'
import { proofParameters, proven } from './proof.ts'
import { defineRoute, noParameters } from './route.ts'

export const activityKinds = [
  'deliveries',
  'commits',
  'pushes',
  'pulls_opened',
  'pulls_merged',
  'pulls_closed',
  'reviews',
  'comments',
  'issues_opened',
  'issues_closed',
  'deployments',
  'build_failures',
] as const
export type ActivityKind = (typeof activityKinds)[number]

const count = z.int().nullable().describe('Null when it is not known.')

const heat = z
  .object({
    kind: z.enum(activityKinds),
    total: count,
    reason: z
      .enum(['unknown_repositories', 'has_no_author', 'not_built'])
      .nullable()
      .describe('Why nothing is known.'),
    hours: z
      .array(z.array(z.int()))
      .nullable()
      .describe('Seven days from Monday on, of 24 hours each, in the server’s time zone; gaps are 0.'),
  })
  .meta({ id: 'ActivityHeat' })

export const activity = z
  .object({
    since: time,
    until: time,
    timezone: z.string(),
    data: z.array(heat),
    unknown_repositories: unknownRepositories,
    ...proven,
    freshness,
  })
  .meta({ id: 'Activity' })

export const getActivity = defineRoute({
  operationId: 'getActivity',
  method: 'get',
  path: '/api/v1/activity',
  role: 'viewer',
  tag: 'Counters',
  summary: 'When things happen: hour by weekday',
  description:
    'How often each kind of thing happened in each hour of the week. Things count once, by their own time; deliveries by their first receipt, so that what came before the range and again in it does not count. Without a range: the last 30 days. Where counts by quarters of an hour answer, the range is widened to them. Who is left out did nothing, and sent nothing, as far as the answer goes; kinds that tell of no author are null then.',
  pathParameters: noParameters,
  query: z.object({
    kind: words(activityKinds, 'What to count; all of them unless given.'),
    repository,
    author: texts(
      'Logins, in any case: what these people did, or, of deliveries, sent. Kinds that tell of no author are null.',
    ),
    ...peopleLeftOut,
    since,
    until,
    ...proofParameters,
  }),
  status: 200,
  answer: activity,
  problems: [],
})
