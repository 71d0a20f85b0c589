import { expect, test } from 'vitest'
import { pullRequestWeek } from './support/pull-request-week.ts'
import { gatewayAfter } from './support/told-gateway.ts'

const { answer } = gatewayAfter(pullRequestWeek)
const ask = (query: string) => answer(`/pull-requests/metrics?${query}`)

const WEEK = 'since=2026-03-02T00:00:00Z&until=2026-03-09T00:00:00Z'

/** How many know the phase, how many do not, mean, median, P75 and P90. */
type Phase = readonly [
  known: number,
  missing: number,
  mean: number | null,
  median: number | null,
  p75: number | null,
  p90: number | null,
]

const one = (missing: number, seconds: number): Phase => [1, missing, seconds, seconds, seconds, seconds]

const shown = ([pull_requests, missing, mean, median, p75, p90]: Phase) => ({
  pull_requests,
  missing,
  mean_seconds: mean,
  median_seconds: median,
  p75_seconds: p75,
  p90_seconds: p90,
})

/**
 * Merged in the week: api 1, api 2 of a fork, and web 1. In seconds, for the phases from which a number follows:
 *
 * api 1: first commit 06:00, opened 08:00 as a draft, ready 10:00, review requested 10:30, first response by a person
 * who is not the author 11:00, review 12:00, approvals 14:00 and 15:00, merged 16:00; its commit was deployed with the next
 * one at 18:00, and released at 20:00. Labels: approved-hubot 14:30, Verified 15:30.
 * api 2: opened on the 3rd at 08:00, merged 09:00; nobody looked at it, its commits are elsewhere, nothing was
 * delivered later.
 * web 1: opened on the 5th at 08:00, approved 12:00 (the first review), merged on the 6th at 08:00.
 * Only closed: api 3, opened on the 3rd at 10:00, response 11:00, closed 12:00, opened again, closed on the 4th at 10:00.
 * Open: api 5 of the 4th.
 *
 * Quantiles of n values lie at (n − 1) × 0.5, 0.75, 0.9: of 7,200 and 14,400, P75 is 7,200 + 0.75 × 7,200 = 12,600.
 */
const expected: Readonly<Record<string, Readonly<Record<string, Phase>>>> = {
  octometer: {
    // 10–12 = 7,200; 8–12 = 14,400.
    pickup: [2, 1, 10_800, 10_800, 12_600, 13_680],
    // 12–14 = 7,200; 0, for the first review approved.
    review: [2, 1, 3600, 3600, 5400, 6480],
    // 14–16 = 7,200; 20 h = 72,000.
    merge: [2, 1, 39_600, 39_600, 55_800, 65_520],
    // 10–16 = 21,600; 1 h; 24 h. P75 21,600 + 0.5 × 64,800; P90 21,600 + 0.8 × 64,800.
    cycle: [3, 0, 37_200, 21_600, 54_000, 73_440],
  },
  devlake: {
    coding: one(2, 7200),
    // 8–11 = 10,800; 14,400.
    pickup: [2, 1, 12_600, 12_600, 13_500, 14_040],
    // 11–16 = 18,000; 72,000.
    review: [2, 1, 45_000, 45_000, 58_500, 66_600],
    // 8–16 = 28,800; 3,600; 86,400. P75 28,800 + 0.5 × 57,600; P90 28,800 + 0.8 × 57,600.
    merge: [3, 0, 39_600, 28_800, 57_600, 74_880],
    deploy: one(2, 7200),
    // 7,200 + 28,800 + 7,200.
    cycle: one(2, 43_200),
  },
  linearb: {
    // 6–10, the time as a draft included.
    coding: one(2, 14_400),
    // 10–11 = 3,600; 3,600 up to the merge; 14,400. P75 3,600 + 0.5 × 10,800; P90 3,600 + 0.8 × 10,800.
    pickup: [3, 0, 7200, 3600, 9000, 12_240],
    // 18,000; 0; 72,000. P75 18,000 + 0.5 × 54,000; P90 18,000 + 0.8 × 54,000.
    review: [3, 0, 30_000, 18_000, 45_000, 61_200],
    // 16–20.
    deploy: one(2, 14_400),
    // 14,400 + 3,600 + 18,000 + 14,400.
    cycle: one(2, 50_400),
  },
  swarmia: {
    // 6:00–10:30.
    coding: one(2, 16_200),
    // 10:30–15:00.
    review: one(2, 16_200),
    // 15–16 = 3,600; 72,000.
    merge: [2, 1, 37_800, 37_800, 54_900, 65_160],
    // 6–16.
    cycle: one(2, 36_000),
  },
  middleware: {
    coding: one(2, 7200),
    // From the opening: 8–12 both times.
    pickup: [2, 1, 14_400, 14_400, 14_400, 14_400],
    review: [2, 1, 3600, 3600, 5400, 6480],
    merge: [2, 1, 39_600, 39_600, 55_800, 65_520],
    cycle: [3, 0, 37_200, 21_600, 54_000, 73_440],
  },
  chaoss: {
    // api 3 too: 3,600; 10,800; 14,400. P75 10,800 + 0.5 × 3,600; P90 10,800 + 0.8 × 3,600.
    pickup: [3, 1, 9600, 10_800, 12_600, 13_680],
    // 18,000; 72,000; api 3: 23 h = 82,800. P75 72,000 + 0.5 × 10,800; P90 72,000 + 0.8 × 10,800.
    review: [3, 1, 57_600, 72_000, 77_400, 80_640],
    // 3,600; 28,800; 86,400 twice.
    cycle: [4, 0, 51_300, 57_600, 86_400, 86_400],
    // 3,600; 7,200; 28,800; 86,400. P75 28,800 + 0.25 × 57,600; P90 28,800 + 0.7 × 57,600.
    first_close: [4, 0, 31_500, 18_000, 43_200, 69_120],
  },
  'github-metrics': {
    // Opened in the week: those four and api 5.
    pickup: [2, 3, 14_400, 14_400, 14_400, 14_400],
    // 8:00–14:30, 8:00–15:30, 8:00–12:00.
    approval: one(4, 23_400),
    verified: one(4, 27_000),
    changes_requested: one(4, 14_400),
    cycle: [4, 1, 31_500, 18_000, 43_200, 69_120],
  },
}

test.each(Object.entries(expected))(
  'cycle times worked out by hand, definition %s',
  async (definition, phases) => {
    const { numbers } = await ask(`definition=${definition}&${WEEK}`)
    expect(numbers).toMatchObject({
      opened: 5,
      merged: 3,
      closed: 1,
      others: { opened: 1, merged: 1, closed: 0 },
      measured: definition === 'github-metrics' ? 5 : definition === 'chaoss' ? 4 : 3,
    })
    expect((numbers as { phases: unknown }).phases).toEqual(
      Object.fromEntries(Object.entries(phases).map(([name, phase]) => [name, shown(phase)])),
    )
  },
)

test('counts by size', async () => {
  const { numbers } = await ask(WEEK)
  const none = { opened: 0, merged: 0, closed: 0 }
  expect((numbers as { by_size: unknown }).by_size).toEqual({
    XS: { opened: 1, merged: 1, closed: 0 },
    S: { opened: 1, merged: 1, closed: 0 },
    M: { opened: 1, merged: 0, closed: 1 },
    L: none,
    XL: { opened: 1, merged: 1, closed: 0 },
    XXL: { opened: 1, merged: 0, closed: 0 },
    unknown: none,
  })
})

/** The week before: api 6 alone, merged after 4 h = 14,400 s. */
test('a period is compared with the one before, or with any other', async () => {
  const change = {
    opened: { difference: 4, ratio: 4 },
    merged: { difference: 2, ratio: 2 },
    closed: { difference: 1, ratio: null },
    phases: {
      cycle: { mean_seconds: { difference: 22_800, ratio: 1.583 } },
      pickup: { mean_seconds: { difference: null, ratio: null } },
    },
  }
  const before = { since: '2026-02-23T00:00:00.000Z', until: '2026-03-02T00:00:00.000Z' }
  const numbers = { opened: 1, merged: 1, closed: 0, measured: 1 }
  const { compared } = await ask(`${WEEK}&compare=previous`)
  expect(compared).toMatchObject({ ...before, numbers, change })
  const other = await ask(`${WEEK}&compare=${before.since}..${before.until}`)
  expect(other.compared).toEqual(compared)
  const far = await ask(`${WEEK}&compare=2025-01-01T00:00:00Z..2025-02-01T00:00:00Z`)
  expect(far.compared).toMatchObject({ numbers: { opened: 0 }, change: { opened: { difference: 5 } } })
})

const brief = (data: unknown) =>
  (data as { numbers: Record<string, number>; [key: string]: unknown }[]).map(
    ({ numbers, compared: _, ...group }) => ({
      ...group,
      counts: [numbers.opened, numbers.merged, numbers.closed],
    }),
  )

test('by repository, by author and by week, one or two at once', async () => {
  const byRepository = await ask(`${WEEK}&group_by=repository&compare=previous`)
  expect(brief(byRepository.data)).toEqual([
    { repository: 'acme/api', repository_id: 1, counts: [4, 2, 1] },
    { repository: 'acme/web', repository_id: 2, counts: [1, 1, 0] },
  ])
  expect(byRepository.data).toMatchObject([
    { compared: { numbers: { opened: 1 } } },
    { compared: { numbers: { opened: 0 } } },
  ])
  const two = 'group_by=author&group_by=repository'
  for (const definition of Object.keys(expected)) {
    const { data } = await ask(`${WEEK}&${two}&definition=${definition}`)
    expect(data, definition).toHaveLength(3)
  }
  expect(brief((await ask(`${WEEK}&${two}`)).data)).toEqual([
    { repository: 'acme/api', repository_id: 1, author: 'mona', counts: [3, 2, 0] },
    { repository: 'acme/web', repository_id: 2, author: 'Ada', counts: [1, 1, 0] },
    { repository: 'acme/api', repository_id: 1, author: 'hubot', counts: [1, 0, 1] },
  ])
  const fortnight = 'since=2026-02-23T00:00:00Z&until=2026-03-09T00:00:00Z'
  expect(brief((await ask(`${fortnight}&group_by=week`)).data)).toEqual([
    { week: '2026-03-02', counts: [5, 3, 1] },
    { week: '2026-02-23', counts: [1, 1, 0] },
  ])
})

test('of an author, of bots, and of nobody known', async () => {
  expect((await ask(`${WEEK}&author=ADA`)).numbers).toMatchObject({ opened: 1, merged: 1 })
  expect((await ask(`${WEEK}&kind=bot`)).numbers).toMatchObject({
    opened: 1,
    others: { opened: 5, merged: 3, closed: 1 },
    phases: { cycle: { pull_requests: 1, mean_seconds: 7200 } },
  })
  const unknown = await ask(`${WEEK}&repository=acme/nowhere`)
  expect(unknown).toMatchObject({
    numbers: { opened: null, phases: { cycle: { pull_requests: null, missing: null, mean_seconds: null } } },
    unknown_repositories: ['acme/nowhere'],
  })
})
