import { z } from 'zod'
import { type JsonObject, objectAt } from '../json.ts'
import { githubTime, identifier } from './fields.ts'

const count = z.int().min(0).nullish()

/** A repository as every payload that has one shows it; older payloads leave some of it out. */
export const repositoryStateSchema = z.object({
  id: identifier,
  full_name: z.string(),
  html_url: z.string().nullish(),
  description: z.string().nullish(),
  homepage: z.string().nullish(),
  language: z.string().nullish(),
  topics: z.array(z.string()).nullish(),
  default_branch: z.string().nullish(),
  visibility: z.string().nullish(),
  private: z.boolean().nullish(),
  fork: z.boolean().nullish(),
  archived: z.boolean().nullish(),
  disabled: z.boolean().nullish(),
  stargazers_count: count,
  forks_count: count,
  /** Open issues and open pull requests together. */
  open_issues_count: count,
  created_at: githubTime.nullish(),
  updated_at: githubTime.nullish(),
  pushed_at: githubTime.nullish(),
})

export const repositoryInSchema = z.object({ repository: repositoryStateSchema })

export type RepositoryState = z.output<typeof repositoryStateSchema>

/** What a payload may be about, each with the time of its last change, `updated_at`. */
export const datedParts: readonly string[] = [
  'issue',
  'pull_request',
  'comment',
  'release',
  'milestone',
  'discussion',
  'check_suite',
  'workflow_run',
  'deployment',
  'deployment_status',
]

/**
 * The time that a payload proves for the repository in it: neither its own changes nor those of what the payload is
 * about are older. Null when nothing in it has a time.
 */
export function repositorySeenAt(
  payload: JsonObject,
  { updated_at, pushed_at }: RepositoryState,
): Date | null {
  const times = [
    updated_at?.getTime(),
    pushed_at?.getTime(),
    ...datedParts.map((name) => Date.parse(String(objectAt(payload, name)?.updated_at))),
  ].filter((time) => time !== undefined && !Number.isNaN(time))
  return times.length === 0 ? null : new Date(Math.max(...times.map(Number)))
}

/** A check run, workflow job or commit status, by its name. */
export const namedCheckSchema = z.object({
  check_run: z.object({ name: z.string() }).nullish(),
  workflow_job: z.object({ name: z.string() }).nullish(),
  context: z.string().nullish(),
})
