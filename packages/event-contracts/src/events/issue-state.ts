import { z } from 'zod'
import { githubTime, identifier, label, user } from './fields.ts'

/** An issue as every payload that holds one shows it, whole. */
const issue = z.object({
  number: identifier,
  title: z.string().default(''),
  /** Some payloads leave it out; then they tell nothing of the issue's state. */
  state: z.enum(['open', 'closed']).nullish(),
  state_reason: z.string().nullish(),
  user: user.nullish(),
  labels: z.array(label).default([]),
  assignees: z.array(user).default([]),
  milestone: z.object({ title: z.string() }).nullish(),
  comments: z.int().min(0).nullish(),
  created_at: githubTime,
  updated_at: githubTime,
  closed_at: githubTime.nullish(),
  pull_request: z.unknown().optional(),
})

const repositoryName = z.object({ full_name: z.string() })

export const issueEventSchema = z.object({
  action: z.string(),
  issue,
  label: label.nullish(),
  assignee: user.nullish(),
  milestone: z.object({ title: z.string() }).nullish(),
  /** Of a transfer: where it went. */
  changes: z
    .object({
      new_issue: z.object({ number: identifier }).nullish(),
      new_repository: repositoryName.nullish(),
    })
    .nullish(),
})

/** A comment repeats its issue. */
export const issueWithCommentSchema = z.object({
  action: z.string(),
  issue,
  comment: z.object({ id: identifier, user: user.nullish(), created_at: githubTime, updated_at: githubTime }),
})

export type IssueState = z.output<typeof issue>
export type IssueEventPayload = z.output<typeof issueEventSchema>
export type IssueWithCommentPayload = z.output<typeof issueWithCommentSchema>
