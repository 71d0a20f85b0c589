import { createHash } from 'node:crypto'
import type { ReplayCommand } from '@octometer/event-contracts'
import type {
  ActivityRecordRow,
  ApiCallRow,
  CommandRow,
  ContributionRow,
  CounterBaselineRow,
  CounterFactRow,
  DeadLetterRow,
  DeliveryRow,
  PersonRow,
  PullRequestRow,
  PullRequestTimelineRow,
  RepositoryNameRow,
  ReviewThreadCommentRow,
  ReviewThreadTurnRow,
} from '@octometer/read-store'

/** A UUID that is always the same for the same text. */
export function guidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

export function nameRow(id: number, fullName: string, seenAt: string): RepositoryNameRow {
  const seen_at = new Date(seenAt)
  return {
    name_key: fullName.toLowerCase(),
    repository_id: id,
    first_seen_at: seen_at,
    latest: { seen_at, full_name: fullName },
  }
}

/** A delivery of the repository `acme/api`, unless told otherwise. */
export function deliveryRow(name: string, at: string, more: Partial<DeliveryRow> = {}): DeliveryRow {
  return {
    received_at: new Date(at),
    guid: guidOf(name),
    event: 'push',
    action: '',
    repository_id: 1,
    repository: 'acme/api',
    sender: 'Octocat',
    pull_request: null,
    hook_id: '7',
    target_type: 'repository',
    target_id: '1',
    source: 'webhook',
    content_type: 'application/json',
    signature: 'sha256=00',
    trace_id: 'f'.repeat(32),
    stream_sequence: 1,
    size: 38,
    payload: '{"zen":"Keep it logically awesome."}',
    form_body: '',
    ...more,
  }
}

export const noRepository = { repository_id: null, repository: '', sender: null } as const

const QUARTER_MS = 900_000

export function factRow(counter: string, repository_id: number, at: Date, key = 'k'): CounterFactRow {
  return {
    counter,
    repository_id,
    quarter: new Date(Math.floor(at.getTime() / QUARTER_MS) * QUARTER_MS),
    at,
    key,
    last_received_at: at,
  }
}

/** A replay of everything, as the archive keeps it, unless told otherwise. */
export function replayRow(
  command_id: string,
  issued_at: Date,
  more: Partial<ReplayCommand> = {},
): CommandRow {
  const command: ReplayCommand = {
    type: 'replay',
    command_id,
    issued_at: issued_at.toISOString(),
    issued_by: 'ops',
    guid: null,
    since: '2026-01-01T00:00:00.000Z',
    until: null,
    events: null,
    repository_ids: null,
    projections: null,
    ...more,
  }
  const body = JSON.stringify(command)
  return { issued_at, command_id, type: command.type, issued_by: 'ops', stream_sequence: 1_000_007, body }
}

/** What a command made of a counter over all repositories, unless told otherwise. */
export function baselineRow(
  id: string,
  issuedAt: string,
  move: Pick<CounterBaselineRow['move'], 'kind' | 'counter' | 'amount'> & { repository_id?: number },
): CounterBaselineRow {
  return {
    command_id: guidOf(id),
    move: { repository_id: null, issued_at: new Date(issuedAt), issued_by: 'ops', ...move },
  }
}

export interface PullRequestKey {
  readonly repository_id: number
  readonly number: number
}

interface PullRequestSeen extends PullRequestKey {
  readonly at: Date
  readonly state: 'open' | 'closed' | 'merged'
  readonly author: string
  readonly labels: readonly string[]
  readonly created_at?: Date
  readonly title?: string
}

/** What one delivery said of a pull request. */
export function pullRow(seen: PullRequestSeen): PullRequestRow {
  const {
    repository_id,
    number,
    at,
    state,
    author,
    labels,
    created_at = at,
    title = `Change ${number}`,
  } = seen
  const version = {
    observed_at: at,
    rank: state === 'open' ? 2 : 3,
    guid: guidOf(`${at.getTime()} ${number}`),
  }
  const ended = state === 'open' ? null : at
  return {
    repository_id,
    number,
    core: {
      ...version,
      state,
      title,
      author,
      author_type: 'User',
      created_at,
      closed_at: ended,
      merged_at: state === 'merged' ? ended : null,
      labels,
      head_ref: 'change',
      head_sha: 'abc',
      base_ref: 'main',
    },
    detail: {
      ...version,
      draft: false,
      mergeable: null,
      merged_by: null,
      additions: number,
      deletions: 0,
      changed_files: 1,
      commits: 1,
    },
  }
}

export function reviewRow(its: PullRequestKey, review_id: number, submitted_at: Date) {
  return {
    ...its,
    review_id,
    submitted_at,
    reviewer: 'hubot',
    reviewer_type: 'User',
    state: { observed_at: submitted_at, rank: 1, guid: 'g', state: 'approved' },
  }
}

export function momentRow(
  its: PullRequestKey,
  at: Date,
  action: string,
  subject: string,
  actor = 'mona',
): PullRequestTimelineRow {
  const head_sha = /^(review|comment)/.test(action) ? '' : 'a'.repeat(40)
  const shown = { author: 'mona', state: 'open', commits: null, head_sha }
  return { ...its, at, action, subject, actor, time_source: 'payload', received_at: at, ...shown }
}

interface Contributed {
  readonly repository_id: number
  readonly login: string
  readonly kind: string
  readonly at: Date
  readonly key: string
  readonly account_type?: string
}

/** What a projector writes of one contribution. */
export function personRows(done: Contributed): {
  readonly contributions: readonly ContributionRow[]
  readonly people: readonly PersonRow[]
} {
  const { repository_id, login, kind, at, key, account_type = 'User' } = done
  const its = { repository_id, login_key: login.toLowerCase() }
  const name = { seen_at: at, login }
  return {
    contributions: [{ ...its, kind, at, key, number: 1 }],
    people: [{ ...its, first_seen: at, last_seen: at, account_type, name }],
  }
}

export function recordRow(at: Date): ActivityRecordRow {
  const about = { seen_at: at, message: 'Mend it', url: 'https://git/1', author: 'hubot', has_account: true }
  return { at, repository_id: 1, kind: 'commit', key: 'abc', author_key: 'hubot', actor: null, about }
}

interface ThreadKey extends PullRequestKey {
  readonly thread_id: number
}

export function threadCommentRow(
  its: ThreadKey,
  comment_id: number,
  created_at: Date,
  more: Partial<ReviewThreadCommentRow> = {},
): ReviewThreadCommentRow {
  const said = {
    ...{ author: 'hubot', author_type: 'User', path: 'README.md' },
    ...{ deleted: 0, received_at: created_at },
  }
  return { ...its, comment_id, created_at, ...said, ...more }
}

export function threadTurnRow(its: ThreadKey, at: Date, action: string, actor = 'mona'): ReviewThreadTurnRow {
  return { ...its, observed_at: at, action, at, actor, time_source: 'payload', node_id: '' }
}

const HOUR_MS = 3_600_000

export function callRow(call_id: string, time: string, more: Partial<ApiCallRow> = {}): ApiCallRow {
  const at = new Date(time)
  return {
    hour: new Date(Math.floor(at.getTime() / HOUR_MS) * HOUR_MS),
    token_hash: 'a'.repeat(64),
    resource: 'core',
    method: 'GET',
    route: '/repos/{owner}/{repo}',
    status: 200,
    cached: false,
    at,
    call_id,
    cost: 1,
    rate_limit: 5000,
    remaining: null,
    reset_at: null,
    duration_ms: 12.5,
    delivery_id: null,
    ...more,
  }
}

export function deadLetterRow(projection: string, name: string, at: string): DeadLetterRow {
  return {
    dead_letter_id: `${projection}:${guidOf(name)}`,
    projection,
    message_id: guidOf(name),
    subject: 'events.delivery.push.acme.api',
    stream_sequence: 7,
    reason: `failed: ${name}`,
    first_rejected_at: new Date(at),
    status: { rank: 1, status: 'open' },
  }
}
