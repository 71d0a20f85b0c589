import { z } from 'zod'
import { githubTime, identifier, repositoryDefault } from './fields.ts'

/** Payloads from before there were reruns have no attempt: it is the first. */
const attempt = z
  .int()
  .min(1)
  .nullish()
  .transform((value) => value ?? 1)

export const workflowRunSchema = z.object({
  action: z.string(),
  workflow_run: z.object({
    id: identifier,
    name: z.string().nullish(),
    display_title: z.string().nullish(),
    workflow_id: identifier,
    run_number: identifier.nullish(),
    run_attempt: attempt,
    check_suite_id: identifier.nullish(),
    event: z.string(),
    head_branch: z.string().nullish(),
    head_sha: z.string(),
    status: z.string().nullish(),
    conclusion: z.string().nullish(),
    actor: z.object({ login: z.string() }).nullish(),
    created_at: githubTime,
    run_started_at: githubTime.nullish(),
    updated_at: githubTime,
  }),
  workflow: z.object({ name: z.string() }).nullish(),
  repository: repositoryDefault,
})

const stepSchema = z.object({
  number: z.int().min(0),
  name: z.string(),
  status: z.string().nullish(),
  conclusion: z.string().nullish(),
  started_at: githubTime.nullish(),
  completed_at: githubTime.nullish(),
})

export const workflowJobSchema = z.object({
  action: z.string(),
  workflow_job: z.object({
    id: identifier,
    run_id: identifier,
    run_attempt: attempt,
    name: z.string(),
    workflow_name: z.string().nullish(),
    head_branch: z.string().nullish(),
    head_sha: z.string(),
    status: z.string().nullish(),
    conclusion: z.string().nullish(),
    created_at: githubTime.nullish(),
    started_at: githubTime.nullish(),
    completed_at: githubTime.nullish(),
    labels: z.array(z.string()).default([]),
    runner_name: z.string().nullish(),
    runner_group_name: z.string().nullish(),
    steps: z.array(stepSchema).nullish(),
  }),
  repository: repositoryDefault,
})

export type WorkflowRunLife = z.output<typeof workflowRunSchema>
export type WorkflowJobLife = z.output<typeof workflowJobSchema>
export type WorkflowStep = z.output<typeof stepSchema>
