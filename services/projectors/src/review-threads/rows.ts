import {
  type Delivery,
  type ReviewThreadPayload,
  reviewThreadSchema,
  type ThreadComment,
  threadCommentEventSchema,
} from '@octometer/event-contracts'
import type { RowsByTable } from '@octometer/projector-runtime'
import type { ReviewThreadCommentRow, ReviewThreadTurnRow } from '@octometer/read-store'
import type { Told } from '../told-by-snapshot.ts'

type RowReader = (delivery: Delivery, repositoryId: number) => RowsByTable | null

/** By event name: the rows that a payload gives; null where it tells of no thread. Throws the schema's error. */
export const rowReaders: Readonly<Record<string, RowReader>> = {
  pull_request_review_comment: commentRows,
  pull_request_review_thread: threadRows,
}

interface ThreadKey {
  readonly repository_id: number
  readonly number: number
  readonly thread_id: number
}

export function commentRows(
  { payload, receivedAt }: Pick<Told, 'payload'> & Pick<Delivery, 'receivedAt'>,
  repositoryId: number,
): RowsByTable {
  const { action, comment, pull_request } = threadCommentEventSchema.parse(payload)
  const row = commentRow(threadKey(repositoryId, pull_request.number, comment), comment)
  const received_at = action === 'created' ? receivedAt : null
  return { review_thread_comments: [{ ...row, deleted: action === 'deleted' ? 1 : 0, received_at }] }
}

function threadRows(delivery: Delivery, repositoryId: number): RowsByTable | null {
  const event = reviewThreadSchema.parse(delivery.payload)
  const { action, thread, pull_request } = event
  const root = rootOf(thread.comments)
  if (root === null || (action !== 'resolved' && action !== 'unresolved')) return null
  const its = threadKey(repositoryId, pull_request.number, root)
  const turn: ReviewThreadTurnRow = {
    ...its,
    observed_at: event.updated_at ?? newestTime(event),
    action,
    at: event.updated_at ?? delivery.receivedAt,
    actor: delivery.sender,
    time_source: event.updated_at ? 'payload' : 'receipt',
    node_id: thread.node_id ?? '',
  }
  return {
    review_thread_comments: thread.comments.map((comment) => commentRow(its, comment)),
    review_thread_turns: [turn],
  }
}

function threadKey(repository_id: number, number: number, comment: ThreadComment): ThreadKey {
  return { repository_id, number, thread_id: comment.in_reply_to_id ?? comment.id }
}

/** The first comment is the one that answers none; when it was deleted, any other names it. Null: there are none. */
function rootOf(comments: readonly ThreadComment[]): ThreadComment | null {
  return comments.find(({ in_reply_to_id }) => in_reply_to_id == null) ?? comments[0] ?? null
}

function commentRow(its: ThreadKey, comment: ThreadComment): ReviewThreadCommentRow {
  return {
    ...its,
    comment_id: comment.id,
    created_at: comment.created_at,
    author: comment.user?.login ?? null,
    author_type: comment.user?.type ?? '',
    path: comment.path ?? '',
    deleted: 0,
    received_at: null,
  }
}

/** What the payload shows happened before its event. */
function newestTime({ thread, pull_request }: ReviewThreadPayload): Date {
  const times = [pull_request.updated_at, ...thread.comments.map(({ updated_at }) => updated_at)]
  return new Date(Math.max(...times.map((time) => time.getTime())))
}
