import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { proofStory } from './proof/proof-story.ts'
import { type ProofSystem, startProofSystem } from './proof/proof-system.ts'
import { type Behind, readBehind, readEvidence } from './proof/read-behind.ts'
import {
  contributedFacts,
  countedFacts,
  countKinds,
  type Delivery,
  type Fact,
  openIn,
  seenAt,
  text,
  time,
  within,
} from './proof/recount.ts'
import { byKey, FAILED, shaOf, threadsIn } from './proof/recount-checks.ts'
import { startAskedGateway } from './support/ask-gateway.ts'

let proof: ProofSystem

beforeAll(async () => {
  proof = await startProofSystem(inject('natsServerBin'))
})

afterAll(() => proof[Symbol.asyncDispose]())

const behind = (path: string, asked = proof.gateway): Promise<Behind> => readBehind(asked, path)

const WEEK = { since: Date.parse('2026-03-02T00:00:00Z'), until: Date.parse('2026-03-09T00:00:00Z') }
const RANGE = 'since=2026-03-02T00:00:00Z&until=2026-03-09T00:00:00Z'
const DAY_MS = 86_400_000
/** Receipts are of the time of the test. */
const EVERYTHING = '/activity?kind=deliveries&since=2024-01-01T00:00:00Z&until=2033-12-31T00:00:00Z'

const inWeek = ({ at }: Fact, back = 0) =>
  at >= WEEK.since - back * 7 * DAY_MS && at < WEEK.until - back * 7 * DAY_MS

/** Facts that fit; each of the deliveries must tell one. */
function factsOf(
  deliveries: readonly Delivery[],
  read: (delivery: Delivery) => readonly Fact[],
  fits: (fact: Fact) => boolean,
): readonly Fact[] {
  const facts = deliveries.map((delivery) => read(delivery).filter(fits))
  expect(deliveries.filter((_, index) => facts[index]?.length === 0)).toEqual([])
  return facts.flat()
}

test.each([
  'commits',
  'pushes',
  'pulls_opened',
  'pulls_merged',
  'pulls_closed',
  'issues_closed',
  'conflicts',
])('a trend of %s, day by day', async (counter) => {
  const { answer, deliveries } = await behind(`/counters/${counter}/trend?bucket=day&${RANGE}`)
  const facts = factsOf(deliveries, countedFacts, (fact) => fact.kind === counter && inWeek(fact))
  const days = answer.data as readonly { readonly start: string; readonly value: number }[]
  const recounted = days.map(({ start }) => {
    const from = Date.parse(start)
    return {
      start,
      value: countKinds(facts.filter(({ at }) => at >= from && at < from + DAY_MS))[counter] ?? 0,
    }
  })
  expect(days).toEqual(recounted)
  expect(facts.length).toBeGreaterThan(0)
})

test('counters of a week, and as they were set', async () => {
  const week = await behind('/counters?window=week')
  const facts = factsOf(week.deliveries, countedFacts, (fact) => inWeek(fact))
  expect(week.answer.counters).toMatchObject(countKinds(facts))
  expect(countKinds(facts)).toMatchObject({ pulls_merged: 4, commits: 4, pushes: 3, conflicts: 1 })
  expect(week.elsewhere).toEqual([])

  const set = Date.parse('2026-03-04T12:00:00Z')
  const moved = await behind('/counters?window=week&since_reset=true')
  const since = factsOf(
    moved.deliveries,
    countedFacts,
    (fact) => inWeek(fact) && (fact.kind !== 'pulls_merged' || fact.at >= set),
  )
  const { pulls_merged = 0, ...others } = countKinds(since)
  expect(moved.answer.counters).toMatchObject({ ...others, pulls_merged: pulls_merged + 7 })
  expect(moved.elsewhere).toEqual([
    { source: 'commands', total: 1, ids: ['aaaaaaaa-0000-4000-8000-000000000000'] },
  ])
})

interface Heat {
  readonly kind: string
  readonly total: number
}

const totalsOf = (answer: Behind['answer']) =>
  Object.fromEntries((answer.data as readonly Heat[]).map(({ kind, total }) => [kind, total]))

test('activity, of everybody, of one person, and of deliveries', async () => {
  const kinds = ['pushes', 'pulls_opened', 'issues_closed', 'reviews', 'comments']
  const path = `/activity?${kinds.map((kind) => `kind=${kind}`).join('&')}&${RANGE}`
  const read = (delivery: Delivery) => [...countedFacts(delivery), ...contributedFacts(delivery)]
  const { answer, deliveries } = await behind(path)
  const facts = factsOf(deliveries, read, (fact) => kinds.includes(fact.kind) && inWeek(fact))
  expect(totalsOf(answer)).toEqual(countKinds(facts.filter(({ kind }) => kinds.includes(kind))))

  const ada = await behind(`/activity?kind=reviews&kind=comments&author=ada&${RANGE}`)
  const hers = factsOf(ada.deliveries, contributedFacts, ({ by }) => by === 'ada')
  expect(totalsOf(ada.answer)).toEqual(countKinds(hers))

  const all = await behind(EVERYTHING)
  expect(totalsOf(all.answer)).toEqual({ deliveries: all.deliveries.length })
  expect(all.deliveries).toHaveLength(2 * proofStory.length)
})

test('a contribution that only other payloads tell of is proven by those, one with its own by that alone', async () => {
  const told = async (user: string) => {
    const { answer, deliveries } = await behind(`/contributors?user=${user}&${RANGE}`)
    const actions = byKey(deliveries, ({ event, action }) => `${event} ${action}`)
    return [
      (answer.data as readonly { readonly contributions: number }[])[0]?.contributions,
      Object.fromEntries(actions.map((each) => [`${each[0]?.event} ${each[0]?.action}`, each.length])),
    ]
  }
  expect(await told('grace')).toEqual([1, { 'pull_request labeled': 2 }])
  expect(await told('ada')).toMatchObject([
    expect.any(Number),
    { 'pull_request opened': 2, 'pull_request closed': 2, 'pull_request_review submitted': 2 },
  ])
})

test('a period and the one that it is compared with', async () => {
  const guids = async (path: string) => (await readEvidence(proof.gateway, path)).guids.toSorted()
  const before = 'since=2026-02-23T00:00:00Z&until=2026-03-02T00:00:00Z'
  for (const path of ['/pull-requests/metrics?', '/dora?source=merges&']) {
    const both = [...(await guids(`${path}${RANGE}`)), ...(await guids(`${path}${before}`))]
    expect(await guids(`${path}${RANGE}&compare=previous`)).toEqual([...new Set(both)].toSorted())
    expect((await guids(`${path}${before}`)).length).toBeGreaterThan(0)
  }
})

test('the overview, and when nothing but what is open is left of it', async () => {
  const { answer, deliveries } = await behind('/summary')
  const facts = deliveries.flatMap(countedFacts)
  expect(answer).toMatchObject({
    week: { counters: countKinds(facts.filter((fact) => inWeek(fact))) },
    previous_week: { counters: countKinds(facts.filter((fact) => inWeek(fact, 1))) },
    pull_requests: { open: openIn(deliveries, 'pull_request').length },
    deliveries: { last_24_hours: deliveries.length },
  })
  await using later = await startAskedGateway(proof.system, new Date('2050-01-01T00:00:00Z'))
  const left = await behind('/summary', later)
  const { newest } = left.answer.deliveries as { newest: { guid: string } }
  expect(left.deliveries.map(({ guid }) => guid)).toContain(newest.guid)
  const ofOthers = left.deliveries.filter(({ guid }) => guid !== newest.guid)
  expect(left.answer.pull_requests).toEqual({ open: openIn(ofOthers, 'pull_request').length })
  expect(ofOthers).toHaveLength(2)
})

test('a repository, now and day by day', async () => {
  const { answer, deliveries, elsewhere } = await behind(`/repositories/acme/api?${RANGE}`)
  const [newest] = deliveries.toSorted((a, b) => seenAt(b) - seenAt(a))
  const facts = deliveries.flatMap(countedFacts).filter(({ kind }) => kind === 'commits')
  const iso = (at: number) => new Date(at).toISOString()
  expect(answer).toMatchObject({
    stars: within(newest?.payload, 'repository', 'stargazers_count'),
    observed_at: iso(Math.max(...deliveries.map(seenAt))),
    commits_30_days: countKinds(facts).commits,
    open_issues: openIn(deliveries, 'issue').length,
  })
  expect(Date.parse(String(answer.first_seen_at))).toBe(Math.min(...deliveries.map(seenAt)))
  const days = answer.days as readonly { readonly date: string; readonly commits_30_days: number }[]
  for (const { date, commits_30_days } of days) {
    const end = Date.parse(`${date}T00:00:00Z`) + DAY_MS
    const its = facts.filter(({ at }) => at >= end - 30 * DAY_MS && at < end)
    expect({ date, commits: countKinds(its).commits ?? 0 }).toEqual({ date, commits: commits_30_days })
  }
  // Others may be among them for what they told of the repository while they were open.
  const open = openIn((await behind(`${EVERYTHING}&repository=acme/api`)).deliveries, 'pull_request')
  expect(answer.open_pull_requests).toBe(open.length)
  expect(deliveries.map(({ guid }) => guid)).toEqual(expect.arrayContaining(open.map(({ guid }) => guid)))
  expect(elsewhere).toEqual([{ source: 'snapshots', total: 1, ids: ['languages'] }])
})

const WINDOW = 'since=2026-01-05T00:00:00Z&until=2026-01-06T00:00:00Z'
test('flaky checks: each name in a suite fails, passes, or both', async () => {
  const { answer, deliveries } = await behind(`/flaky-checks?${WINDOW}`)
  const ends = deliveries.map(({ payload }) => within(payload, 'check_run'))
  const suites = byKey(ends, (run) => `${text(run, 'check_suite', 'id')} ${text(run, 'name')}`)
  const flaked = suites.filter((runs) => {
    const at = (is: (conclusion: string) => boolean) =>
      runs.filter((run) => is(text(run, 'conclusion'))).map((run) => time(run, 'completed_at'))
    return Math.min(...at((each) => FAILED.includes(each))) < Math.max(...at((each) => each === 'success'))
  })
  expect(answer.data).toMatchObject([{ name: 'unit', flakes: flaked.length, decided: suites.length }])
  expect(answer.data).toMatchObject([{ flakes: 1, decided: 3 }])
  // Four ends of `unit` that failed or passed, told by two hooks: neither its start nor what was cancelled.
  expect(deliveries).toHaveLength(8)
})

test('whether a branch is green: its suites and statuses', async () => {
  const { answer, deliveries } = await behind(`/branches/health?${WINDOW}`)
  const ended = deliveries.filter(({ event, action }) => event === 'check_suite' && action === 'completed')
  const commits = byKey(ended, shaOf).map((suites) => {
    const at = (conclusion: string) =>
      suites
        .map(({ payload }) => within(payload, 'check_suite'))
        .filter((suite) => text(suite, 'conclusion') === conclusion)
        .map((suite) => time(suite, 'updated_at'))
    return { red: at('failure').toSorted()[0], green: at('success').toSorted().at(-1) }
  })
  const turned = commits.filter(({ red }) => red !== undefined)
  expect(answer.data).toMatchObject([{ turned_red: turned.length, state: 'green' }])
  const seconds = turned.map(({ red = 0, green = 0 }) => (green - red) / 1000)
  expect(answer.data).toMatchObject([{ time_to_green: { count: 1, mean_seconds: seconds[0] } }])
  expect(seconds).toEqual([1800])
  // Two commits of `main` with four and four, and two reports, told by two hooks; nothing of the other branch.
  expect(new Set(deliveries.map(shaOf))).toEqual(new Set(['a'.repeat(40), 'b'.repeat(40)]))
  expect(deliveries).toHaveLength(2 * 10)
})

test('threads: their comments and their turns', async () => {
  const { answer, deliveries } = await behind('/comment-threads')
  const threads = threadsIn(deliveries)
  const comments = threads.reduce((sum, each) => sum + each.comments, 0)
  const resolved = threads.flatMap((each) =>
    each.resolved === undefined ? [] : [(each.resolved - each.opened) / 1000],
  )
  expect(answer.metrics).toMatchObject({
    threads: threads.length,
    resolved: resolved.length,
    mean_comments: comments / threads.length,
    time_to_resolve_seconds: { p50: resolved[0] },
  })
  expect(answer.metrics).toMatchObject({ threads: 2, mean_comments: 1.5, resolved: 1 })
  expect(resolved).toEqual([7200])
})

test('what was received', async () => {
  const { answer, deliveries } = await behind('/deliveries/stats?hours=1')
  const events = Object.fromEntries(
    byKey(deliveries, ({ event }) => event).map((each) => [each[0]?.event, each.length]),
  )
  const counted = answer.by_event as readonly { readonly event: string; readonly deliveries: number }[]
  expect(answer).toMatchObject({ deliveries: deliveries.length, attempts: 2 * proofStory.length })
  expect(Object.fromEntries(counted.map((each) => [each.event, each.deliveries]))).toEqual(events)
})

test('calls of GitHub’s API are named: no delivery told them', async () => {
  const all = await behind('/api-usage?group_by=method&since=2026-03-04T09:00:00Z')
  expect(all.answer.data).toMatchObject([{ calls: 2 }])
  expect(all.elsewhere).toEqual([{ source: 'api_calls', total: 2, ids: ['early', 'late'] }])
  const one = await behind('/api-usage?group_by=method&since=2026-03-04T09:30:00Z')
  expect(one.answer.data).toMatchObject([{ calls: 1 }])
  expect(one.elsewhere).toEqual([{ source: 'api_calls', total: 1, ids: ['late'] }])
  const left = await behind('/rate-limits')
  expect(left.answer.data).toMatchObject([{ remaining: 4998 }])
  expect(left.elsewhere).toEqual([{ source: 'api_calls', total: 1, ids: ['late'] }])
  expect([...all.deliveries, ...one.deliveries, ...left.deliveries]).toEqual([])
})

const MARCH = 'since=2026-03-01T00:00:00Z&until=2026-03-09T00:00:00Z'

test.each([
  ['/counters?window=week', 'repository=acme/web'],
  ['/counters/pulls_opened/trend?bucket=day', 'repository=acme/web'],
  [`/activity?${MARCH}`, 'kind=comments&author=ada'],
  ['/summary?', 'repository=acme/web'],
  ['/deliveries/stats?hours=1', 'repository=acme/web'],
  ['/comment-threads?', 'state=resolved'],
  ['/comment-threads?', 'author=mona'],
  [`/flaky-checks?${WINDOW}`, 'branch=main'],
  [`/branches/health?${WINDOW}`, 'until=2026-01-05T08:30:00Z'],
  [`/pull-requests/metrics?${MARCH}`, 'author=ada'],
  [`/contributors?${MARCH}`, 'user=ada'],
  [`/workflows/metrics?${MARCH}`, 'workflow=none'],
])('of what is behind %s a part is behind it with %s', async (path, filter) => {
  const guids = async (asked: string) => (await readEvidence(proof.gateway, asked)).guids
  const whole = new Set(await guids(path))
  const [base = '', asked = ''] = path.split('?')
  const names = new Set([...new URLSearchParams(filter).keys()])
  const kept = asked.split('&').filter((each) => !names.has(each.split('=')[0] ?? ''))
  const part = await guids(`${base}?${[...kept, filter].join('&')}`)
  expect(part.filter((guid) => !whole.has(guid))).toEqual([])
  expect(part.length).toBeLessThan(whole.size)
})
