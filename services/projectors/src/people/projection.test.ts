import { readModelOf } from '@octometer/read-store'
import { type ConvergedTables, genuinePayload, testProjection } from '@octometer/testkit'
import { expect } from 'vitest'
import { throughArchive } from '../through-archive.ts'
import { peopleProjection } from './projection.ts'

const repository = { id: 7, full_name: 'acme/api' }
const user = (login: string, type = 'User') => ({ login, id: 1, type })

const pull = {
  number: 5,
  user: user('Ada'),
  created_at: '2026-01-05T08:00:00Z',
  updated_at: '2026-01-05T10:00:00Z',
  closed_at: null,
  merged_at: null,
}

function about(event: string, index: number, more: object, changes: object = {}) {
  const payload = genuinePayload(event, index)
  const pull_request = { ...Object(payload.pull_request), ...pull, ...changes }
  return { event, payload: { ...payload, repository, pull_request, ...more } }
}

function reviewed(action: string, login: string, state: string, id = 9) {
  const { review } = genuinePayload('pull_request_review', 0)
  const its = { ...Object(review), id, user: user(login), state, submitted_at: '2026-01-05T09:00:00Z' }
  return about('pull_request_review', 0, { action, review: its })
}

const merge = {
  ...{ state: 'closed', merged: true, merged_at: '2026-01-05T10:00:00Z', merged_by: user('grace') },
  updated_at: '2026-01-05T10:00:00Z',
}

// It does not say who merged.
const lastEdit = { updated_at: '2026-01-05T12:00:00Z', merged_by: null }

function closed(action: string, login: string, closed_at: string) {
  const its = { number: 4, state: 'closed', title: 'Broken', html_url: 'https://i', user: user('Ada') }
  const times = { created_at: '2026-01-04T08:00:00Z', updated_at: closed_at, closed_at }
  const issue = { ...its, ...times }
  return { event: 'issues', payload: { action, repository, issue, sender: user(login) } }
}

const done = ({ contributions = [] }: ConvergedTables) =>
  contributions.map(({ kind, login_key, key }) => `${kind} ${login_key} ${key}`).sort()

testProjection({
  projection: peopleProjection,
  settings: { timezone: 'UTC', testCheckPattern: /test/, hotfixPattern: /hotfix/ },
  tables: readModelOf('people').tables,
  fromArchive: throughArchive,
  cases: [
    {
      name: 'opening and merge belong to the author, told by any payload',
      given: [
        reviewed('submitted', 'mona', 'commented'),
        about(
          'pull_request',
          3,
          { action: 'closed' },
          { state: 'closed', merged: true, merged_at: '2026-01-06T10:00:00Z' },
        ),
      ],
      expects: (tables) => {
        expect(done(tables)).toEqual(['pull_merged ada 5', 'pull_opened ada 5', 'review mona 9'])
        expect(tables.people).toMatchObject([
          {
            login_key: 'ada',
            first_seen: new Date('2026-01-05T08:00:00Z'),
            last_seen: new Date('2026-01-06T10:00:00Z'),
            account_type: 'User',
            name: { login: 'Ada' },
          },
          { login_key: 'mona' },
        ])
      },
    },
    {
      name: 'an approval outlives its dismissal, and nobody approves their own',
      given: [
        reviewed('submitted', 'mona', 'approved'),
        reviewed('dismissed', 'mona', 'dismissed'),
        reviewed('submitted', 'ada', 'approved', 10),
      ],
      expects: (tables) =>
        expect(done(tables)).toEqual([
          'approval mona 9',
          'own_review ada 10',
          'pull_opened ada 5',
          'review mona 9',
        ]),
    },
    {
      name: 'labels name who approved, in any case; other labels nobody',
      given: ['approved-Mona', 'lgtm-grace', 'approved', 'bug'].map((name) =>
        about('pull_request', 8, { action: 'labeled', label: { name } }),
      ),
      expects: (tables) =>
        expect(done(tables)).toEqual([
          'approval_label mona 5:approved-mona',
          'lgtm_label grace 5:lgtm-grace',
          'pull_opened ada 5',
        ]),
    },
    {
      name: 'comments on issues, pull requests and code count once',
      given: [
        { event: 'issue_comment', payload: { ...genuinePayload('issue_comment', 0), repository } },
        { event: 'issue_comment', payload: { ...genuinePayload('issue_comment', 1), repository } },
        about('pull_request_review_comment', 0, { action: 'created' }),
      ],
      expects: (tables) =>
        expect(done(tables)).toEqual([
          'comment codertocat issue:492700400',
          'comment codertocat review:284312630',
          'pull_opened ada 5',
        ]),
    },
    {
      name: 'commits belong to the account of their author, when there is one and the push is to a branch',
      given: ['refs/heads/main', 'refs/tags/v1'].map((ref) => ({
        event: 'push',
        payload: {
          ...genuinePayload('push', 4),
          repository,
          ref,
          commits: [
            { id: `a of ${ref}`, timestamp: '2026-01-05T08:00:00Z', author: { username: 'Mona' } },
            { id: `b of ${ref}`, timestamp: '2026-01-05T08:00:00Z', author: { name: 'Somebody' } },
          ],
        },
      })),
      expects: (tables, outcomes) => {
        expect(done(tables)).toEqual(['commit mona a of refs/heads/main'])
        expect(outcomes.map(({ outcome }) => outcome)).toEqual(['projected', 'ignored'])
        expect(tables.activity_records).toMatchObject([
          { kind: 'commit', key: 'a of refs/heads/main', author_key: 'mona', about: { has_account: true } },
          { key: 'b of refs/heads/main', author_key: 'somebody', about: { has_account: false } },
        ])
      },
    },
    {
      name: 'records in words: the newest title, a long message cut, and who merged or closed, if anybody said so',
      given: [
        about('pull_request', 8, { action: 'edited' }, { ...merge, title: 'New', ...lastEdit }),
        about('pull_request', 8, { action: 'labeled' }, { title: 'Old', updated_at: '2026-01-05T11:00:00Z' }),
        about('pull_request', 8, { action: 'closed' }, { ...merge, title: 'Old' }),
        closed('closed', 'hubot', '2026-01-06T09:00:00Z'),
        closed('labeled', 'grace', '2026-01-06T09:00:00Z'),
        closed('closed', 'mona', '2026-01-07T09:00:00Z'),
        {
          event: 'push',
          payload: {
            ...genuinePayload('push', 4),
            repository,
            ref: 'refs/heads/main',
            commits: [
              { id: 'c', timestamp: '2026-01-05T08:00:00Z', message: '😀'.repeat(501), url: 'https://c' },
            ],
          },
        },
      ],
      expects: ({ activity_records: records }) =>
        expect(records).toMatchObject([
          { kind: 'commit', author_key: '', about: { message: '😀'.repeat(500), url: 'https://c' } },
          { kind: 'pr_opened', key: '5', author_key: 'ada', actor: null, about: { message: 'New' } },
          { kind: 'pr_merged', at: new Date(merge.merged_at), actor: 'grace', about: { message: 'New' } },
          { kind: 'issue_closed', key: '4', at: new Date('2026-01-06T09:00:00Z'), actor: 'hubot' },
          { kind: 'issue_closed', at: new Date('2026-01-07T09:00:00Z'), author_key: 'ada', actor: 'mona' },
        ]),
    },
    {
      name: 'who opens an issue, and a bot',
      given: [
        {
          event: 'issues',
          payload: {
            ...genuinePayload('issues', 0),
            repository,
            issue: {
              number: 4,
              user: user('deps[bot]', 'Bot'),
              created_at: '2026-01-05T08:00:00Z',
              closed_at: null,
            },
          },
        },
      ],
      expects: (tables) => {
        expect(done(tables)).toEqual(['issue_opened deps[bot] 4'])
        expect(tables.people).toMatchObject([{ account_type: 'Bot' }])
      },
    },
  ],
})
