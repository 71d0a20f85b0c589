import { z } from 'zod'
import { githubTime, identifier, label } from './fields.ts'

const paths = z.array(z.string()).default([])

/** Which files a push touched, commit by commit, oldest first. */
export const pushedFilesSchema = z.object({
  ref: z.string(),
  after: z.string(),
  deleted: z.boolean().default(false),
  commits: z.array(z.object({ added: paths, modified: paths, removed: paths })).default([]),
  repository: z.object({ pushed_at: githubTime.nullish(), default_branch: z.string().nullish() }),
})

const milestone = z.object({
  number: identifier,
  title: z.string().default(''),
  state: z.enum(['open', 'closed']),
  updated_at: githubTime,
})

export const milestoneEventSchema = z.object({ action: z.string(), milestone })

/** An issue as far as it may be a task of a plan. */
export const plannedIssueSchema = z.object({
  action: z.string(),
  issue: z.object({
    number: identifier,
    title: z.string().default(''),
    /** Some payloads leave it out; then they tell nothing of a task. */
    state: z.enum(['open', 'closed']).nullish(),
    labels: z.array(label).default([]),
    milestone: milestone.nullish(),
    updated_at: githubTime,
    pull_request: z.unknown().optional(),
  }),
})

export type MilestonePayload = z.output<typeof milestoneEventSchema>
export type PlannedIssuePayload = z.output<typeof plannedIssueSchema>
