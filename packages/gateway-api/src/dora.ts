import { z } from 'zod'
import { freshness } from './answers.ts'
import { repository, since, time, until } from './parameters.ts'
import { proofParameters, proven } from './proof.ts'
import { defineRoute, noParameters } from './route.ts'
import { spreadFields } from './spread.ts'

export const doraSources = ['deployments', 'releases', 'merges'] as const
export type DoraSource = (typeof doraSources)[number]

/** Why a metric is null. */
const doraReasons = [
  'unknown_repositories',
  'nothing_delivered_ever',
  'no_outcomes_known',
  'nothing_delivered_in_range',
  'no_commits_known',
  'no_hotfixes_ever',
  'nothing_failed',
  'nothing_recovered',
] as const
export type DoraReason = (typeof doraReasons)[number]

const reason = z.enum(doraReasons).nullable().describe('Why the metric is null; null when it is not.')

const ratio = z.number().nullable().describe('From 0 to 1.')

export const doraMetrics = z
  .object({
    deployment_frequency: z.object({
      deployments: z.int().nullable().describe('Those that succeeded.'),
      per_day: z.number().nullable(),
      reason,
    }),
    lead_time_for_changes: z.object({
      changes: z.int().nullable().describe('Commits that were delivered; of `merges`: pull requests.'),
      ...spreadFields,
      reason,
    }),
    change_failure_rate: z.object({
      rate: ratio,
      failed: z.int().nullable().describe('It failed, or the next one there was a hotfix or a rollback.'),
      finished: z.int().nullable().describe('Succeeded or failed.'),
      reason,
    }),
    failed_deployment_recovery_time: z.object({
      recovered: z.int().nullable().describe('Failed ones that a success followed.'),
      not_recovered: z.int().nullable(),
      ...spreadFields,
      reason,
    }),
    rework_rate: z.object({
      rate: ratio,
      rework: z.int().nullable().describe('Hotfixes and rollbacks.'),
      finished: z.int().nullable(),
      reason,
    }),
  })
  .meta({ id: 'DoraMetrics' })

const doraGroup = z
  .object({
    week: z.iso.date().optional().describe('Its Monday, in the server’s time zone.'),
    repository: z.string().optional(),
    metrics: doraMetrics,
  })
  .meta({ id: 'DoraGroup' })

export const doraAnswer = z
  .object({
    source: z.enum(doraSources),
    since: time,
    until: time,
    metrics: doraMetrics,
    previous: z
      .object({ since: time, until: time, metrics: doraMetrics })
      .nullable()
      .describe('The time of the same length before, when `compare=previous` asks for it.'),
    groups: z
      .array(doraGroup)
      .describe('Empty without `group_by`. Every week of the range; repositories that delivered something.'),
    unknown_repositories: z
      .array(z.string())
      .describe('Names asked for under which no repository is known; they add nothing to the numbers.'),
    ...proven,
    freshness,
  })
  .meta({ id: 'Dora' })

export const getDora = defineRoute({
  operationId: 'getDora',
  method: 'get',
  path: '/api/v1/dora',
  role: 'viewer',
  tag: 'Delivery performance',
  summary: 'DORA’s five metrics',
  description:
    'Deployment frequency, lead time for changes, change failure rate, failed deployment recovery time and rework rate, from production deployments, published releases, or pull requests merged into the default branch. Without a range: the last 30 days. What the data does not tell is null, with the reason.',
  pathParameters: noParameters,
  query: z.object({
    source: z
      .enum(doraSources, { error: `must be one of ${doraSources.join(', ')}` })
      .default('deployments')
      .describe('What counts as a deployment.'),
    repository,
    since,
    until,
    group_by: z
      .enum(['week', 'repository'], { error: 'must be week or repository' })
      .optional()
      .describe('Also by week, or by repository.'),
    compare: z
      .enum(['previous'], { error: 'must be previous' })
      .optional()
      .describe('Also of the time of the same length before.'),
    ...proofParameters,
  }),
  status: 200,
  answer: doraAnswer,
  problems: [],
})
