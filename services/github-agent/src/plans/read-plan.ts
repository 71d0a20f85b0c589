import { RequestError } from '@octokit/request-error'
import { type PlanSnapshot, planFiles } from '@octometer/event-contracts'
import type { GitHubClient } from '@octometer/github-client'
import { clientOf } from '../github/client-of.ts'
import type { Clients } from '../github/clients.ts'
import type { BegunJob } from './job-runner.ts'

/** GitHub does not have what is to be read. */
class PlanUnreadableError extends Error {
  override readonly name = 'PlanUnreadableError'
  readonly code = 'plan_unreadable'
  readonly retryable = false
}

/** As long as a snapshot may hold. */
const LONGEST = 1_000_000

interface Reading {
  readonly client: GitHubClient
  readonly owner: string
  readonly repo: string
  readonly cause: string | null
  readonly signal: AbortSignal
}

/**
 * The plan of a repository at the job's commit, or at its default branch's head; null for a repository without a commit. Throws
 * RequestError, NoCredentialError or PlanUnreadableError.
 */
export async function readPlan(
  clients: Clients,
  job: BegunJob,
  signal: AbortSignal,
): Promise<PlanSnapshot | null> {
  const [owner = '', repo = ''] = job.repository.split('/')
  const client = await clientOf(clients, { owner, repo }, signal)
  const options = { kind: 'repository', signal } as const
  const { data } = await client.request('GET /repos/{owner}/{repo}', { owner, repo }, options)
  if (Number(data.id) !== job.repository_id)
    throw new PlanUnreadableError(`${job.repository} is the name of another repository now`)
  const [nowOwner = owner, nowRepo = repo] = data.full_name.split('/')
  const reading = { client, owner: nowOwner, repo: nowRepo, cause: job.delivery_id, signal }
  const sha = job.sha ?? (await headOf(reading, data.default_branch))
  if (sha === null) return null
  return {
    ...{ type: 'plan', snapshot_id: `plan:${job.id}`, taken_at: job.as_of, job_id: job.id },
    ...{ repository_id: job.repository_id, repository: data.full_name, sha },
    ...(await planAt(reading, sha)),
  }
}

/** Null: it has none. GitHub says so of an empty repository with 409, and of a branch that is not there with 422. */
async function headOf({ client, owner, repo, signal }: Reading, ref: string): Promise<string | null> {
  try {
    const route = 'GET /repos/{owner}/{repo}/commits/{ref}'
    return (await client.request(route, { owner, repo, ref, per_page: 1 }, { signal })).data.sha
  } catch (error) {
    if (error instanceof RequestError && [404, 409, 422].includes(error.status)) return null
    throw error
  }
}

async function planAt(reading: Reading, sha: string): Promise<Pick<PlanSnapshot, 'path' | 'content'>> {
  for (const path of planFiles) {
    const content = await fileAt(reading, path, sha)
    if (content !== null) return { path, content: content.slice(0, LONGEST) }
  }
  return { path: null, content: null }
}

/** Null: the commit has no such file. */
async function fileAt(
  { client, owner, repo, cause, signal }: Reading,
  path: string,
  ref: string,
): Promise<string | null> {
  const asked = { owner, repo, path, ref, mediaType: { format: 'raw' } }
  try {
    const { data } = await client.request('GET /repos/{owner}/{repo}/contents/{path}', asked, {
      ...{ signal, ...(cause === null ? {} : { cause }) },
    })
    // A folder of that name is a list.
    return typeof data === 'string' ? data : null
  } catch (error) {
    if (!(error instanceof RequestError) || error.status !== 404) throw error
    if (/no commit found/i.test(error.message))
      throw new PlanUnreadableError(`${owner}/${repo} has no commit ${ref} any more`, { cause: error })
    return null
  }
}
