import { z } from 'zod'
import { freshness, page } from './answers.ts'
import { unknownRepositories } from './counters.ts'
import { cycleTimeNames, type PullRequestPhase } from './cycle-times.ts'
import { cursor, limit, repository, since, texts, time, until, words } from './parameters.ts'
import { accountKinds, peopleLeftOut } from './people.ts'
import { proofParameters, proven } from './proof.ts'
import { defineRoute, noParameters } from './route.ts'
import { spreadFields } from './spread.ts'

export const pullRequestDimensions = ['repository', 'author', 'team', 'week'] as const

const count = z.int().nullable().describe('Null when nothing is known of the repositories asked for.')

const counts = { opened: count, merged: count, closed: count.describe('Closed without merge.') }

const sized = z.object(counts)
const bySize = z.object({ XS: sized, S: sized, M: sized, L: sized, XL: sized, XXL: sized, unknown: sized })

const phase = z.object({
  pull_requests: count.describe('Those whose phase is known: the numbers are theirs.'),
  missing: count.describe(
    'Those without: its beginning or end is not known, or has not happened. They are no zeros.',
  ),
  ...spreadFields,
})

/** A definition has some of the phases. */
function byPhase<T extends z.ZodType>(each: T) {
  return z.object({
    coding: each.optional(),
    pickup: each.optional(),
    review: each.optional(),
    merge: each.optional(),
    deploy: each.optional(),
    cycle: each.optional(),
    first_close: each.optional(),
    approval: each.optional(),
    verified: each.optional(),
    changes_requested: each.optional(),
  } satisfies Record<PullRequestPhase, z.ZodType>)
}

export const pullRequestNumbers = z
  .object({
    opened: count.describe('Opened in the range.'),
    merged: count.describe('Merged in the range.'),
    closed: count.describe('Closed without merge in the range, and not opened again since.'),
    by_size: bySize.describe('By changed lines; `unknown`: no delivery told of them.'),
    others: z.object(counts).describe('Of authors of other kinds than `kind` asks for.'),
    measured: count.describe('Pull requests of the range that the phases are about.'),
    phases: byPhase(phase).describe('Those of the definition.'),
  })
  .meta({ id: 'PullRequestNumbers' })

const change = z
  .object({
    difference: z.number().nullable(),
    ratio: z.number().nullable().describe('Difference by the number compared with; null when that is 0.'),
  })
  .meta({ id: 'Change' })

const compared = z
  .object({
    numbers: pullRequestNumbers,
    change: z.object({
      opened: change,
      merged: change,
      closed: change,
      phases: byPhase(
        z.object({
          mean_seconds: change,
          median_seconds: change,
          p75_seconds: change,
          p90_seconds: change,
        }),
      ),
    }),
  })
  .meta({ id: 'PullRequestsCompared' })

export const pullRequestMetrics = z
  .object({
    definition: z.enum(cycleTimeNames),
    since: time,
    until: time,
    numbers: pullRequestNumbers,
    compared: compared
      .extend({ since: time, until: time })
      .nullable()
      .describe('The other period and the change since then; null without `compare`.'),
    data: z
      .array(
        z.object({
          repository: z.string().optional(),
          repository_id: z.int().optional(),
          author: z.string().nullable().optional(),
          team: z.string().nullable().optional().describe('Null: the author is in none of the repository.'),
          week: z.iso.date().optional().describe('Its Monday, in the server’s time zone.'),
          numbers: pullRequestNumbers,
          compared: compared.nullable().describe('Null without `compare`, and by week.'),
        }),
      )
      .describe('Groups with a pull request in them, the most measured first; empty without `group_by`.'),
    page,
    unknown_repositories: unknownRepositories,
    ...proven,
    freshness,
  })
  .meta({ id: 'PullRequestMetrics' })

const COMPARE = 'must be previous, or <since>..<until> with times like 2026-01-31T00:00:00Z'

export const getPullRequestMetrics = defineRoute({
  operationId: 'getPullRequestMetrics',
  method: 'get',
  path: '/api/v1/pull-requests/metrics',
  role: 'viewer',
  tag: 'Pull requests',
  summary: 'Cycle times and counts of pull requests',
  description:
    'How long each phase took, by one of seven definitions that disagree: docs/metrics/pull-requests.md has their formulas. Reviews and comments of bots never count. Without a range: the last 30 days.',
  pathParameters: noParameters,
  query: z.object({
    definition: z
      .enum(cycleTimeNames, { error: `must be one of ${cycleTimeNames.join(', ')}` })
      .default('octometer')
      .describe('Whose cycle time.'),
    group_by: z
      .array(z.enum(pullRequestDimensions, { error: `must be one of ${pullRequestDimensions.join(', ')}` }))
      .max(2, 'may be given twice')
      .optional()
      .describe('Also by one or two of these; by week of the opening, and of the end. May be repeated.'),
    repository,
    author: texts('Logins, in any case.'),
    ...peopleLeftOut,
    team: texts('Teams of OCTO_TEAMS_FILE, by name: pull requests of their members in their repositories.'),
    kind: words(accountKinds, 'Pull requests of people, bots or coding agents; people’s unless given.'),
    since,
    until,
    compare: z
      .string()
      .max(100, COMPARE)
      .regex(/^(previous|[^.\s]\S*\.\.\S*[^.\s])$/, COMPARE)
      .optional()
      .describe('`previous`: the period of the same length just before; or another one, `<since>..<until>`.'),
    limit,
    cursor,
    ...proofParameters,
  }),
  status: 200,
  answer: pullRequestMetrics,
  problems: [],
})
