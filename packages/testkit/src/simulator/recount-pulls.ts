import type { SimulatedDelivery } from './delivery.ts'
import type { ExpectedPullRequest, ExpectedReview } from './oracle-pull-requests.ts'
import { type ParsedPayload, type ParsedPull, parseBody } from './parsed-payload.ts'

interface Observation {
  readonly pull: ParsedPull
  readonly event: string
  readonly action: string
  readonly guid: string
}

/** How actions of one second are ordered, the later wins. */
export type Rank = (event: string, action: string) => number

/** The least that ARCHITECTURE says: opened before all else, closed after all else. */
export const barestRank: Rank = (event, action) => {
  if (event !== 'pull_request') return 1
  return { opened: 0, closed: 2 }[action] ?? 1
}

type RecountedPull = Omit<
  ExpectedPullRequest,
  'timeline' | 'first_review_at' | 'first_approval_at' | 'reviews'
>

/**
 * The pull requests of the bodies, by the rule of invariant 5: greatest (updated_at, rank, GUID). Reviews and comments
 * are asked too for what their reduced pull request shows.
 */
export function recountPulls(deliveries: Iterable<SimulatedDelivery>, rank: Rank): RecountedPull[] {
  const seen = new Map<string, Observation[]>()
  for (const delivery of deliveries) {
    const { event, guid } = delivery
    if (!event.startsWith('pull_request')) continue
    const { pull_request: pull, action, repository } = parseBody(delivery)
    const key = `${repository.id}#${pull.number}`
    seen.set(key, [...(seen.get(key) ?? []), { pull, event, action, guid }])
  }
  return [...seen.entries()].flatMap(([key, observations]) => {
    const full = observations.filter(({ event }) => event === 'pull_request')
    if (full.length === 0) return []
    return [combine(Number(key.split('#')[0]), last(full, rank), last(observations, rank), full)]
  })
}

function last(observations: readonly Observation[], rank: Rank): ParsedPull {
  const value = ({ pull, event, action, guid }: Observation) =>
    `${pull.updated_at} ${rank(event, action)} ${guid}`
  return observations.reduce((best, next) => (value(next) > value(best) ? next : best)).pull
}

function combine(
  repositoryId: number,
  detail: ParsedPull,
  core: ParsedPull,
  full: readonly Observation[],
): RecountedPull {
  const firstOf = (action: string) =>
    full
      .filter((seen) => seen.action === action)
      .map(({ pull }) => pull.updated_at)
      .sort()[0] ?? null
  return {
    repository_id: repositoryId,
    number: core.number,
    state: core.merged_at === null ? core.state : 'merged',
    title: core.title,
    draft: core.draft,
    author: core.user.login,
    created_at: core.created_at,
    merged_at: core.merged_at,
    closed_at: core.closed_at,
    merged_by: detail.merged_by?.login ?? null,
    labels: core.labels.map((label) => label.name).sort(),
    head_sha: core.head.sha,
    head_ref: core.head.ref,
    base_ref: core.base.ref,
    additions: detail.additions,
    deletions: detail.deletions,
    changed_files: detail.changed_files,
    commits: detail.commits,
    first_review_request_at: firstOf('review_requested'),
    ready_for_review_at: firstOf('ready_for_review'),
  }
}

interface ReviewTimes {
  readonly reviews: ExpectedReview[]
  readonly first_review_at: string | null
  readonly first_approval_at: string | null
}

/** Reviews, the first by a peer and the first approval, by `repository#number`, from the bodies. */
export function recountReviews(deliveries: Iterable<SimulatedDelivery>): Map<string, ReviewTimes> {
  const byPull = new Map<string, ParsedPayload[]>()
  for (const delivery of deliveries) {
    if (delivery.event !== 'pull_request_review') continue
    const payload = parseBody(delivery)
    const key = `${payload.repository.id}#${payload.pull_request.number}`
    byPull.set(key, [...(byPull.get(key) ?? []), payload])
  }
  return new Map([...byPull].map(([key, payloads]) => [key, reviewTimes(payloads)]))
}

function reviewTimes(payloads: readonly ParsedPayload[]): ReviewTimes {
  const reviews = new Map<number, ExpectedReview>()
  const peers: string[] = []
  const approvals: string[] = []
  for (const { action, review, pull_request: pull } of payloads) {
    if (review === undefined) continue
    const { id, state, user, submitted_at } = review
    // All tell of one submission; a dismissal is the latest word.
    if (!reviews.has(id) || action === 'dismissed')
      reviews.set(id, { id, state, user: user.login, submitted_at })
    if (user.type === 'Bot' || user.id === pull.user.id) continue
    peers.push(submitted_at)
    if (state === 'approved') approvals.push(submitted_at)
  }
  const order = ({ submitted_at, id }: ExpectedReview) => `${submitted_at} ${id}`
  return {
    reviews: [...reviews.values()].sort((a, b) => (order(a) < order(b) ? -1 : 1)),
    first_review_at: peers.sort()[0] ?? null,
    first_approval_at: approvals.sort()[0] ?? null,
  }
}

/** Every mark of the timelines, from the bodies: `repository#number event action subject time`, sorted. */
export function recountTimeline(deliveries: Iterable<SimulatedDelivery>): string[] {
  const marks = new Set<string>()
  for (const delivery of deliveries) {
    const { event } = delivery
    if (!event.startsWith('pull_request') && event !== 'issue_comment') continue
    const payload = parseBody(delivery)
    if (event === 'issue_comment' && payload.issue.pull_request === undefined) continue
    const { number } = event === 'issue_comment' ? payload.issue : payload.pull_request
    marks.add(`${payload.repository.id}#${number} ${event} ${payload.action} ${mark(payload)}`)
  }
  return [...marks].sort()
}

function mark(payload: ParsedPayload): string {
  const { action, comment, review, thread, pull_request: pull } = payload
  if (thread !== undefined) return `${thread.node_id} receipt`
  if (comment !== undefined)
    return `${comment.id} ${action === 'created' ? comment.created_at : comment.updated_at}`
  if (review !== undefined)
    return `${review.id} ${action === 'submitted' ? review.submitted_at : pull.updated_at}`
  const { label, requested_reviewer: reviewer, requested_team: team, assignee } = payload
  const subject = label?.name ?? reviewer?.login ?? team?.slug ?? assignee?.login ?? ''
  return `${subject} ${pull.updated_at}`
}
