import { readModelOf } from '@octometer/read-store'
import { type ConvergedTables, genuinePayload, testProjection } from '@octometer/testkit'
import { expect, test } from 'vitest'
import { convergeDisturbed } from '../shuffles.fixture.ts'
import { throughArchive } from '../through-archive.ts'
import { issuesProjection } from './projection.ts'

const settings = { timezone: 'UTC', testCheckPattern: /test/, hotfixPattern: /hotfix/ }
const { tables } = readModelOf('issues')
const repository = { id: 7, full_name: 'acme/api' }
const at = (time: string) => `2026-01-05T${time}Z`
const mona = { login: 'mona', id: 1, type: 'User' }

const issue = (more: object) => ({
  ...Object(genuinePayload('issues', 15).issue),
  number: 5,
  user: mona,
  labels: [],
  assignees: [],
  created_at: at('08:00:00'),
  ...more,
})

function event(action: string, updated: string, more: object = {}, beside: object = {}) {
  const its = issue({ state: 'open', updated_at: at(updated), ...more })
  return {
    event: 'issues',
    payload: { ...genuinePayload('issues', 15), action, repository, issue: its, ...beside },
  }
}

const closing = (time: string) => event('closed', time, { state: 'closed', closed_at: at(time) })

function comment(id: number, user: object | null, time: string, more: object = {}, action = 'created') {
  const its = issue({ state: 'open', updated_at: at(time), ...more })
  const said = { ...Object(genuinePayload('issue_comment', 0).comment), id, user }
  const payload = {
    ...genuinePayload('issue_comment', 0),
    action,
    repository,
    issue: its,
    comment: { ...said, created_at: at(time), updated_at: at(time) },
  }
  return { event: 'issue_comment', payload }
}

const hubot = { login: 'hubot', id: 2, type: 'User' }
const isClosed = (rows: ConvergedTables) => Number(rows.issues?.[0]?.mark) % 2 === 1
const moments = (rows: ConvergedTables) =>
  (rows.issue_timeline ?? []).map(({ action, subject }) => `${action} ${subject}`.trim())

const life = [
  event('opened', '08:00:00'),
  event('labeled', '08:00:00', { labels: [{ name: 'low' }] }, { label: { name: 'low' } }),
  comment(1, hubot, '09:00:00'),
  closing('10:00:00'),
  event('reopened', '11:00:00'),
  comment(2, mona, '12:00:00'),
  closing('12:00:00'),
  event('labeled', '13:00:00', {
    state: 'closed',
    closed_at: at('12:00:00'),
    labels: [{ name: 'critical' }],
  }),
]

testProjection({
  projection: issuesProjection,
  settings,
  tables,
  fromArchive: throughArchive,
  cases: [
    {
      name: 'a late event does not reopen what was closed, nor does a comment of the same second',
      given: [
        closing('10:00:00'),
        comment(1, hubot, '10:00:00'),
        event('labeled', '09:00:00', { labels: [{ name: 'bug' }] }, { label: { name: 'bug' } }),
        event('opened', '08:00:00'),
      ],
      expects: (rows) => {
        expect(rows.issues).toHaveLength(1)
        expect(isClosed(rows)).toBe(true)
        expect(rows.issues?.[0]).toMatchObject({
          repository_id: 7,
          number: 5,
          opened_at: new Date(at('08:00:00')),
          closed_at: new Date(at('10:00:00')),
          gone: 0,
          labels: { labels: [] },
        })
        expect(moments(rows)).toEqual(['opened', 'labeled bug', 'closed', 'comment 1'])
      },
    },
    {
      name: 'reopened is open; the last closing is kept',
      given: [closing('10:00:00'), event('reopened', '11:00:00', { closed_at: at('10:00:00') })],
      expects: (rows) => {
        expect(isClosed(rows)).toBe(false)
        expect(rows.issues?.[0]).toMatchObject({ closed_at: new Date(at('10:00:00')) })
      },
    },
    {
      name: 'a comment alone makes its issue, and shows it closed when its closing never came',
      given: [comment(3, hubot, '12:00:00', { state: 'closed', closed_at: at('11:00:00') }, 'edited')],
      expects: (rows) => {
        expect(isClosed(rows)).toBe(true)
        expect(rows.issues?.[0]).toMatchObject({ first_response_at: new Date(at('12:00:00')) })
        expect(moments(rows)).toEqual(['comment_edited 3'])
      },
    },
    {
      name: 'the first response is by a person who is not the author',
      given: [
        comment(1, { ...mona, login: 'MONA' }, '08:01:00'),
        comment(2, { login: 'ci', id: 3, type: 'Bot' }, '08:02:00'),
        comment(3, { login: 'dependabot[bot]', id: 4, type: 'User' }, '08:03:00'),
        comment(4, null, '08:04:00'),
        comment(5, hubot, '08:06:00'),
      ],
      expects: (rows) =>
        expect(rows.issues?.[0]).toMatchObject({ first_response_at: new Date(at('08:06:00')) }),
    },
    {
      name: 'what was transferred or deleted stays so',
      given: [
        event(
          'transferred',
          '09:00:00',
          {},
          {
            changes: { new_issue: { number: 12 }, new_repository: { full_name: 'acme/web' } },
          },
        ),
        event('labeled', '10:00:00'),
        event('deleted', '09:00:00', { number: 6 }),
        event('edited', '10:00:00', { number: 6 }),
      ],
      expects: (rows) =>
        expect(rows.issues).toMatchObject([
          { number: 5, gone: 1, transferred_to: 'acme/web#12' },
          { number: 6, gone: 2, transferred_to: null },
        ]),
    },
    {
      name: 'a payload without a state tells of itself alone; pull requests are no issues',
      given: [
        { event: 'issues', payload: { ...genuinePayload('issues', 19), repository } },
        { event: 'issues', payload: { ...genuinePayload('issues', 13), repository } },
        comment(1, hubot, '09:00:00', { pull_request: {} }),
      ],
      expects: (rows, outcomes) => {
        expect(rows.issues).toEqual([])
        expect(moments(rows)).toEqual(['pinned'])
        expect(outcomes.map(({ outcome }) => outcome)).toEqual(['projected', 'ignored', 'ignored'])
      },
    },
  ],
})

test('an issue is never stuck and never falls back: 500 orders with repetitions give what the order gives', () => {
  const runs = convergeDisturbed({ projection: issuesProjection, settings, tables, given: life }, 500)
  for (const disturbed of runs.disturbed) expect(disturbed).toEqual(runs.inOrder)
})

test('at every moment the state is the newest of what has come', () => {
  const states = life.map((_, index) => {
    const given = life.slice(0, index + 1)
    const runs = convergeDisturbed({ projection: issuesProjection, settings, tables, given }, 20)
    const seen = new Set([runs.inOrder, ...runs.disturbed].map((rows) => JSON.stringify(rows.issues)))
    expect(seen.size).toBe(1)
    return isClosed(runs.inOrder)
  })
  expect(states).toEqual([false, false, false, true, false, false, true, true])
})
