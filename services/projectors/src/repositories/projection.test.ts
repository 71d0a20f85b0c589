import { projectMessage } from '@octometer/projector-runtime'
import { readModelOf } from '@octometer/read-store'
import {
  type ConvergedTables,
  genuineDeliveries,
  genuinePayload,
  storedDelivery,
  storedSnapshot,
  testProjection,
} from '@octometer/testkit'
import { expect, test } from 'vitest'
import { convergeDisturbed } from '../shuffles.fixture.ts'
import { throughArchive } from '../through-archive.ts'
import { repositoriesProjection } from './projection.ts'

const settings = { timezone: 'Europe/Berlin', testCheckPattern: /test/, hotfixPattern: /hotfix/ }
const { tables } = readModelOf('repositories')
const at = (time: string) => `2026-01-${time}:00Z`
const seen = (time: string) => new Date(at(time))

/** A genuine payload of the repository 7, whose own times and fields are given. */
function told(event: string, updated: string, repository: object, more: object = {}, example = 0) {
  const genuine = genuinePayload(event, example)
  const its = { ...Object(genuine.repository), id: 7, full_name: 'acme/api', topics: [] }
  const times = { updated_at: at(updated), pushed_at: at('01T00:00') }
  return { event, payload: { ...genuine, repository: { ...its, ...times, ...repository }, ...more } }
}

const repositoryEvent = (action: string, updated: string, repository: object = {}) =>
  told('repository', updated, repository, { action }, 1)

const star = (updated: string, stargazers_count: number) => told('star', updated, { stargazers_count })

const check = (name: string, updated: string) =>
  told(
    'check_run',
    updated,
    {},
    { check_run: { ...Object(genuinePayload('check_run', 1).check_run), name } },
    1,
  )

function snapshot(
  id: string,
  time: string,
  languages: Record<string, number> | null,
  contributors: number | null,
) {
  return storedSnapshot({
    type: 'repository',
    snapshot_id: id,
    taken_at: at(time),
    repository_id: 7,
    repository: 'acme/api',
    languages,
    contributors,
  })
}

const rowOf = (rows: ConvergedTables, day: string) => rows.repository_days?.find((row) => row.day === day)
const now = (rows: ConvergedTables) => rowOf(rows, '1970-01-01')

testProjection({
  projection: repositoriesProjection,
  settings,
  tables,
  fromArchive: throughArchive,
  cases: [
    {
      name: 'the newest observation is what it is now; each day keeps its own, by the calendar of the time zone',
      given: [star('05T10:00', 40), star('05T22:59', 41), star('05T23:00', 42), star('04T09:00', 39)],
      expects: (rows) => {
        expect(rows.repository_days?.map(({ day }) => day)).toEqual([
          '1970-01-01',
          '2026-01-04',
          '2026-01-05',
          '2026-01-06',
        ])
        expect(now(rows)).toMatchObject({
          repository_id: 7,
          state: { stars: 42 },
          first_seen_at: seen('04T09:00'),
        })
        expect(rowOf(rows, '2026-01-05')).toMatchObject({ state: { stars: 41 } })
        expect(rowOf(rows, '2026-01-04')).toMatchObject({ state: { stars: 39 } })
      },
    },
    {
      name: 'a rename, an archiving and a deletion; a payload of the same second undoes none of them',
      given: [
        star('05T10:00', 1),
        repositoryEvent('renamed', '05T11:00', { full_name: 'acme/core' }),
        repositoryEvent('archived', '05T12:00', { full_name: 'acme/core', archived: true }),
        told('star', '05T12:00', { archived: false }),
        repositoryEvent('deleted', '05T13:00', { full_name: 'acme/core', archived: true }),
      ],
      expects: (rows) =>
        expect(now(rows)).toMatchObject({
          state: { full_name: 'acme/core', archived: true },
          deleted_at: seen('05T13:00'),
        }),
    },
    {
      name: 'what a payload is about dates its repository: an issue changes its count and not its own time',
      given: [
        told('issues', '02T00:00', { open_issues_count: 3 }, { issue: { updated_at: at('05T11:00') } }),
        told('star', '05T10:00', { open_issues_count: 2 }),
      ],
      expects: (rows) => expect(now(rows)).toMatchObject({ state: { open_items: 3 } }),
    },
    {
      name: 'checks prove CI; tests are told by the name',
      given: [check('lint', '06T10:00'), check('unit test', '05T10:00')],
      expects: (rows) => {
        expect(now(rows)).toMatchObject({ ci_at: seen('06T10:00'), tests_at: seen('05T10:00') })
        expect(rowOf(rows, '2026-01-06')).toMatchObject({ tests_at: null })
      },
    },
    {
      name: 'languages and contributors are those of the newest snapshot, the most code first',
      given: [
        snapshot('a', '05T10:00', { Shell: 10, TypeScript: 900, CSS: 10 }, 11),
        snapshot('b', '04T10:00', { Perl: 5 }, 12),
        snapshot('c', '03T10:00', null, null),
      ],
      expects: (rows) => {
        expect(now(rows)).toMatchObject({
          state: { mark: 0 },
          first_seen_at: null,
          measured: { contributors: 11, languages: ['TypeScript', 'CSS', 'Shell'], bytes: [900, 10, 10] },
        })
        expect(rowOf(rows, '2026-01-04')).toMatchObject({ measured: { contributors: 12 } })
        expect(rowOf(rows, '2026-01-03')).toMatchObject({
          measured: { contributors: null, has_languages: false },
        })
      },
    },
    {
      name: 'old payloads leave things unknown; pushes write times as numbers; without a repository nothing is told',
      given: [
        told('push', '01T00:00', {
          pushed_at: Date.parse(at('05T10:00')) / 1000,
          topics: undefined,
          visibility: undefined,
          disabled: undefined,
        }),
        { event: 'organization', payload: genuinePayload('organization') },
        told('star', '05T10:00', { pushed_at: null, updated_at: null }),
      ],
      expects: (rows, outcomes) => {
        expect(now(rows)).toMatchObject({
          state: { visibility: 'public', disabled: null, topics: [], pushed_at: seen('05T10:00') },
          ci_at: null,
        })
        expect(outcomes.map(({ outcome }) => outcome)).toEqual(['projected', 'ignored', 'ignored'])
      },
    },
  ],
})

test('500 orders with repetitions give what the order gives', () => {
  const given = [
    star('05T10:00', 1),
    repositoryEvent('renamed', '05T11:00', { full_name: 'acme/core' }),
    check('unit test', '05T11:00'),
    repositoryEvent('privatized', '05T12:00', { full_name: 'acme/core', visibility: 'private' }),
    star('06T10:00', 2),
  ]
  const runs = convergeDisturbed({ projection: repositoriesProjection, settings, tables, given }, 500)
  for (const disturbed of runs.disturbed) expect(disturbed).toEqual(runs.inOrder)
})

test('every genuine payload with a repository is read', () => {
  const given = genuineDeliveries().map(({ event, payload }) => ({ event, payload }))
  const outcomes = given.map((each) => {
    const { outcome } = projectMessage(repositoriesProjection, settings, storedDelivery(each))
    return outcome?.outcome === 'projected' ? 'projected' : outcome?.reason
  })
  const without = given.filter(({ payload }) => payload.repository === undefined).length
  expect(outcomes.filter((outcome) => outcome === 'projected')).toHaveLength(given.length - without)
})
