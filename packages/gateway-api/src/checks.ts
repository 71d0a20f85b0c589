import { z } from 'zod'
import { listOf } from './answers.ts'
import {
  cursor,
  limit,
  repository,
  since,
  sortedBy,
  texts,
  time,
  until,
  wholeNumber,
  words,
} from './parameters.ts'
import { proofParameters, proven } from './proof.ts'
import { defineRoute, noParameters } from './route.ts'
import { spreadFields } from './spread.ts'

export const checkStatuses = ['waiting', 'queued', 'in_progress', 'completed'] as const
export type CheckStatus = (typeof checkStatuses)[number]

export const checkKinds = ['check_run', 'status'] as const
export type CheckKind = (typeof checkKinds)[number]

const endProofs = ['itself', 'workflow_run', 'check_suite', 'later_attempt', 'age'] as const
export type EndProof = (typeof endProofs)[number]

/** Shared by what checks commits: where it belongs and how far it is. */
export const checkLife = {
  repository: z.string().describe('Its name now.'),
  repository_id: z.int(),
  head_sha: z.string(),
  head_branch: z.string().nullable(),
  default_branch: z.string().nullable(),
  status: z.enum(checkStatuses),
  conclusion: z
    .string()
    .nullable()
    .describe(
      'As GitHub says: `success`, `failure`, `cancelled`, …; null while it runs, and when its end is proven by something else.',
    ),
  end_proven_by: z
    .enum(endProofs)
    .nullable()
    .describe(
      'How it is known to have ended: a message of its own, the end of its workflow run or check suite, a later attempt, or GitHub’s longest time for it (35 days; 14 for a check run). Null while it has not.',
    ),
}

export const seconds = z.number().nullable().describe('Seconds; null while it is not known.')

const check = z
  .object({
    kind: z.enum(checkKinds).describe('`status` is the newest report of a context on a commit.'),
    id: z.int(),
    ...checkLife,
    name: z.string().describe('Of a status its context.'),
    app: z.string().nullable().describe('Slug of the app that runs it.'),
    check_suite_id: z.int().nullable(),
    created_at: time
      .nullable()
      .describe('Of a check run when its suite was created; of a status its report.'),
    started_at: time.nullable(),
    completed_at: time.nullable(),
    duration_seconds: seconds,
    title: z.string().nullable().describe('Of the output.'),
    summary: z.string().nullable().describe('Of the output; of a status its description.'),
  })
  .meta({ id: 'Check' })

export const branchParameter = texts('Head branches, as they are spelled.')
export const shaParameter = texts('Head SHAs, in full.')
export const conclusionParameter = texts('Conclusions: `success`, `failure`, `cancelled`, `timed_out`, …')
export const statusParameter = words(checkStatuses, 'How far they are.')

export const spread = z
  .object({ count: z.int().describe('How many durations are known.'), ...spreadFields })
  .meta({ id: 'Spread' })

export const windowSince = since.describe('From this time on, inclusive; 30 days ago unless given.')

export const checkOrders = {
  created_at: 'value',
  completed_at: 'value',
  duration: 'value',
  name: 'text',
  conclusion: 'text',
  head_branch: 'text',
} as const

export const listChecks = defineRoute({
  operationId: 'listChecks',
  method: 'get',
  path: '/api/v1/checks',
  role: 'viewer',
  tag: 'CI',
  summary: 'Check runs and commit statuses as they are now',
  description:
    'The newest first, or in the order that `sort` names. `since` and `until` are about `created_at`: of a check run the creation of its suite, which is also when the counters count it.',
  pathParameters: noParameters,
  query: z.object({
    kind: words(checkKinds, 'Check runs, or commit statuses.'),
    repository,
    sha: shaParameter,
    branch: branchParameter,
    name: texts('Names, in any case.'),
    status: statusParameter,
    conclusion: conclusionParameter,
    since,
    until,
    ...sortedBy(checkOrders, 'created_at'),
    limit,
    cursor,
  }),
  status: 200,
  answer: listOf(check),
  problems: [],
})

const flakyCheck = z
  .object({
    repository: z.string(),
    repository_id: z.int(),
    name: z.string(),
    flakes: z.int().describe('Times it failed and then passed on the same commit.'),
    decided: z.int().describe('Times it failed or passed on a commit.'),
    rate: z.number().describe('Flakes by decided.'),
    last_flake_at: time.describe('When it last passed after it had failed.'),
    last_head_sha: z.string(),
  })
  .meta({ id: 'FlakyCheck' })

export const flakyCheckOrders = {
  flakes: 'value',
  decided: 'value',
  rate: 'value',
  last_flake_at: 'value',
  name: 'text',
} as const

export const listFlakyChecks = defineRoute({
  operationId: 'listFlakyChecks',
  method: 'get',
  path: '/api/v1/flaky-checks',
  role: 'viewer',
  tag: 'CI',
  summary: 'Checks that fail, then pass on the same commit',
  description:
    'The most flakes first, or in the order that `sort` names. A flake is one check suite in which a check of one name failed (`failure`, `timed_out`, `startup_failure`) and later passed. The window is about when the suite was created.',
  pathParameters: noParameters,
  query: z.object({
    repository,
    name: texts('Names, in any case.'),
    branch: branchParameter,
    since: windowSince,
    until,
    ...sortedBy(flakyCheckOrders, 'flakes'),
    limit,
    cursor,
    ...proofParameters,
  }),
  status: 200,
  answer: listOf(flakyCheck).extend(proven),
  problems: [],
})

const branchStates = ['green', 'red'] as const

const branchHealth = z
  .object({
    repository: z.string(),
    repository_id: z.int(),
    branch: z.string(),
    state: z
      .enum(branchStates)
      .nullable()
      .describe('Now, or at `until`: of the newest commit of which it is known; null when it is of none.'),
    state_since: time.nullable(),
    head_sha: z.string().nullable().describe('The commit that says so.'),
    pending_head_sha: z.string().nullable().describe('A newer commit whose checks have not ended.'),
    turned_red: z.int().describe('Times it turned red in the window.'),
    time_to_green: spread.describe('From turning red to turning green again.'),
    green_seconds: z.number().describe('Time in the window that it is known to have been green.'),
    red_seconds: z.number(),
    green_share: z.number().nullable().describe('Of the time that its state is known.'),
    timeline: z
      .array(z.object({ at: time, state: z.enum(branchStates), head_sha: z.string() }))
      .optional()
      .describe('Each turn, oldest first; there when it is asked for.'),
  })
  .meta({ id: 'BranchHealth' })

export const branchHealthOrders = {
  repository: 'text',
  state: 'text',
  state_since: 'value',
  green_share: 'value',
  turned_red: 'value',
  time_to_green: 'value',
} as const

export const listBranchHealth = defineRoute({
  operationId: 'listBranchHealth',
  method: 'get',
  path: '/api/v1/branches/health',
  role: 'viewer',
  tag: 'CI',
  summary: 'Is the default branch green',
  description:
    'One entry per repository, by its name or in the order that `sort` names, from its check suites and commit statuses. A commit is red from its first failure until none of them fails any more, green once one has passed, none fails and all have ended. The branch is as its newest commit that is either.',
  pathParameters: noParameters,
  query: z.object({
    repository,
    branch: z
      .string()
      .min(1, 'must not be empty')
      .max(300, 'must have at most 300 characters')
      .optional()
      .describe('Another branch than the default one.'),
    timeline: z
      .enum(['true', 'false'], { error: 'must be true or false' })
      .default('false')
      .describe('Whether to tell each turn.'),
    since: windowSince,
    until,
    ...sortedBy(branchHealthOrders, 'repository'),
    limit,
    cursor,
    ...proofParameters,
  }),
  status: 200,
  answer: listOf(branchHealth).extend(proven),
  problems: [],
})

const stuckKinds = ['workflow_run', 'workflow_job', 'check_run'] as const
export type StuckKind = (typeof stuckKinds)[number]

const stuckCheck = z
  .object({
    kind: z.enum(stuckKinds),
    id: z.int(),
    repository: z.string(),
    repository_id: z.int(),
    name: z.string(),
    workflow: z.string().nullable(),
    attempt: z.int().nullable(),
    head_sha: z.string(),
    head_branch: z.string().nullable(),
    runner_group: z.string().nullable(),
    status: z.enum(['queued', 'in_progress']),
    since: time.describe('In this status since then.'),
    waiting_seconds: z.int(),
  })
  .meta({ id: 'StuckCheck' })

export const stuckCheckOrders = {
  waiting: 'value',
  name: 'text',
  workflow: 'text',
  head_branch: 'text',
  status: 'text',
} as const

function minutes(name: string, initial: number) {
  return wholeNumber(1, 50_000).default(initial).describe(`${name} longer than so many minutes.`)
}

export const listStuckChecks = defineRoute({
  operationId: 'listStuckChecks',
  method: 'get',
  path: '/api/v1/workflows/stuck',
  role: 'viewer',
  tag: 'CI',
  summary: 'What waits or runs for too long',
  description:
    'Of one kind, the longest waiting first or in the order that `sort` names: queued or in progress longer than the threshold, and not proven to have ended by its workflow run, its check suite or a later attempt. GitHub ends what is older than 35 days, and it is not looked for.',
  pathParameters: noParameters,
  query: z.object({
    kind: z
      .enum(stuckKinds, { error: `must be one of ${stuckKinds.join(', ')}` })
      .default('workflow_job')
      .describe('Workflow runs, their jobs, or check runs.'),
    queued_minutes: minutes('Queued', 30),
    in_progress_minutes: minutes('In progress', 360),
    repository,
    ...sortedBy(stuckCheckOrders, 'waiting'),
    limit,
    cursor,
    ...proofParameters,
  }),
  status: 200,
  answer: listOf(stuckCheck).extend(proven),
  problems: [],
})
