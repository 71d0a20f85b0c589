import { readModelOf } from '@octometer/read-store'
import { type ConvergedTables, genuinePayload, testProjection } from '@octometer/testkit'
import { expect } from 'vitest'
import { throughArchive } from '../through-archive.ts'
import { reviewThreadsProjection } from './projection.ts'

const repository = { id: 7, full_name: 'acme/api' }
const receivedAt = new Date('2026-01-05T12:00:00Z')

/** The genuine comment under another id, perhaps an answer; numbers and times as a case needs them. */
function comment(id: number, changes: Record<string, unknown> = {}) {
  const { comment: genuine } = genuinePayload('pull_request_review_comment', 2)
  return { ...Object(genuine), id, created_at: '2026-01-05T10:00:00Z', ...changes }
}

const pull = { number: 5, updated_at: '2026-01-05T10:30:00Z' }

function said(action: string, its: object) {
  const payload = genuinePayload('pull_request_review_comment', 2)
  const pull_request = { ...Object(payload.pull_request), ...pull }
  return {
    event: 'pull_request_review_comment',
    payload: { ...payload, action, repository, comment: its, pull_request },
  }
}

function turned(action: string, comments: readonly object[], more: object = {}) {
  const payload = genuinePayload('pull_request_review_thread', 1)
  const pull_request = { ...Object(payload.pull_request), ...pull }
  return {
    event: 'pull_request_review_thread',
    payload: {
      ...payload,
      action,
      repository,
      pull_request,
      thread: { node_id: 'PRRT_1', comments },
      ...more,
    },
    receivedAt,
  }
}

const answer = comment(12, { in_reply_to_id: 11, created_at: '2026-01-05T10:20:00Z' })

const turns = ({ review_thread_turns = [] }: ConvergedTables) =>
  review_thread_turns.map(({ thread_id, action, at, time_source }) => [thread_id, action, at, time_source])

testProjection({
  projection: reviewThreadsProjection,
  settings: { timezone: 'UTC', testCheckPattern: /test/, hotfixPattern: /hotfix/ },
  tables: readModelOf('review-threads').tables,
  fromArchive: throughArchive,
  cases: [
    {
      name: 'a comment opens a thread, an answer belongs to it, and a deletion outlives both',
      given: [said('created', comment(11)), said('created', answer), said('deleted', answer)],
      expects: ({ review_thread_comments }) => {
        expect(review_thread_comments).toMatchObject([
          { repository_id: 7, number: 5, thread_id: 11, comment_id: 11, deleted: 0, path: 'README.md' },
          { thread_id: 11, comment_id: 12, deleted: 1, created_at: new Date('2026-01-05T10:20:00Z') },
        ])
      },
    },
    {
      name: 'a new comment has its receipt, the first of them; edits, deletions and turns tell of none',
      given: [
        { ...said('created', comment(11)), receivedAt },
        { ...said('created', comment(11)), receivedAt: new Date('2026-01-05T11:59:00Z'), hookId: '2' },
        said('deleted', answer),
        turned('resolved', [comment(11), comment(13, { in_reply_to_id: 11 })]),
      ],
      expects: ({ review_thread_comments }) =>
        expect(
          review_thread_comments?.map(({ comment_id, received_at }) => [comment_id, received_at]),
        ).toEqual([
          [11, new Date('2026-01-05T11:59:00Z')],
          [12, null],
          [13, null],
        ]),
    },
    {
      name: 'an edited comment keeps the time at which it was made',
      given: [
        said('edited', comment(11, { updated_at: '2026-01-05T11:00:00Z' })),
        said('created', comment(11)),
      ],
      expects: ({ review_thread_comments }) =>
        expect(review_thread_comments).toMatchObject([{ created_at: new Date('2026-01-05T10:00:00Z') }]),
    },
    {
      name: "resolved, opened again and resolved have the events' own times",
      given: [
        turned('resolved', [comment(11)], { updated_at: '2026-01-05T10:40:00Z' }),
        turned('unresolved', [comment(11)], { updated_at: '2026-01-05T10:41:00Z' }),
        turned('resolved', [comment(11), answer], { updated_at: '2026-01-05T10:42:00Z' }),
      ],
      expects: (tables) => {
        expect(turns(tables)).toEqual([
          [11, 'resolved', new Date('2026-01-05T10:40:00Z'), 'payload'],
          [11, 'unresolved', new Date('2026-01-05T10:41:00Z'), 'payload'],
          [11, 'resolved', new Date('2026-01-05T10:42:00Z'), 'payload'],
        ])
        expect(tables.review_thread_comments).toHaveLength(2)
      },
    },
    {
      name: 'a turn without a time is dated by its receipt, and lies after what its payload shows',
      given: [turned('resolved', [comment(11), answer])],
      expects: (tables) => {
        expect(turns(tables)).toEqual([[11, 'resolved', receivedAt, 'receipt']])
        expect(tables.review_thread_turns?.[0]?.observed_at).toEqual(new Date('2026-01-05T10:30:00Z'))
      },
    },
    {
      name: 'answers name the thread whose first comment was deleted',
      given: [turned('resolved', [answer])],
      expects: (tables) =>
        expect(tables.review_thread_turns).toMatchObject([{ thread_id: 11, action: 'resolved' }]),
    },
    {
      name: 'a thread without comments, and an action that is no turn, are ignored',
      given: [turned('resolved', []), turned('pinned', [comment(11)])],
      expects: (tables, outcomes) => {
        expect(tables).toMatchObject({ review_thread_comments: [], review_thread_turns: [] })
        expect(outcomes.map(({ outcome }) => outcome)).toEqual(['ignored', 'ignored'])
      },
    },
  ],
})
