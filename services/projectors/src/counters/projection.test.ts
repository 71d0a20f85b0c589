import { readModelOf } from '@octometer/read-store'
import { genuineIndexes, genuinePayload, testProjection } from '@octometer/testkit'
import { expect, test } from 'vitest'
import { throughArchive } from '../through-archive.ts'
import { countersProjection } from './projection.ts'

const settings = {
  timezone: 'UTC',
  testCheckPattern: /\b(test|spec|e2e|integration|unit)s?\b/i,
  hotfixPattern: /\bhot-?fix/i,
}

const repository = { id: 7, full_name: 'acme/api' }

function pullRequest(action: string, changes: Record<string, unknown>) {
  const payload = genuinePayload('pull_request', 3)
  return { ...payload, action, repository, pull_request: { ...Object(payload.pull_request), ...changes } }
}

const merged = {
  number: 5,
  merged: true,
  merged_at: '2026-01-05T10:07:00Z',
  closed_at: '2026-01-05T10:07:00Z',
}

const facts = (tables: {
  readonly [table: string]: readonly Readonly<Record<string, unknown>>[] | undefined
}) => (tables.counter_facts ?? []).map(({ counter, key }) => `${counter} ${key}`).sort()

testProjection({
  projection: countersProjection,
  settings,
  tables: readModelOf('counters').tables,
  fromArchive: throughArchive,
  cases: [
    {
      name: 'a push to a branch counts itself and each commit',
      given: [{ event: 'push', payload: genuinePayload('push', 4) }],
      expects: (tables) => {
        const rows = tables.counter_facts ?? []
        expect(rows.map(({ counter, repository_id }) => [counter, repository_id])).toEqual([
          ['commits', 186853002],
          ['pushes', 186853002],
        ])
        expect(rows[1]?.at).toEqual(new Date(1557933657 * 1000))
      },
    },
    {
      name: 'tags and deletions are no pushes',
      given: genuineIndexes('push', ({ ref }) => ref === 'refs/tags/simple-tag').map((index) => ({
        event: 'push',
        payload: genuinePayload('push', index),
      })),
      expects: (tables, outcomes) => {
        expect(tables.counter_facts).toEqual([])
        expect(outcomes.map(({ outcome }) => outcome)).toEqual(Array(5).fill('ignored'))
      },
    },
    {
      name: 'opened, closed without merge, reopened and merged',
      given: [
        {
          event: 'pull_request',
          payload: pullRequest('opened', { ...merged, merged_at: null, closed_at: null }),
        },
        {
          event: 'pull_request',
          payload: pullRequest('closed', {
            ...merged,
            merged: false,
            merged_at: null,
            closed_at: '2026-01-04T09:00:00Z',
          }),
        },
        { event: 'pull_request', payload: pullRequest('closed', merged) },
      ],
      expects: (tables) =>
        expect(facts(tables)).toEqual([
          'pulls_closed 5:2026-01-04T09:00:00.000Z',
          'pulls_merged 5',
          'pulls_opened 5',
        ]),
    },
    {
      name: 'a hotfix is told by branch, title or label when it is merged',
      given: [
        { event: 'pull_request', payload: pullRequest('closed', { ...merged, title: 'Hotfix: login' }) },
        {
          event: 'pull_request',
          payload: pullRequest('closed', { ...merged, number: 6, labels: [{ name: 'hot-fix' }] }),
        },
        {
          event: 'pull_request',
          payload: pullRequest('closed', { ...merged, number: 7, title: 'photofixing' }),
        },
      ],
      expects: (tables) =>
        expect(facts(tables).filter((fact) => fact.startsWith('hotfixes'))).toEqual([
          'hotfixes pull:5',
          'hotfixes pull:6',
        ]),
    },
    {
      name: 'a conflict counts once per head, at the earliest time that anybody saw it',
      given: ['2026-01-05T10:00:00Z', '2026-01-05T09:00:00Z'].map((updated_at) => ({
        event: 'pull_request',
        payload: pullRequest('edited', { ...merged, merged_at: null, mergeable: false, updated_at }),
      })),
      expects: (tables) => {
        expect(tables.counter_conflicts).toHaveLength(1)
        expect(tables.counter_conflicts?.[0]?.at).toEqual(new Date('2026-01-05T09:00:00Z'))
      },
    },
    {
      name: 'a failed test run counts in the quarter in which its suite began',
      given: [1, 2].map((index) => {
        const payload = genuinePayload('check_run', index)
        return {
          event: 'check_run',
          payload: { ...payload, check_run: { ...Object(payload.check_run), name: 'unit tests' } },
        }
      }),
      expects: (tables) => {
        expect(facts(tables)).toEqual(['test_failures 128620228'])
        expect(tables.counter_facts?.[0]?.quarter).toEqual(new Date('2019-05-15T15:15:00Z'))
      },
    },
    {
      name: 'a fact outside 1970–2105 is left out alone',
      given: [
        {
          event: 'push',
          payload: {
            ...genuinePayload('push', 4),
            commits: [
              { id: 'a', timestamp: '1969-12-31T23:59:59Z' },
              { id: 'b', timestamp: '2026-01-05T10:00:00+02:00' },
            ],
          },
        },
      ],
      expects: (tables) => {
        const commits = (tables.counter_facts ?? []).filter(({ counter }) => counter === 'commits')
        expect(commits).toMatchObject([{ key: 'b', at: new Date('2026-01-05T08:00:00Z') }])
      },
    },
  ],
})

test('a payload that is not as GitHub documents it is rejected with the reason', () => {
  expect(() =>
    countersProjection.project(
      {
        message: {
          kind: 'delivery',
          delivery: {
            guid: 'g',
            event: 'deployment',
            hookId: null,
            targetType: null,
            targetId: null,
            receivedAt: new Date(0),
            contentType: 'application/json',
            signature: null,
            source: 'webhook',
            action: 'created',
            payload: { action: 'created', deployment: { id: 'not a number' } },
            body: '',
            payloadText: '',
            repository: { id: 7, fullName: 'acme/api', owner: 'acme', name: 'api' },
            sender: null,
          },
        },
        sequence: 1,
        traceId: null,
      },
      settings,
    ),
  ).toThrow(/deployment/)
})
