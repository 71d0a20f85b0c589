import { z } from 'zod'
import { checkRunLifeSchema, checkSuiteLifeSchema, commitStatusSchema } from '../events/checks.ts'
import { githubTime } from '../events/fields.ts'
import { workflowJobSchema, workflowRunSchema } from '../events/workflows.ts'
import { objectLike, ofSyncedRepository, taken } from './taken.ts'

/** Without the time a suite and its runs would not be found again: payloads always have it. */
const checkSuite = checkSuiteLifeSchema.shape.check_suite.extend({
  status: z.string(),
  conclusion: z.string().nullable(),
  created_at: githubTime,
  updated_at: githubTime,
})
const checkRun = checkRunLifeSchema.shape.check_run
  .extend({ status: z.string(), conclusion: z.string().nullable() })
  .omit({ check_suite: true })

/** A check suite, with its runs. */
export const checkSuiteSnapshot = z.object({
  ...taken,
  ...ofSyncedRepository,
  type: z.literal('check_suite'),
  check_suite: objectLike(checkSuite),
  /** Those of earlier attempts too (`filter=all`); null: not asked. */
  check_runs: z.array(objectLike(checkRun)).max(1000).nullable(),
})

/** An attempt of a workflow run, with its jobs. */
export const workflowRunSnapshot = z.object({
  ...taken,
  ...ofSyncedRepository,
  type: z.literal('workflow_run'),
  /** The workflow's name, where it was asked; else the run's. */
  workflow: z.string().min(1).max(300).nullish(),
  workflow_run: objectLike(workflowRunSchema.shape.workflow_run.extend({ status: z.string() })),
  /** Of this attempt; null: not asked. */
  jobs: z
    .array(
      objectLike(workflowJobSchema.shape.workflow_job.extend({ created_at: githubTime, status: z.string() })),
    )
    .max(1000)
    .nullable(),
})

const status = commitStatusSchema.omit({ sha: true, branches: true, repository: true })

/** The statuses of one commit. */
export const commitStatusSnapshot = z.object({
  ...taken,
  ...ofSyncedRepository,
  type: z.literal('commit_status'),
  sha: z.string().min(1).max(64),
  /** Names of the branches whose head it is; null: not asked. */
  branches: z.array(z.string().max(255)).max(1000).nullable(),
  /** Reports as far as they were asked for: of each context the newest, or all. */
  statuses: z.array(objectLike(status)).max(1000),
})

export type CheckSuiteSnapshot = z.output<typeof checkSuiteSnapshot>
export type WorkflowRunSnapshot = z.output<typeof workflowRunSnapshot>
export type CommitStatusSnapshot = z.output<typeof commitStatusSnapshot>
