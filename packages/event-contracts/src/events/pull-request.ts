import { z } from 'zod'
import { githubTime, identifier, label, repositoryDefault, user } from './fields.ts'

/** The part of a pull request that every payload holding one repeats, the reduced one of reviews too. */
const pullRequestCoreSchema = z.object({
  id: identifier,
  number: identifier,
  state: z.enum(['open', 'closed']),
  title: z.string(),
  user,
  created_at: githubTime,
  updated_at: githubTime,
  closed_at: githubTime.nullable(),
  merged_at: githubTime.nullable(),
  labels: z.array(label).default([]),
  /** A fork's repository is another one; null once it is deleted. */
  head: z.object({ ref: z.string(), sha: z.string(), repo: z.object({ id: identifier }).nullish() }),
  base: z.object({ ref: z.string() }),
  /** Of one that is not merged, a trial's. */
  merge_commit_sha: z.string().nullish(),
})

/** What only `pull_request` payloads say. Absent is unknown: null. */
const pullRequestDetailSchema = z.object({
  draft: z.boolean().nullish(),
  merged: z.boolean().nullish(),
  mergeable: z.boolean().nullish(),
  merged_by: user.nullish(),
  additions: z.int().min(0).nullish(),
  deletions: z.int().min(0).nullish(),
  changed_files: z.int().min(0).nullish(),
  commits: z.int().min(0).nullish(),
})

export const pullRequestSchema = z.object({
  action: z.string(),
  pull_request: pullRequestCoreSchema.extend(pullRequestDetailSchema.shape),
  label: label.nullish(),
  requested_reviewer: user.nullish(),
  requested_team: z.object({ slug: z.string() }).nullish(),
  assignee: user.nullish(),
  sender: user.nullish(),
  repository: repositoryDefault,
})

/** A pull request with the branch that its repository is delivered from. */
export const mergeSchema = pullRequestSchema.extend({
  repository: z.object({ default_branch: z.string().nullish() }),
})

export const pullRequestReviewSchema = z.object({
  action: z.string(),
  review: z.object({
    id: identifier,
    user,
    state: z.string(),
    submitted_at: githubTime.nullable(),
    commit_id: z.string().nullish(),
  }),
  pull_request: pullRequestCoreSchema,
  sender: user.nullish(),
  repository: repositoryDefault,
})

export const reviewCommentSchema = z.object({
  action: z.string(),
  comment: z.object({ id: identifier, user, created_at: githubTime, updated_at: githubTime }),
  pull_request: pullRequestCoreSchema,
  repository: repositoryDefault,
})

/** A comment on an issue or, when `issue.pull_request` is there, on a pull request. */
export const issueCommentSchema = z.object({
  action: z.string(),
  issue: z.object({
    number: identifier,
    created_at: githubTime.nullish(),
    state: z.enum(['open', 'closed']).nullish(),
    user: user.nullish(),
    pull_request: z.object({ merged_at: githubTime.nullish() }).nullish(),
  }),
  comment: z.object({ id: identifier, user, created_at: githubTime, updated_at: githubTime }),
})

export type PullRequestCore = z.output<typeof pullRequestCoreSchema>
export type PullRequestPayload = z.output<typeof pullRequestSchema>
export type PullRequestReviewPayload = z.output<typeof pullRequestReviewSchema>
