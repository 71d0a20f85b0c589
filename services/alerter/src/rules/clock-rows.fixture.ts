import type { ApiCallRow, IssueRow, PullRequestReviewRow, PullRequestRow } from '@octometer/read-store'

export const NOW = new Date('2026-03-10T12:00:00Z')

export const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000)

export function pullRow(number: number, created: number, updated: number, more: object = {}): PullRequestRow {
  const version = { observed_at: hoursAgo(updated), rank: 2, guid: `g${number}` }
  return {
    repository_id: 1,
    number,
    core: {
      ...version,
      state: 'open',
      title: `Pull ${number}`,
      author: 'ada',
      author_type: 'User',
      created_at: hoursAgo(created),
      closed_at: null,
      merged_at: null,
      labels: [],
      head_ref: 'x',
      head_sha: 'f',
      base_ref: 'main',
      ...more,
    },
    detail: {
      ...version,
      draft: number === 6,
      mergeable: null,
      merged_by: null,
      additions: null,
      deletions: null,
      changed_files: null,
      commits: null,
    },
  }
}

export function reviewRow(number: number, state: string): PullRequestReviewRow {
  return {
    repository_id: 1,
    number,
    review_id: number,
    submitted_at: hoursAgo(20),
    reviewer: 'bob',
    reviewer_type: 'User',
    state: { observed_at: hoursAgo(20), rank: 1, guid: 'r', state },
  }
}

export function callRow(
  id: string,
  resource: string,
  remaining: number,
  rate_limit: number,
  resetIn: number,
): ApiCallRow {
  return {
    hour: hoursAgo(1),
    token_hash: 'ab'.repeat(32),
    resource,
    method: 'GET',
    route: '/x',
    status: 200,
    cached: false,
    at: hoursAgo(0.5),
    call_id: id,
    cost: 1,
    rate_limit,
    remaining,
    reset_at: hoursAgo(-resetIn),
    duration_ms: null,
    delivery_id: null,
  }
}

/** Severity: 0 low, 1 medium, 2 high, 3 critical. Status: 0 pending, 2 verified. */
export function issueRow(
  number: number,
  severity: number,
  openedHoursAgo: number,
  closed = false,
  status = 0,
): IssueRow {
  const mark = (NOW.getTime() / 1000) * 131_072 + status * 8 + severity * 2 + (closed ? 1 : 0)
  const people = { author: 'ada', author_type: 'User', milestone: null, state_reason: null, comments: null }
  return {
    opened_at: hoursAgo(openedHoursAgo),
    repository_id: 1,
    number,
    mark,
    assignment: mark * 2,
    closed_at: closed ? hoursAgo(1) : null,
    gone: 0,
    transferred_to: null,
    first_response_at: null,
    labels: { mark, labels: [], assignees: [] },
    about: { mark, title: `Issue ${number}`, ...people },
  }
}

/** A delivery that was received so many hours ago. */
export const pingRow = (guid: string, hours: number) => ({
  received_at: hoursAgo(hours),
  guid,
  event: 'ping',
  action: '',
  repository_id: null,
  repository: '',
  sender: null,
  pull_request: null,
  hook_id: null,
  target_type: null,
  target_id: null,
  source: 'webhook',
  content_type: 'application/json',
  signature: null,
  trace_id: null,
  stream_sequence: 1,
  size: 2,
  payload: '{}',
  form_body: '',
})
