import type {
  repositoryInfoRequest,
  repositoryIssuesRequest,
  repositoryPullsRequest,
  repositoryWorkflowsRequest,
} from '@octometer/event-contracts'
import type { GitHubClient } from '@octometer/github-client'
import type { z } from 'zod'

type AnswerTo<R extends { readonly answer: z.ZodType }> = z.input<R['answer']>
type Asked<R extends { readonly request: z.ZodType }> = z.output<R['request']>

export async function readInfo(
  client: GitHubClient,
  { owner, repo, use_cache }: Asked<typeof repositoryInfoRequest>,
  signal: AbortSignal,
): Promise<AnswerTo<typeof repositoryInfoRequest>> {
  const options = { kind: 'repository', revalidate: !use_cache, signal } as const
  const { data } = await client.request('GET /repos/{owner}/{repo}', { owner, repo }, options)
  return {
    owner: data.owner.login,
    name: data.name,
    full_name: data.full_name,
    description: data.description,
    url: data.html_url,
    clone_url: data.clone_url,
    default_branch: data.default_branch,
    is_private: data.private,
    stars: data.stargazers_count,
    forks: data.forks_count,
    language: data.language,
    github_id: Number(data.id),
    created_at: data.created_at,
    updated_at: data.updated_at,
    topics: data.topics ?? [],
    has_issues: data.has_issues,
    has_wiki: data.has_wiki,
    has_pages: data.has_pages,
    open_issues_count: data.open_issues_count,
  }
}

/** The newest first, as GitHub lists them. */
export async function readPulls(
  client: GitHubClient,
  { owner, repo, state, limit, use_cache }: Asked<typeof repositoryPullsRequest>,
  signal: AbortSignal,
): Promise<AnswerTo<typeof repositoryPullsRequest>> {
  const options = { kind: 'pulls', revalidate: !use_cache, signal } as const
  const pages = client.paginate('GET /repos/{owner}/{repo}/pulls', { owner, repo, state }, options)
  const pulls = await takeFrom(pages, limit, () => true)
  return pulls.map((pull) => ({
    number: pull.number,
    title: pull.title,
    state: pull.state,
    user: pull.user?.login ?? null,
    created_at: pull.created_at,
    updated_at: pull.updated_at,
    merged: pull.merged_at !== null,
    mergeable: null,
    head: pull.head.ref,
    base: pull.base.ref,
    html_url: pull.html_url,
  }))
}

/** Pull requests, which GitHub lists as issues, are none here. */
export async function readIssues(
  client: GitHubClient,
  { owner, repo, state, labels, limit }: Asked<typeof repositoryIssuesRequest>,
  signal: AbortSignal,
): Promise<AnswerTo<typeof repositoryIssuesRequest>> {
  const parameters = { owner, repo, state, ...(labels.length > 0 && { labels: labels.join(',') }) }
  const options = { kind: 'issues', signal } as const
  const pages = client.paginate('GET /repos/{owner}/{repo}/issues', parameters, options)
  const issues = await takeFrom(pages, limit, ({ pull_request }) => pull_request === undefined)
  return issues.map((issue) => ({
    number: issue.number,
    title: issue.title,
    state: issue.state,
    user: issue.user?.login ?? null,
    labels: issue.labels.map((label) => (typeof label === 'string' ? label : (label.name ?? ''))),
    assignees: (issue.assignees ?? []).map(({ login }) => login),
    comments: issue.comments,
    created_at: issue.created_at,
    updated_at: issue.updated_at,
    closed_at: issue.closed_at,
    html_url: issue.html_url,
  }))
}

export async function readWorkflows(
  client: GitHubClient,
  { owner, repo }: Asked<typeof repositoryWorkflowsRequest>,
  signal: AbortSignal,
): Promise<AnswerTo<typeof repositoryWorkflowsRequest>> {
  const pages = client.paginate('GET /repos/{owner}/{repo}/actions/workflows', { owner, repo }, { signal })
  const workflows = await takeFrom(pages, Number.POSITIVE_INFINITY, () => true)
  return workflows.map(({ id, name, path, state, created_at, updated_at, url, badge_url }) => ({
    id,
    name,
    path,
    state,
    created_at: utc(created_at),
    updated_at: utc(updated_at),
    url,
    badge_url,
  }))
}

/** GitHub tells the times of workflows with their offset. */
function utc(time: string): string {
  return new Date(time).toISOString()
}

async function takeFrom<T>(
  pages: AsyncIterable<{ readonly items: readonly T[] }>,
  limit: number,
  isWanted: (item: T) => boolean,
): Promise<T[]> {
  const taken: T[] = []
  for await (const { items } of pages) {
    taken.push(...items.filter(isWanted))
    if (taken.length >= limit) break
  }
  return taken.slice(0, limit)
}
