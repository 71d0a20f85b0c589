import { readModelOf } from '@octometer/read-store'
import { genuinePayload, testProjection } from '@octometer/testkit'
import { expect } from 'vitest'
import { throughArchive } from '../through-archive.ts'
import { pullRequestsProjection } from './projection.ts'

const repository = { id: 7, full_name: 'acme/api' }

function event(
  name: string,
  index: number,
  action: string,
  pull: Record<string, unknown>,
  more: object = {},
) {
  const payload = genuinePayload(name, index)
  const pull_request = { ...Object(payload.pull_request), number: 5, ...pull }
  return { event: name, payload: { ...payload, action, repository, pull_request, ...more } }
}

const open = { state: 'open', closed_at: null, merged_at: null, merged: false }
const closed = {
  state: 'closed',
  closed_at: '2026-01-05T10:00:00Z',
  merged_at: '2026-01-05T10:00:00Z',
  merged: true,
}
const review = {
  id: 9,
  user: { login: 'ada', id: 1, type: 'User' },
  state: 'approved',
  submitted_at: '2026-01-05T09:30:00Z',
}

const robot = { login: 'ci[bot]', id: 3, type: 'Bot' }
const ofOwnBranch = {
  ...open,
  user: { login: 'mona', id: 2, type: 'User' },
  created_at: '2026-01-05T08:00:00Z',
  updated_at: '2026-01-05T09:45:00Z',
  head: { ref: 'change', sha: 'abc', repo: { id: repository.id } },
  merge_commit_sha: '0123456789abcdef',
}

function pushed(ref: string) {
  const commits = [
    { id: 'a', timestamp: '2026-01-05T06:30:00Z', distinct: true },
    { id: 'b', timestamp: '2026-01-05T06:00:00Z', distinct: true },
    { id: 'c', timestamp: '2025-01-05T06:00:00Z', distinct: false },
  ]
  const its = { ...repository, default_branch: 'main', pushed_at: Date.parse('2026-01-05T07:00:00Z') / 1000 }
  const payload = { ...genuinePayload('push', 0), ref, created: true, deleted: false, commits }
  return { event: 'push', payload: { ...payload, repository: its } }
}

const timeline = (tables: {
  readonly [table: string]: readonly Readonly<Record<string, unknown>>[] | undefined
}) => (tables.pull_request_timeline ?? []).map(({ action, subject }) => `${action} ${subject}`.trim())

testProjection({
  projection: pullRequestsProjection,
  settings: { timezone: 'UTC', testCheckPattern: /test/, hotfixPattern: /hotfix/ },
  tables: readModelOf('pull-requests').tables,
  fromArchive: throughArchive,
  cases: [
    {
      name: 'a late opening does not reopen what was merged in the same second',
      given: [
        event('pull_request', 0, 'opened', { ...open, updated_at: '2026-01-05T10:00:00Z' }),
        event('pull_request', 3, 'closed', { ...closed, updated_at: '2026-01-05T10:00:00Z' }),
      ],
      expects: (tables) => {
        expect(tables.pull_requests).toHaveLength(1)
        expect(tables.pull_requests?.[0]).toMatchObject({
          number: 5,
          core: { state: 'merged' },
          repository_id: 7,
        })
        expect(timeline(tables)).toContain('merged')
      },
    },
    {
      name: 'a review shows the pull request closed when its closing never came, and forgets no detail',
      given: [
        event('pull_request', 0, 'opened', {
          ...open,
          additions: 12,
          draft: true,
          updated_at: '2026-01-05T08:00:00Z',
        }),
        event(
          'pull_request_review',
          0,
          'submitted',
          { ...closed, updated_at: '2026-01-05T11:00:00Z' },
          { review },
        ),
      ],
      expects: (tables) => {
        expect(tables.pull_requests?.[0]).toMatchObject({
          core: { state: 'merged' },
          detail: { additions: 12, draft: true },
        })
        expect(tables.pull_request_reviews).toMatchObject([
          { review_id: 9, reviewer: 'ada', state: { state: 'approved' } },
        ])
        expect(timeline(tables)).toContain('review_approved 9')
      },
    },
    {
      name: 'a dismissal outlives its review, in any order',
      given: [
        event(
          'pull_request_review',
          0,
          'submitted',
          { ...open, updated_at: '2026-01-05T09:30:00Z' },
          { review },
        ),
        event(
          'pull_request_review',
          1,
          'dismissed',
          { ...open, updated_at: '2026-01-05T09:30:00Z' },
          { review: { ...review, state: 'dismissed' } },
        ),
      ],
      expects: (tables) => {
        expect(tables.pull_request_reviews).toMatchObject([{ state: { state: 'dismissed' } }])
        expect(timeline(tables)).toEqual(expect.arrayContaining(['review_approved 9', 'review_dismissed 9']))
      },
    },
    {
      name: 'labels are those of the newest observation; each labelling is on the timeline',
      given: [
        event(
          'pull_request',
          8,
          'labeled',
          { ...open, labels: [{ name: 'b' }, { name: 'a' }], updated_at: '2026-01-05T09:00:01Z' },
          { label: { name: 'a' } },
        ),
        event(
          'pull_request',
          25,
          'unlabeled',
          { ...open, labels: [{ name: 'b' }], updated_at: '2026-01-05T09:00:02Z' },
          { label: { name: 'a' } },
        ),
      ],
      expects: (tables) => {
        expect(tables.pull_requests?.[0]).toMatchObject({ core: { labels: ['b'] } })
        expect(timeline(tables)).toEqual(['labeled a', 'unlabeled a'])
      },
    },
    {
      name: 'comments on the pull request and on its code are on the timeline once',
      given: [
        event('pull_request_review_comment', 0, 'created', { ...open, updated_at: '2026-01-05T09:00:01Z' }),
        {
          event: 'issue_comment',
          payload: {
            ...genuinePayload('issue_comment', 0),
            repository,
            issue: { number: 5, pull_request: {} },
          },
        },
        {
          event: 'issue_comment',
          payload: { ...genuinePayload('issue_comment', 0), repository, issue: { number: 6 } },
        },
      ],
      expects: (tables) =>
        expect(timeline(tables).sort()).toEqual(['comment 492700400', 'review_comment 284312630']),
    },
    {
      name: 'the times of a life are those of what happened, whoever told of it and in whatever order',
      given: [
        event('pull_request', 0, 'opened', { ...ofOwnBranch, updated_at: '2026-01-05T08:00:00Z' }),
        event('pull_request', 0, 'ready_for_review', { ...ofOwnBranch, updated_at: '2026-01-05T09:00:00Z' }),
        event('pull_request_review', 0, 'submitted', ofOwnBranch, { review }),
        event('pull_request_review', 0, 'submitted', ofOwnBranch, {
          review: { ...review, id: 10, user: ofOwnBranch.user, submitted_at: '2026-01-05T08:30:00Z' },
        }),
        event('pull_request_review', 0, 'submitted', ofOwnBranch, {
          review: { ...review, id: 11, user: robot, submitted_at: '2026-01-05T08:40:00Z' },
        }),
        event('pull_request', 3, 'closed', {
          ...ofOwnBranch,
          ...closed,
          updated_at: '2026-01-05T10:00:00Z',
        }),
        // An approval after the merge is none that was waited for.
        event(
          'pull_request_review',
          0,
          'submitted',
          { ...ofOwnBranch, ...closed, updated_at: '2026-01-05T11:00:00Z' },
          { review: { ...review, id: 12, submitted_at: '2026-01-05T11:00:00Z' } },
        ),
      ],
      expects: (tables) => {
        expect(tables.pull_request_lives).toMatchObject([
          {
            created_at: new Date('2026-01-05T08:00:00Z'),
            author: 'mona',
            author_bot: 0,
            ready_at: new Date('2026-01-05T09:00:00Z'),
            first_review_at: new Date('2026-01-05T09:30:00Z'),
            first_approval_at: new Date('2026-01-05T09:30:00Z'),
            last_approval_at: new Date('2026-01-05T09:30:00Z'),
            changes_requested_at: null,
            merged_at: new Date('2026-01-05T10:00:00Z'),
            merge_commit: 0x0123456789abc,
            mark: (Date.parse('2026-01-05T11:00:00Z') / 1000) * 8 + 1,
          },
        ])
        expect(tables.branch_moments).toMatchObject([
          { branch: 'change', kind: 'opened', at: new Date('2026-01-05T08:00:00Z'), number: 5 },
          { branch: 'change', kind: 'merged', at: new Date('2026-01-05T10:00:00Z'), number: 5 },
        ])
      },
    },
    {
      name: 'a push to a branch tells its earliest commit that no other branch had; one to the default branch nothing',
      given: [pushed('refs/heads/change'), pushed('refs/heads/main'), pushed('refs/tags/v1')],
      expects: (tables) => {
        expect(tables.branch_moments).toMatchObject([
          {
            branch: 'change',
            at: new Date('2026-01-05T07:00:00Z'),
            kind: 'push',
            created: 1,
            first_commit_at: new Date('2026-01-05T06:00:00Z'),
          },
        ])
      },
    },
  ],
})
