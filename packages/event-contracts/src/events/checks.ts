import { z } from 'zod'
import { githubTime, identifier, repositoryDefault } from './fields.ts'

export const checkSuiteSchema = z.object({
  action: z.string(),
  check_suite: z.object({ id: identifier, conclusion: z.string().nullable(), created_at: githubTime }),
})

export const checkRunSchema = z.object({
  action: z.string(),
  check_run: z.object({
    id: identifier,
    name: z.string(),
    conclusion: z.string().nullable(),
    check_suite: z.object({ created_at: githubTime.nullish() }).nullish(),
  }),
})

const app = z.object({ slug: z.string().nullish() }).nullish()

/** A suite as its own payloads hold it, and those of its check runs. */
const checkSuiteStateSchema = z.object({
  id: identifier,
  head_branch: z.string().nullish(),
  head_sha: z.string(),
  status: z.string().nullish(),
  conclusion: z.string().nullish(),
  app,
  created_at: githubTime.nullish(),
  updated_at: githubTime.nullish(),
})

export const checkSuiteLifeSchema = z.object({
  action: z.string(),
  check_suite: checkSuiteStateSchema,
  repository: repositoryDefault,
})

export const checkRunLifeSchema = z.object({
  action: z.string(),
  check_run: z.object({
    id: identifier,
    name: z.string(),
    head_sha: z.string(),
    status: z.string().nullish(),
    conclusion: z.string().nullish(),
    started_at: githubTime.nullish(),
    completed_at: githubTime.nullish(),
    output: z.object({ title: z.string().nullish(), summary: z.string().nullish() }).nullish(),
    app,
    check_suite: checkSuiteStateSchema.nullish(),
  }),
  repository: repositoryDefault,
})

/** A report of the older kind: each has an id of its own. It has no action. */
export const commitStatusSchema = z.object({
  id: identifier,
  sha: z.string(),
  context: z.string(),
  state: z.string(),
  description: z.string().nullish(),
  branches: z.array(z.object({ name: z.string() })).default([]),
  created_at: githubTime,
  repository: repositoryDefault,
})

export type CheckSuiteState = z.output<typeof checkSuiteStateSchema>
export type CheckRunLife = z.output<typeof checkRunLifeSchema>
