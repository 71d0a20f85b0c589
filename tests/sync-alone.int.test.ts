import type { StoredMessage } from '@octometer/event-contracts'
import {
  createRandom,
  type SimulatedDelivery,
  simulateWorkload,
  startGitHubSimulator,
  storedDelivery,
} from '@octometer/testkit'
import { beforeAll, expect, test } from 'vitest'
import { convergedRows, type Row } from './support/converged-rows.ts'
import { startSyncedLog } from './support/synced-log.ts'
import { testSettings } from './support/system.ts'

const start = new Date('2026-01-05T00:00:00Z')
const days = 20
const names = ['counters', 'pull-requests', 'issues', 'checks', 'deployments']

const about = ({ payload }: SimulatedDelivery) => Object(payload)
const thing = (each: SimulatedDelivery) => {
  const { repository, pull_request, issue, check_run, check_suite } = about(each)
  const { number } = pull_request ?? issue ?? (check_run ?? check_suite)?.pull_requests[0] ?? {}
  return number === undefined ? null : `${repository.id}:${number}`
}

/** Of what was open before the hook was there, deliveries tell no opening; of what was deleted GitHub tells nothing. */
function lastingDeliveries(): readonly SimulatedDelivery[] {
  const { deliveries } = simulateWorkload({
    ...{ seed: 7, deliveries: 3000, start, days },
    ...{ organizations: 1, repositories: 3, people: 8 },
  })
  const acted = (action: string, events: RegExp) =>
    new Set(deliveries.filter((each) => events.test(each.event) && about(each).action === action).map(thing))
  const opened = acted('opened', /^(pull_request|issues)$/)
  const deleted = acted('deleted', /^issues$/)
  return deliveries.filter((each) => {
    const its = thing(each)
    return its === null || (opened.has(its) && !deleted.has(its))
  })
}

const deliveries = lastingDeliveries()
const hooks = deliveries.map(({ event, payload, guid, receivedAt }, index) =>
  storedDelivery({ event, payload, guid, receivedAt }, index + 1),
)
let synced: readonly StoredMessage[] = []

beforeAll(async () => {
  const end = new Date(start.getTime() + (days + 1) * 86_400_000)
  await using github = await startGitHubSimulator({ start: end, flowing: true })
  for (const delivery of deliveries) github.apply(delivery)
  const repositories = [...github.world.repositories.values()].map(({ object }) => String(object.full_name))
  await using log = await startSyncedLog(github, {
    OCTO_GITHUB_TOKEN: github.credentials.createToken(),
    OCTO_REPOSITORIES: repositories.join(','),
  })
  await using _agent = log.startAgent()
  expect(await log.sync('full')).toMatchObject({ stage: 'completed', errors: [] })
  synced = await log.messages()
}, 60_000)

/** Ids of suites and runs of which GitHub keeps nothing: those that ended again under their id, and those of commits that were forced away. */
function lostChecks(): ReadonlySet<string> {
  const forced = new Set(
    deliveries.filter((each) => about(each).forced === true).map((each) => about(each).ref),
  )
  const ends = new Map<string, number>()
  const lost = new Set<string>()
  const shown = new Set(deliveries.map((each) => about(each).workflow_run?.head_sha))
  for (const each of deliveries) {
    const { action, check_run, check_suite } = about(each)
    const { id, app, head_sha } = check_run ?? check_suite ?? {}
    if (id === undefined) continue
    const branch = (check_run?.check_suite ?? check_suite).head_branch
    if (forced.has(`refs/heads/${branch}`) && !shown.has(head_sha)) lost.add(String(id))
    const repeats = action === 'completed' && (check_run !== undefined || app.slug !== 'github-actions')
    if (repeats) ends.set(String(id), (ends.get(String(id)) ?? 0) + 1)
  }
  for (const [id, times] of ends) if (times > 1) lost.add(id)
  return lost
}

const factOf = ({ counter, repository_id, key, at }: Row) =>
  `${counter} ${repository_id} ${key} ${JSON.stringify(at)}`
const endOf = ({ repository_id, suite_id, check_run_id, name, created_at, completion }: Row) =>
  JSON.stringify([repository_id, suite_id, check_run_id, name, created_at, completion])

/** Everything that counts and all ends of checks, as text. */
function toldBy(messages: readonly StoredMessage[], isKept: (row: Row) => boolean) {
  const { counter_facts, check_runs, check_suites } = convergedRows(names, testSettings, messages)
  const lines = (rows: readonly Row[] | undefined, lineOf: (row: Row) => string) =>
    (rows ?? []).filter(isKept).map(lineOf).sort()
  return {
    facts: lines(counter_facts, factOf),
    runs: lines(check_runs, endOf),
    suites: lines(check_suites, endOf),
  }
}

test('a sync alone counts what webhooks alone count, build and test failures too', () => {
  const lost = lostChecks()
  const isKept = ({ counter, key, check_run_id, suite_id }: Row) =>
    !/^(pushes|commits)$/.test(String(counter)) && !lost.has(String(check_run_id ?? suite_id ?? key))
  const sync = toldBy(synced, isKept)
  expect(sync).toEqual(toldBy(hooks, isKept))
  const counted = (counter: string) => sync.facts.filter((fact) => fact.startsWith(`${counter} `)).length
  const counters = ['pulls_opened', 'pulls_merged', 'issues_opened', 'issues_closed', 'deployments']
  for (const counter of [...counters, 'build_failures', 'test_failures'])
    expect(counted(counter), counter).toBeGreaterThan(5)
  expect(sync.runs.length).toBeGreaterThan(300)
})

test.each([1, 2, 3])('webhooks and a sync tell what webhooks alone tell, in any order: %d', (seed) => {
  const all = [...hooks, ...synced]
  const isKept = () => true
  expect(toldBy(createRandom(seed).sample(all, all.length), isKept)).toEqual(toldBy(hooks, isKept))
})
