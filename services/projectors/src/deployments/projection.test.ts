import { readModelOf } from '@octometer/read-store'
import { genuinePayload, testProjection } from '@octometer/testkit'
import { expect, test } from 'vitest'
import { convergeDisturbed } from '../shuffles.fixture.ts'
import { throughArchive } from '../through-archive.ts'
import { deploymentsProjection } from './projection.ts'

const settings = { timezone: 'UTC', testCheckPattern: /test/, hotfixPattern: /\bhot-?fix/i }
const { tables } = readModelOf('deployments')
const repository = { id: 7, full_name: 'acme/api', default_branch: 'main' }
const CREATED = '2026-01-05T10:00:00Z'
const second = (text: string) => Date.parse(text) / 1000

function deployment(more: object = {}) {
  const payload = genuinePayload('deployment', 0)
  const its = { ...Object(payload.deployment), id: 5, created_at: CREATED, updated_at: CREATED, ...more }
  return { event: 'deployment', payload: { ...payload, repository, deployment: its } }
}

function status(id: number, state: string, at: string, more: object = {}) {
  const payload = genuinePayload('deployment_status', 0)
  const deployment_status = { ...Object(payload.deployment_status), id, state, created_at: at }
  return {
    event: 'deployment_status',
    payload: { ...payload, repository, deployment: deployment(more).payload.deployment, deployment_status },
  }
}

function release(action: string, more: object) {
  const payload = genuinePayload('release', 0)
  const its = { ...Object(payload.release), target_commitish: 'main', ...more }
  return { event: 'release', payload: { ...payload, action, repository, release: its } }
}

function merge(pull: object, action = 'closed') {
  const payload = genuinePayload('pull_request', 3)
  const before = Object(payload.pull_request)
  const pull_request = {
    ...before,
    number: 5,
    state: 'closed',
    base: { ...before.base, ref: 'main' },
    closed_at: '2026-01-05T11:00:00Z',
    merged_at: '2026-01-05T11:00:00Z',
    ...pull,
  }
  return { event: 'pull_request', payload: { ...payload, action, repository, pull_request } }
}

function push(ref: string, more: object = {}) {
  const commits = ['2026-01-05T09:00:00Z', '2026-01-05T11:30:00+02:00', '1969-01-01T00:00:00Z'].map(
    (timestamp, index) => ({ id: `c${index}`, timestamp }),
  )
  const pushed = { ...repository, pushed_at: second('2026-01-05T09:45:00Z') }
  const payload = { ref, before: 'a', after: 'b', deleted: false, commits, repository: pushed, ...more }
  return { event: 'push', payload }
}

const life = [
  deployment(),
  status(11, 'queued', '2026-01-05T10:00:01Z'),
  status(12, 'in_progress', '2026-01-05T10:00:02Z'),
  status(13, 'failure', '2026-01-05T10:01:00Z'),
  status(14, 'in_progress', '2026-01-05T10:02:00Z'),
  status(15, 'success', '2026-01-05T10:02:00Z'),
  status(16, 'success', '2026-01-05T10:05:00Z'),
  status(17, 'inactive', '2026-01-06T10:00:00Z'),
]

testProjection({
  projection: deploymentsProjection,
  settings,
  tables,
  fromArchive: throughArchive,
  cases: [
    {
      name: 'the newest status is by its own time, of one second by how far it is; a late one changes nothing',
      given: life,
      expects: (rows) => {
        expect(rows.deployments).toMatchObject([
          {
            repository_id: 7,
            deployment_id: 5,
            mark: second('2026-01-06T10:00:00Z') * 16 + 8,
            environment: 'production',
            production: 1,
            hotfix: 0,
            started_at: new Date('2026-01-05T10:00:02Z'),
            succeeded_at: new Date('2026-01-05T10:02:00Z'),
            failed_at: new Date('2026-01-05T10:01:00Z'),
          },
        ])
        expect(rows.deployment_statuses).toHaveLength(7)
      },
    },
    {
      name: 'a status alone makes its deployment; a state that is unknown does not change it',
      given: [
        status(11, 'pending', '2026-01-05T10:00:01Z', { ref: 'hotfix/1', environment: 'eu' }),
        status(12, 'paused', '2026-01-05T10:00:09Z', { ref: 'hotfix/1', environment: 'eu' }),
      ],
      expects: (rows) => {
        expect(rows.deployments).toMatchObject([
          {
            mark: second('2026-01-05T10:00:01Z') * 16 + 3,
            production: 0,
            hotfix: 1,
            succeeded_at: null,
          },
        ])
        expect(rows.deployment_statuses?.map(({ state }) => state)).toEqual(['pending', 'paused'])
      },
    },
    {
      name: 'production is what GitHub says to be, or what is called so',
      given: [
        deployment({ id: 1, environment: 'Prod', production_environment: false }),
        deployment({ id: 2, environment: 'eu-1', production_environment: true }),
        deployment({ id: 3, environment: 'production-like', production_environment: false }),
        deployment({ id: 4, environment: 'PRODUCTION' }),
      ],
      expects: (rows) => expect(rows.deployments?.map(({ production }) => production)).toEqual([1, 1, 0, 1]),
    },
    {
      name: 'a release is what its newest observation says, and once deleted stays deleted',
      given: [
        release('created', { id: 1, draft: true, published_at: null, created_at: CREATED, tag_name: 'v1' }),
        release('published', { id: 1, published_at: '2026-01-05T12:00:00Z', created_at: CREATED, name: 'A' }),
        release('edited', { id: 1, published_at: '2026-01-05T12:00:00Z', created_at: CREATED, name: 'B' }),
        release('deleted', { id: 2, tag_name: 'hotfix-2', target_commitish: 'v1', prerelease: true }),
      ],
      expects: (rows) =>
        expect(rows.releases).toMatchObject([
          {
            published_at: new Date('2026-01-05T12:00:00Z'),
            deleted: 0,
            hotfix: 0,
            from_default: 1,
            about: { name: 'B', tag_name: '0.0.1' },
          },
          { deleted: 1, hotfix: 1, from_default: 0 },
        ]),
    },
    {
      name: 'merges and pushes count when they are of the default branch',
      given: [
        merge({ number: 5, title: 'Revert "A change"', created_at: CREATED }),
        merge({ number: 6, head: { ref: 'hot-fix', sha: 'a' } }),
        merge({ number: 7, base: { ref: 'next' } }),
        merge({ number: 8, merged_at: null }),
        push('refs/heads/main'),
        push('refs/heads/next'),
        push('refs/heads/main', { deleted: true }),
      ],
      expects: (rows, outcomes) => {
        expect(rows.merged_changes).toMatchObject([
          { number: 5, opened_at: new Date(CREATED), revert: 1, hotfix: 0 },
          { number: 6, revert: 0, hotfix: 1 },
        ])
        expect(rows.default_branch_pushes).toEqual([
          {
            pushed_at: new Date('2026-01-05T09:45:00Z'),
            repository_id: 7,
            sha: 'b',
            committed_at: [new Date('2026-01-05T09:00:00Z'), new Date('2026-01-05T09:30:00Z')],
          },
        ])
        expect(outcomes.filter(({ outcome }) => outcome === 'ignored')).toHaveLength(4)
      },
    },
  ],
})

test('a deployment is never stuck and never falls back: 500 orders with repetitions give what the order gives', () => {
  const runs = convergeDisturbed({ projection: deploymentsProjection, settings, tables, given: life }, 500)
  for (const disturbed of runs.disturbed) expect(disturbed).toEqual(runs.inOrder)
})

test('at every moment the state is the newest of what has come', () => {
  const states = life.map((_, index) => {
    const given = life.slice(0, index + 1)
    const runs = convergeDisturbed({ projection: deploymentsProjection, settings, tables, given }, 20)
    const marks = new Set([runs.inOrder, ...runs.disturbed].map(({ deployments }) => deployments?.[0]?.mark))
    expect(marks.size).toBe(1)
    return Number([...marks][0]) % 16
  })
  expect(states).toEqual([0, 2, 4, 6, 4, 7, 7, 8])
})
