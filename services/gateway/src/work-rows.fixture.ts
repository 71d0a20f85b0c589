import type { DeploymentRow, DeploymentStatusRow, IssueRow, ReleaseRow } from '@octometer/read-store'

interface Deployed {
  readonly repository_id: number
  readonly deployment_id: number
  readonly created_at: Date
}

const IN_PROGRESS = 4
const SUCCESS = 7
const markOf = (at: Date, state: number) => Math.floor(at.getTime() / 1000) * 16 + state

/** What one delivery said of a deployment: that it is on its way, or that it succeeded at a time. */
export function deploymentRow(its: Deployed, succeeded_at: Date | null): DeploymentRow {
  return {
    ...its,
    mark: markOf(succeeded_at ?? its.created_at, succeeded_at === null ? IN_PROGRESS : SUCCESS),
    environment: 'production',
    production: 1,
    ref: 'main',
    sha: `sha${its.deployment_id}`,
    task: 'deploy',
    creator: 'mona',
    hotfix: 0,
    started_at: its.created_at,
    succeeded_at,
    failed_at: null,
  }
}

export function statusRow(
  { repository_id, deployment_id }: Deployed,
  status_id: number,
  at: Date,
  state: string,
): DeploymentStatusRow {
  return { repository_id, deployment_id, status_id, at, state, creator: null }
}

export function releaseRow(release_id: number, repository_id: number, published_at: Date | null): ReleaseRow {
  const made_at = published_at ?? new Date('2026-03-01T00:00:00Z')
  const mark = Math.floor(made_at.getTime() / 1000) * 32 + 12 + (published_at === null ? 2 : 0)
  return {
    release_id,
    repository_id,
    mark,
    made_at,
    published_at,
    deleted: 0,
    hotfix: 0,
    from_default: 1,
    about: { mark, tag_name: `v${release_id}`, name: '', target: 'main', author: null },
  }
}

/** What one delivery said of an issue of medium severity; closed when it was seen, if it is. */
export function issueRow(
  repository_id: number,
  number: number,
  opened_at: Date,
  seen_at: Date,
  state: 'open' | 'closed',
): IssueRow {
  const isClosed = state === 'closed'
  const content =
    (isClosed ? 3 : 2) * 2 ** 15 + 70 * 2 ** 7 + (isClosed ? 5 : 0) * 2 ** 3 + 2 + (isClosed ? 1 : 0)
  const mark = Math.floor(seen_at.getTime() / 1000) * 2 ** 17 + content
  return {
    opened_at,
    repository_id,
    number,
    mark,
    assignment: mark * 2,
    closed_at: isClosed ? seen_at : null,
    gone: 0,
    transferred_to: null,
    first_response_at: null,
    labels: { mark, labels: ['bug'], assignees: [] },
    about: {
      mark,
      title: `Issue ${number}`,
      author: 'mona',
      author_type: 'User',
      milestone: null,
      state_reason: null,
      comments: 0,
    },
  }
}

/** An open issue, and what a payload with its state and one without it told. */
export function openedIssue(repository_id: number, number: number, at: Date) {
  const moment = { repository_id, number, at }
  return {
    issues: [issueRow(repository_id, number, at, at, 'open')],
    issue_timeline: [
      { ...moment, action: 'opened', subject: '', actor: 'mona', shown: 128 + 2 },
      { ...moment, action: 'labeled', subject: 'bug', actor: null, shown: 0 },
    ],
  }
}
