import { z } from 'zod'
import type { ArchivedEvent } from './archived-event.ts'

/** What an event says, in the words of the webhook of the same thing; or why it does not say enough. */
type Mapped =
  | { readonly event: string; readonly payload: Readonly<Record<string, unknown>> }
  | { readonly skipped: string }

type Payload = ArchivedEvent['payload']
type Mapping = (payload: Payload) => Mapped

const time = z.iso.datetime({ offset: true })
const user = z.object({ login: z.string(), id: z.int() }).nullable()

/** What a webhook always has of each, and read models need. */
const pullRequest = z.object({
  id: z.int(),
  number: z.int(),
  state: z.enum(['open', 'closed']),
  title: z.string(),
  user,
  created_at: time,
  updated_at: time,
  closed_at: time.nullable(),
  merged_at: time.nullable(),
  head: z.object({ ref: z.string(), sha: z.string() }),
  base: z.object({ ref: z.string() }),
})
const issue = z.object({
  id: z.int(),
  number: z.int(),
  state: z.enum(['open', 'closed']),
  title: z.string(),
  user,
  created_at: time,
  updated_at: time,
  closed_at: time.nullable(),
})
const comment = z.object({ id: z.int(), user, created_at: time, updated_at: time })
const review = z.object({ id: z.int(), user, state: z.string(), submitted_at: time.nullable() })
const release = z.object({
  id: z.int(),
  tag_name: z.string(),
  created_at: time,
  published_at: time.nullable(),
})
const change = z.object({ action: z.string() })

/** A payload whose members are as the webhook's, when it holds what that always has. */
function same(event: string, schema: z.ZodObject, members: readonly string[]): Mapping {
  return (payload) => {
    const fault = schema.safeParse(payload).error?.issues[0]?.path.join('.')
    if (fault !== undefined) return { skipped: `${event} without ${fault}: GitHub has trimmed it` }
    const kept = Object.entries(payload).filter(([name]) => members.includes(name))
    return { event, payload: Object.fromEntries(kept) }
  }
}

const ZEROS = /^0+$/
const push = z.object({ ref: z.string(), head: z.string(), before: z.string() })

/** Its commits have no times, and a commit without one cannot be counted: they are left out, and the push is known alone. */
const pushed: Mapping = (payload) => {
  const { data } = push.safeParse(payload)
  if (data === undefined) return { skipped: 'push without ref, head or before' }
  const { ref, head: after, before } = data
  return {
    event: 'push',
    payload: { ref, before, after, created: ZEROS.test(before), deleted: ZEROS.test(after) },
  }
}

const REVIEW_ACTIONS: Readonly<Record<string, string>> = {
  created: 'submitted',
  updated: 'edited',
  dismissed: 'dismissed',
}
const sameReview = same('pull_request_review', change.extend({ review, pull_request: pullRequest }), [
  'action',
  'review',
  'pull_request',
])

/** The Events API names what was done to a review otherwise. */
const reviewed: Mapping = (payload) => {
  const mapped = sameReview(payload)
  if ('skipped' in mapped) return mapped
  const action = REVIEW_ACTIONS[String(payload.action)]
  if (action === undefined) return { skipped: 'pull_request_review with an action that webhooks do not have' }
  return { event: mapped.event, payload: { ...mapped.payload, action } }
}

const samePullRequest = same('pull_request', change.extend({ number: z.int(), pull_request: pullRequest }), [
  'action',
  'number',
  'pull_request',
  'label',
  'assignee',
])

/** Webhooks tell a merge as closed. */
const pullRequested: Mapping = (payload) =>
  samePullRequest({ ...payload, action: payload.action === 'merged' ? 'closed' : payload.action })

const refs = z.object({ ref: z.string(), ref_type: z.enum(['branch', 'tag']) })

export const mappings: Readonly<Record<string, Mapping>> = {
  PushEvent: pushed,
  PullRequestEvent: pullRequested,
  PullRequestReviewEvent: reviewed,
  PullRequestReviewCommentEvent: same(
    'pull_request_review_comment',
    change.extend({ comment, pull_request: pullRequest }),
    ['action', 'comment', 'pull_request'],
  ),
  IssuesEvent: same('issues', change.extend({ issue }), ['action', 'issue', 'label', 'assignee']),
  IssueCommentEvent: same('issue_comment', change.extend({ issue, comment }), ['action', 'issue', 'comment']),
  CommitCommentEvent: same('commit_comment', z.object({ comment }), ['action', 'comment']),
  CreateEvent: same('create', refs, ['ref', 'ref_type', 'master_branch', 'description', 'pusher_type']),
  DeleteEvent: same('delete', refs, ['ref', 'ref_type', 'pusher_type']),
  ForkEvent: same('fork', z.object({ forkee: z.object({ id: z.int() }) }), ['forkee']),
  WatchEvent: same('watch', change, ['action']),
  ReleaseEvent: same('release', change.extend({ release }), ['action', 'release']),
  MemberEvent: same('member', change.extend({ member: user }), ['action', 'member']),
  PublicEvent: same('public', z.object({}), []),
  GollumEvent: same('gollum', z.object({ pages: z.array(z.unknown()) }), ['pages']),
}
