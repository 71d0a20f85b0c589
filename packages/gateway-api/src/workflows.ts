import { z } from 'zod'
import { listOf } from './answers.ts'
import {
  branchParameter,
  checkLife,
  conclusionParameter,
  seconds,
  shaParameter,
  spread,
  statusParameter,
  windowSince,
} from './checks.ts'
import { cursor, limit, repository, since, sortedBy, texts, time, until, words } from './parameters.ts'
import { proofParameters, proven } from './proof.ts'
import { defineRoute, noParameters } from './route.ts'
import {
  workflowJobMetricsOrders,
  workflowJobOrders,
  workflowRunMetricsOrders,
  workflowRunOrders,
} from './workflow-orders.ts'

const workflowRun = z
  .object({
    id: z.int(),
    attempt: z.int(),
    ...checkLife,
    workflow: z.string(),
    workflow_id: z.int(),
    title: z.string().nullable(),
    event: z.string().describe('What triggered it.'),
    run_number: z.int().nullable(),
    check_suite_id: z.int().nullable(),
    actor: z.string().nullable(),
    created_at: time.describe('Of the first attempt.'),
    started_at: time.describe('Of this attempt.'),
    completed_at: time.nullable(),
    duration_seconds: seconds.describe('From the start of the attempt to its end, waiting included.'),
  })
  .meta({ id: 'WorkflowRun' })

const workflowParameter = texts('Names of workflows, in any case.')
const eventParameter = texts('What triggered them: `push`, `pull_request`, `schedule`, …')
const jobNameParameter = texts('Names of jobs, in any case.')
const runnerGroupParameter = texts('Names of runner groups, in any case.')

export const listWorkflowRuns = defineRoute({
  operationId: 'listWorkflowRuns',
  method: 'get',
  path: '/api/v1/workflows',
  role: 'viewer',
  tag: 'CI',
  summary: 'Workflow runs as they are now',
  description:
    'One entry per attempt, the last started first or in the order that `sort` names: a rerun is an attempt of its own. `since` and `until` are about the start of the attempt.',
  pathParameters: noParameters,
  query: z.object({
    repository,
    workflow: workflowParameter,
    event: eventParameter,
    sha: shaParameter,
    branch: branchParameter,
    status: statusParameter,
    conclusion: conclusionParameter,
    since,
    until,
    ...sortedBy(workflowRunOrders, 'started_at'),
    limit,
    cursor,
  }),
  status: 200,
  answer: listOf(workflowRun),
  problems: [],
})

const workflowStep = z
  .object({
    number: z.int(),
    name: z.string(),
    status: z.string().nullable(),
    conclusion: z.string().nullable(),
    started_at: time.nullable(),
    completed_at: time.nullable(),
    duration_seconds: seconds,
  })
  .meta({ id: 'WorkflowStep' })

const workflowJob = z
  .object({
    id: z.int(),
    run_id: z.int(),
    attempt: z.int(),
    ...checkLife,
    name: z.string(),
    workflow: z.string().nullable(),
    labels: z.array(z.string()),
    runner_name: z.string().nullable().describe('Null until a runner takes it.'),
    runner_group: z.string().nullable(),
    created_at: time.nullable().describe('When it was queued; null in old payloads.'),
    started_at: time.nullable(),
    completed_at: time.nullable(),
    queue_wait_seconds: seconds.describe('From creation until a runner took it; null when none did.'),
    duration_seconds: seconds.describe('From then until its end; null when no runner took it.'),
    steps: z.array(workflowStep),
  })
  .meta({ id: 'WorkflowJob' })

export const listWorkflowJobs = defineRoute({
  operationId: 'listWorkflowJobs',
  method: 'get',
  path: '/api/v1/workflows/jobs',
  role: 'viewer',
  tag: 'CI',
  summary: 'Jobs of workflow runs, with their steps',
  description:
    'The newest first, or in the order that `sort` names. `since` and `until` are about the creation of the job.',
  pathParameters: noParameters,
  query: z.object({
    repository,
    run_id: z
      .int({ error: 'must be the id of a workflow run' })
      .min(0, 'must be the id of a workflow run')
      .optional()
      .describe('Jobs of this workflow run, of all its attempts.'),
    workflow: workflowParameter,
    name: jobNameParameter,
    runner_group: runnerGroupParameter,
    sha: shaParameter,
    branch: branchParameter,
    status: statusParameter,
    conclusion: conclusionParameter,
    since,
    until,
    ...sortedBy(workflowJobOrders, 'created_at'),
    limit,
    cursor,
  }),
  status: 200,
  answer: listOf(workflowJob),
  problems: [],
})

const groupFields = {
  repository: z.string().optional(),
  repository_id: z.int().optional(),
  workflow: z.string().optional(),
}

export const runDimensions = ['repository', 'workflow', 'event', 'branch'] as const

const workflowRunMetrics = z
  .object({
    ...groupFields,
    event: z.string().optional(),
    branch: z.string().nullable().optional(),
    attempts: z.int(),
    runs: z.int().describe('Different runs: their attempts counted once.'),
    reruns: z.int().describe('Attempts after the first.'),
    succeeded: z.int(),
    failed: z.int().describe('`failure`, `timed_out` or `startup_failure`.'),
    cancelled: z.int(),
    skipped: z.int(),
    unfinished: z.int().describe('Of whose end no message of their own tells.'),
    success_rate: z.number().nullable().describe('Succeeded by succeeded and failed.'),
    duration: spread.describe('From start to end of attempts that were not skipped.'),
  })
  .meta({ id: 'WorkflowRunMetrics' })

export const listWorkflowMetrics = defineRoute({
  operationId: 'listWorkflowMetrics',
  method: 'get',
  path: '/api/v1/workflows/metrics',
  role: 'viewer',
  tag: 'CI',
  summary: 'Outcomes and durations of workflow runs',
  description:
    'One entry per group, the most attempts first or in the order that `sort` names. The window is about the start of the attempt.',
  pathParameters: noParameters,
  query: z.object({
    group_by: words(runDimensions, 'What makes a group; repository and workflow unless given.'),
    repository,
    workflow: workflowParameter,
    event: eventParameter,
    branch: branchParameter,
    since: windowSince,
    until,
    ...sortedBy(workflowRunMetricsOrders, 'attempts'),
    limit,
    cursor,
    ...proofParameters,
  }),
  status: 200,
  answer: listOf(workflowRunMetrics).extend(proven),
  problems: [],
})

export const jobDimensions = ['repository', 'workflow', 'job', 'runner_group'] as const

const workflowJobMetrics = z
  .object({
    ...groupFields,
    job: z.string().optional(),
    runner_group: z.string().nullable().optional().describe('Null for jobs that no runner took.'),
    jobs: z.int(),
    succeeded: z.int(),
    failed: z.int().describe('`failure`, `timed_out` or `startup_failure`.'),
    cancelled: z.int(),
    skipped: z.int(),
    queue_wait: spread.describe('From creation until a runner took the job.'),
    duration: spread.describe('From start to end of jobs that a runner took.'),
    minutes: z.number().nullable().describe('Sum of the durations; null when none is known.'),
    billed_minutes: z
      .int()
      .nullable()
      .describe(
        'The same with each job rounded up to a whole minute, as GitHub bills it, multipliers aside.',
      ),
    wasted_minutes: z
      .number()
      .nullable()
      .describe('Of `minutes` those of attempts that failed, were cancelled or were followed by another.'),
    wasted_share: z.number().nullable(),
  })
  .meta({ id: 'WorkflowJobMetrics' })

export const listWorkflowJobMetrics = defineRoute({
  operationId: 'listWorkflowJobMetrics',
  method: 'get',
  path: '/api/v1/workflows/jobs/metrics',
  role: 'viewer',
  tag: 'CI',
  summary: 'Queue wait, durations, minutes and wasted minutes of jobs',
  description:
    'One entry per group, the most time first or in the order that `sort` names. The window is about the creation of the job.',
  pathParameters: noParameters,
  query: z.object({
    group_by: words(jobDimensions, 'What makes a group; the runner group unless given.'),
    repository,
    workflow: workflowParameter,
    name: jobNameParameter,
    runner_group: runnerGroupParameter,
    branch: branchParameter,
    since: windowSince,
    until,
    ...sortedBy(workflowJobMetricsOrders, 'minutes'),
    limit,
    cursor,
    ...proofParameters,
  }),
  status: 200,
  answer: listOf(workflowJobMetrics).extend(proven),
  problems: [],
})
