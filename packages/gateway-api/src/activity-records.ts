import { z } from 'zod'
import { listOf } from './answers.ts'
import { cursor, limit, repository, since, texts, time, until, words } from './parameters.ts'
import { peopleLeftOut } from './people.ts'
import { defineRoute, noParameters } from './route.ts'

const kinds = ['commit', 'pr_opened', 'pr_merged', 'issue_closed'] as const

export const activityRecord = z
  .object({
    kind: z.enum(kinds),
    at: time.describe('Its own time: a commit’s timestamp, an opening, a merge, a closing.'),
    repository: z.string().describe('Its name now.'),
    repository_id: z.int(),
    author: z
      .string()
      .nullable()
      .describe('Whose it is: a login, or a name where GitHub knows no account; null for a deleted account.'),
    author_has_account: z.boolean(),
    actor: z.string().nullable().describe('Who merged or closed it, when a payload says so.'),
    message: z.string().describe('A commit’s message, its first 500 characters, or the newest title.'),
    url: z.string().nullable(),
    sha: z.string().nullable().describe('Of a commit.'),
    number: z.int().nullable().describe('Of a pull request or issue.'),
  })
  .meta({ id: 'ActivityRecord' })

export const listActivityRecords = defineRoute({
  operationId: 'listActivityRecords',
  method: 'get',
  path: '/api/v1/activity/records',
  role: 'viewer',
  tag: 'People',
  summary: 'What was done, in words',
  description:
    'Commits pushed to branches, pull requests opened and merged, and issues closed, the newest first. Each counts once, however many branches or hooks tell of it.',
  pathParameters: noParameters,
  query: z.object({
    kind: words(kinds, 'All of them unless given.'),
    repository,
    author: texts('Logins, or names of people without an account, in any case.'),
    ...peopleLeftOut,
    since,
    until,
    limit,
    cursor,
  }),
  status: 200,
  answer: listOf(activityRecord),
  problems: [],
})
