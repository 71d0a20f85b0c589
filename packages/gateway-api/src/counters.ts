import { z } from 'zod'
import { freshness } from './answers.ts'
import { repository, since, time, until } from './parameters.ts'
import { proofParameters, proven } from './proof.ts'
import { defineRoute, noParameters } from './route.ts'

/** The twelve counters, in the order in which they are shown. */
export const counterNames = [
  'commits',
  'pushes',
  'pulls_opened',
  'pulls_merged',
  'pulls_closed',
  'issues_opened',
  'issues_closed',
  'deployments',
  'build_failures',
  'test_failures',
  'conflicts',
  'hotfixes',
] as const

export type CounterName = (typeof counterNames)[number]

/** Calendar units of the server's time zone, or all time. */
export const windowNames = ['day', 'week', 'month', 'all'] as const

const trendBuckets = ['hour', 'day', 'week'] as const
export type TrendBucket = (typeof trendBuckets)[number]

/** A trend has at most so many buckets. */
export const MAX_TREND_BUCKETS = 1000

export const counterName = z
  .string()
  .max(64)
  .describe(`One of ${counterNames.join(', ')}.`)

const count = z
  .int()
  .nullable()
  .describe('Null when nothing is known of the repositories asked for: never 0 for unknown.')

export const counts = z.object({
  commits: count,
  pushes: count,
  pulls_opened: count,
  pulls_merged: count,
  pulls_closed: count,
  issues_opened: count,
  issues_closed: count,
  deployments: count,
  build_failures: count,
  test_failures: count,
  conflicts: count,
  hotfixes: count,
} satisfies Record<CounterName, typeof count>)

export const unknownRepositories = z
  .array(z.string())
  .describe('Names asked for under which no repository is known; they add nothing to the numbers.')

export const historyField = time
  .nullable()
  .describe(
    'From when on things of these repositories are counted, to the 15 minutes: the oldest one that no silence of more than 90 days follows. Commits begin no history, for their own times may be years older. What happened before is unknown rather than 0: a period that begins earlier is not known whole. Null while nothing is counted.',
  )

const counterBaseline = z
  .object({
    counter: z.enum(counterNames),
    repository_id: z.int().nullable().describe('Null: the counter over all repositories.'),
    counts_from: time.nullable().describe('Facts count from its last set or reset on; null: the whole week.'),
    added: z.int().describe('What a set or increments add to the facts.'),
  })
  .meta({ id: 'CounterBaseline' })

export const counterValues = z
  .object({
    window: z.string(),
    since: time.nullable().describe('Inclusive; null for all time.'),
    until: time
      .nullable()
      .describe('Exclusive; null for all time. The end of the current day for `day`, `week` and `month`.'),
    counters: counts,
    history_since: historyField,
    baselines: z
      .array(counterBaseline)
      .optional()
      .describe('With `since_reset=true`: what was set, incremented or reset this week.'),
    unknown_repositories: unknownRepositories,
    ...proven,
    freshness,
  })
  .meta({ id: 'CounterValues' })

export const counterTrend = z
  .object({
    counter: z.enum(counterNames),
    bucket: z.enum(trendBuckets),
    data: z.array(z.object({ start: time, value: count })),
    unknown_repositories: unknownRepositories,
    ...proven,
    freshness,
  })
  .meta({ id: 'CounterTrend' })

const WINDOW = `must be one of ${windowNames.join(', ')}, or <since>..<until> with times like 2026-01-31T00:00:00Z`

export const getCounters = defineRoute({
  operationId: 'getCounters',
  method: 'get',
  path: '/api/v1/counters',
  role: 'viewer',
  tag: 'Counters',
  summary: 'The twelve counters',
  description:
    'Each thing counts once, by its own time, however often and through however many hooks GitHub tells of it. `day`, `week` (from Monday) and `month` are the current ones in the server’s time zone.',
  pathParameters: noParameters,
  query: z.object({
    window: z
      .string()
      .max(100, WINDOW)
      .regex(/^(day|week|month|all|[^.\s]\S*\.\.\S*[^.\s])$/, WINDOW)
      .default('week')
      .describe('`day`, `week`, `month`, `all`, or `<since>..<until>`.'),
    repository,
    since_reset: z
      .enum(['true', 'false'], { error: 'must be true or false' })
      .default('false')
      .describe(
        'With `true`, the week as operators have set, incremented or reset its counters: over all repositories, or each one asked for by its own commands.',
      ),
    ...proofParameters,
  }),
  status: 200,
  answer: counterValues,
  problems: [],
})

export const getCounterTrend = defineRoute({
  operationId: 'getCounterTrend',
  method: 'get',
  path: '/api/v1/counters/{name}/trend',
  role: 'viewer',
  tag: 'Counters',
  summary: 'A counter over time',
  description: `Every bucket that overlaps the range, whole, oldest first; buckets without facts are there with 0, those that ended before what OCTO_RETENTION_TRENDS keeps with null. At most ${MAX_TREND_BUCKETS} of them. Days and weeks (from Monday) are those of the server’s time zone, hours those of UTC. Without a range: the last 48 hours, 30 days or 12 weeks.`,
  pathParameters: z.object({ name: counterName }),
  query: z.object({
    bucket: z
      .enum(trendBuckets, { error: `must be one of ${trendBuckets.join(', ')}` })
      .default('day')
      .describe('Length of a bucket.'),
    repository,
    since,
    until,
    ...proofParameters,
  }),
  status: 200,
  answer: counterTrend,
  entries: 'data',
  problems: [404],
})
