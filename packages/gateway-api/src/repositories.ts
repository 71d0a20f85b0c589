import { z } from 'zod'
import { freshness, page } from './answers.ts'
import { cursor, limit, repository, since, sortedBy, texts, time, until, words } from './parameters.ts'
import { proofParameters, proven } from './proof.ts'
import { defineRoute } from './route.ts'

const repositoryStatuses = ['active', 'archived', 'disabled', 'deleted'] as const
export type RepositoryStatus = (typeof repositoryStatuses)[number]

export const repositoryOrders = {
  pushed_at: 'value',
  name: 'text',
  status: 'text',
  health: 'value',
  stars: 'value',
  forks: 'value',
  commits_30_days: 'value',
  open_issues: 'value',
  open_pull_requests: 'value',
  contributors: 'value',
  language: 'text',
} as const
export type RepositoryOrder = keyof typeof repositoryOrders

const count = z.int().nullable().describe('Null while it is unknown.')
const score = z.int().describe('From 0 to 100.')

const healthTerm = z.object({
  term: z.enum(['base', 'last_push', 'open_issues', 'stars', 'contributors', 'ci', 'tests']),
  value: z
    .union([z.number(), z.boolean()])
    .nullable()
    .describe(
      'What was looked at: days since the last push, a count, or whether there is one. Null: unknown.',
    ),
  points: z
    .int()
    .nullable()
    .describe('What it adds to the score. Null: unknown, and the score does without.'),
  least: z.int().describe('The fewest points that it can give.'),
  most: z.int().describe('The most points that it can give.'),
  rule: z.string().describe('Its thresholds and their points.'),
})

export const repositoryHealth = z
  .object({
    score: score.describe('The points that are known, held between 0 and 100.'),
    lowest: score.describe('The score if all that is unknown gave the fewest points.'),
    highest: score.describe('The score if all that is unknown gave the most points.'),
    unknown: z.array(z.string()).describe('The terms that are unknown.'),
    terms: z.array(healthTerm),
  })
  .meta({ id: 'RepositoryHealth' })

const facts = {
  repository: z.string().describe('Its name now.'),
  repository_id: z.int(),
  status: z.enum(repositoryStatuses),
  archived: z.boolean().nullable(),
  visibility: z.string().nullable().describe('`public`, `private` or `internal`.'),
  url: z.string().nullable(),
  homepage: z.string().nullable(),
  description: z.string().nullable(),
  language: z.string().nullable().describe('The one with the most code.'),
  topics: z.array(z.string()),
  default_branch: z.string().nullable(),
  fork: z.boolean().nullable(),
  stars: count,
  forks: count,
  open_issues: count.describe(
    'Open issues, without pull requests: those that deliveries told of; where GitHub counts more issues and pull requests than they did, GitHub’s count less the open pull requests that they told of.',
  ),
  open_issues_source: z
    .enum(['deliveries', 'github'])
    .nullable()
    .describe('Which of the two it is; null when it is unknown.'),
  open_pull_requests: count.describe('Those that deliveries told of.'),
  open_items: count.describe('GitHub’s own `open_issues_count`: issues and pull requests together.'),
  commits_30_days: count.describe('Distinct commits of the last 30 calendar days, pushed to any branch.'),
  contributors: count.describe('As GitHub’s API counts them; null until it was asked.'),
  created_at: time.nullable(),
  pushed_at: time.nullable().describe('The last push.'),
  observed_at: time.nullable().describe('The time of the payload that says all this.'),
  first_seen_at: time.nullable().describe('The time of the first payload.'),
  deleted_at: time.nullable(),
}

export const repositoryEntry = z
  .object({ ...facts, health: score.nullable().describe('Its health score; null while nothing is known.') })
  .meta({ id: 'Repository' })

const flag = z.enum(['true', 'false'], { error: 'must be true or false' }).optional()

export const listRepositories = defineRoute({
  operationId: 'listRepositories',
  method: 'get',
  path: '/api/v1/repositories',
  role: 'viewer',
  tag: 'Repositories',
  summary: 'Repositories as they are now',
  description:
    'The last pushed to first, or in the order that `sort` names. Deleted ones are there when `status` asks for them.',
  pathParameters: z.object({}),
  query: z.object({
    repository,
    name: texts('Part of the name, owner among it, in any case: one of them is enough.'),
    status: words(repositoryStatuses, 'All but deleted ones unless it is given.'),
    archived: flag.describe('Only archived ones, or only the others.'),
    ...sortedBy(repositoryOrders, 'pushed_at'),
    limit,
    cursor,
    ...proofParameters,
  }),
  status: 200,
  answer: z.object({ data: z.array(repositoryEntry), page, ...proven, freshness }),
  problems: [],
})

const projectDay = z
  .object({
    date: z.iso.date().describe('Calendar day in the server’s time zone.'),
    commits_30_days: count.describe('Of the 30 days that end with this one.'),
    contributors: count,
    lines_of_code: count.describe(
      'Bytes ÷ 50, rounded down, by language; null until GitHub’s API was asked.',
    ),
    tech_stack: z
      .array(z.string())
      .nullable()
      .describe(
        'Language, topics and the three languages with the most code; at most ten. Null: all unknown.',
      ),
    health: score.nullable().describe('At the end of the day, with GitHub’s own count of open issues.'),
  })
  .meta({ id: 'ProjectDay' })

export const repositoryDetail = z
  .object({
    ...facts,
    health: repositoryHealth.nullable().describe('Null while nothing is known.'),
    lines_of_code: count,
    languages: z
      .record(z.string(), z.int())
      .nullable()
      .describe('Bytes of code by language; null until GitHub’s API was asked.'),
    tech_stack: z.array(z.string()).nullable(),
    days: z.array(projectDay).describe('Oldest first, from the first day that anything is known of.'),
    ...proven,
    freshness,
  })
  .meta({ id: 'RepositoryDetail' })

const segment = z
  .string()
  .min(1)
  .max(100, 'must have at most 100 characters')
  .regex(/^[^/]+$/, 'must not contain a slash')

export const getRepository = defineRoute({
  operationId: 'getRepository',
  method: 'get',
  path: '/api/v1/repositories/{owner}/{repo}',
  role: 'viewer',
  tag: 'Repositories',
  summary: 'One repository, its health and its days',
  description: 'An old name finds it too. Days are those of the range, 366 at most; without one the last 30.',
  pathParameters: z.object({ owner: segment, repo: segment }),
  query: z.object({ since, until, ...proofParameters }),
  status: 200,
  answer: repositoryDetail,
  problems: [404],
})
