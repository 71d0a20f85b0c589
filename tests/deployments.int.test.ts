import { expect, test } from 'vitest'
import type { Told } from './support/send-twice.ts'
import { type ToldRepository, told } from './support/told.ts'
import { gatewayAfter } from './support/told-gateway.ts'

const api: ToldRepository = { id: 1, full_name: 'acme/api' }
const web: ToldRepository = { id: 2, full_name: 'acme/web' }

/** `02T09:10` is 09:10 of the second of March 2026, a Monday; `-10T…` is of February. */
const at = (text: string) => `2026-${text.startsWith('-') ? `02${text}` : `03-${text}`}:00Z`

function push(repository: ToldRepository, sha: string, pushedAt: string, commits: readonly string[]): Told {
  return told(
    repository,
    ['push', 0],
    {
      ref: 'refs/heads/main',
      after: sha,
      deleted: false,
      commits: commits.map((time, index) => ({ id: `${sha}${index}`, timestamp: at(time) })),
    },
    { pushed_at: Date.parse(at(pushedAt)) / 1000 },
  )
}

interface Deployed {
  readonly id: number
  readonly sha: string
  readonly created: string
  readonly ends?: readonly [state: string, time: string]
  readonly more?: object
}

function deploy(repository: ToldRepository, { id, sha, created, ends, more }: Deployed): readonly Told[] {
  const deployment = { id, sha, ref: 'main', created_at: at(created), environment: 'production', ...more }
  const status = (number: number, state: string, time: string) =>
    told(repository, ['deployment_status', 0], {
      deployment,
      deployment_status: { id: id * 10 + number, state, created_at: at(time), updated_at: at(time) },
    })
  return [
    told(repository, ['deployment', 0], { deployment }),
    status(1, 'in_progress', created),
    ...(ends === undefined ? [] : [status(2, ...ends)]),
  ]
}

function release(id: number, tag: string, published: string, more: object = {}): Told {
  const its = {
    id,
    tag_name: tag,
    target_commitish: 'main',
    created_at: at(published),
    published_at: at(published),
  }
  return told(api, ['release', 10], { action: 'published', release: { ...its, ...more } })
}

function merge(number: number, title: string, opened: string, merged: string): Told {
  const its = { number, title, state: 'closed', labels: [], created_at: at(opened) }
  const times = { updated_at: at(merged), closed_at: at(merged), merged_at: at(merged) }
  const pull_request = { ...its, ...times, base: { ref: 'main' }, head: { ref: 'change', sha: 'c' } }
  return told(api, ['pull_request', 3], { action: 'closed', number, pull_request })
}

const story: readonly Told[] = [
  push(api, 'a0', '-20T09:00', ['-20T09:00']),
  push(api, 'a1', '02T08:00', ['01T08:00', '02T07:00']),
  push(api, 'a2', '03T08:00', ['03T07:00']),
  push(api, 'a3', '04T08:00', ['04T06:00']),
  push(api, 'a4', '10T08:00', ['10T07:30']),
  push(web, 'w1', '05T11:00', ['05T11:00']),
  ...deploy(api, { id: 10, sha: 'a0', created: '-20T10:00', ends: ['success', '-20T10:10'] }),
  ...deploy(api, { id: 11, sha: 'a1', created: '02T09:00', ends: ['success', '02T09:10'] }),
  ...deploy(api, { id: 12, sha: 'a2', created: '03T09:00', ends: ['failure', '03T09:20'] }),
  ...deploy(api, { id: 13, sha: 'a1', created: '03T10:00', ends: ['success', '03T10:05'] }),
  ...deploy(api, { id: 14, sha: 'a3', created: '04T09:00', ends: ['success', '04T09:30'] }),
  ...deploy(api, {
    id: 15,
    sha: 'a4',
    created: '10T09:00',
    ends: ['success', '10T09:15'],
    more: { ref: 'hotfix/1' },
  }),
  ...deploy(api, { id: 16, sha: 'a4', created: '11T09:00' }),
  ...deploy(api, {
    id: 17,
    sha: 'a4',
    created: '12T09:00',
    ends: ['success', '12T09:05'],
    more: { environment: 'qa' },
  }),
  ...deploy(web, {
    id: 18,
    sha: 'w1',
    created: '05T12:00',
    ends: ['success', '05T12:01'],
    more: { environment: 'live', production_environment: true },
  }),
  release(1, 'v1', '03T12:00'),
  release(2, 'v1-hotfix', '06T12:00'),
  release(3, 'v2-rc', '07T12:00', { prerelease: true }),
  merge(1, 'A change', '02T10:00', '03T10:00'),
  merge(2, 'Hotfix: log in again', '03T11:00', '03T12:00'),
]

const { answer: ask } = gatewayAfter(story)

const FORTNIGHT = 'since=2026-03-02T00:00:00Z&until=2026-03-16T00:00:00Z'

/**
 * To production within the fortnight: 11, 13, 14, 15 of api and 18 of web succeeded, 12 failed; 16 has not ended, 17 went
 * to qa. 5 / 14 days. 13 brings a1 back after a2: a rollback; 15 is a hotfix: rework 2 of 6. Failed: 12, and 14 because the
 * hotfix follows it: 2 of 6.
 * Recovery: 12 failed at 09:20, 13 succeeded at 10:05: 2,700 s; 14 was there on the 4th at 09:30, 15 on the 10th at 09:15:
 * 517,500 s. Mean and median 260,100; 2,700 + 0.75 × 514,800 = 388,800; + 0.9 × 514,800 = 466,020.
 * Lead times: by 11 (09:10 of the 2nd) 25 h 10 min = 90,600 and 2 h 10 min = 7,800; by 14 (09:30 of the 4th), which was the
 * first to bring a2, 26.5 h = 95,400 and 3.5 h = 12,600; by 15 1 h 45 min = 6,300; by 18 61 min = 3,660. Sum 216,360, mean 36,060;
 * median (7,800 + 12,600) / 2; P75 12,600 + 0.75 × 78,000 = 71,100; P90 90,600 + 0.5 × 4,800 = 93,000.
 * The fortnight before: 10 alone, 1 / 14 days, 70 minutes after its commit, nothing went wrong.
 */
test('the five metrics from deployments, and those of the time before', async () => {
  expect(await ask(`/dora?${FORTNIGHT}&compare=previous`)).toMatchObject({
    source: 'deployments',
    metrics: {
      deployment_frequency: { deployments: 5, per_day: 0.357143, reason: null },
      lead_time_for_changes: {
        changes: 6,
        mean_seconds: 36_060,
        median_seconds: 10_200,
        p75_seconds: 71_100,
        p90_seconds: 93_000,
        reason: null,
      },
      change_failure_rate: { rate: 0.333333, failed: 2, finished: 6, reason: null },
      failed_deployment_recovery_time: {
        recovered: 2,
        not_recovered: 0,
        mean_seconds: 260_100,
        median_seconds: 260_100,
        p75_seconds: 388_800,
        p90_seconds: 466_020,
        reason: null,
      },
      rework_rate: { rate: 0.333333, rework: 2, finished: 6, reason: null },
    },
    previous: {
      since: '2026-02-16T00:00:00.000Z',
      until: '2026-03-02T00:00:00.000Z',
      metrics: {
        deployment_frequency: { deployments: 1, per_day: 0.071429 },
        lead_time_for_changes: { changes: 1, mean_seconds: 4200, median_seconds: 4200 },
        change_failure_rate: { rate: 0, failed: 0, finished: 1 },
        failed_deployment_recovery_time: { mean_seconds: null, reason: 'nothing_failed' },
        rework_rate: { rate: 0, rework: 0 },
      },
    },
    groups: [],
  })
})

/** The first week: 11, 13, 14 and 18 of five that ended: 4 / 7 days. The second: 15 alone: 1 / 7 days. */
test('by week and by repository', async () => {
  const weeks = await ask(`/dora?${FORTNIGHT}&group_by=week`)
  expect(weeks.groups).toMatchObject([
    {
      week: '2026-03-02',
      metrics: {
        deployment_frequency: { deployments: 4, per_day: 0.571429 },
        change_failure_rate: { rate: 0.4, failed: 2, finished: 5 },
        rework_rate: { rate: 0.2 },
        lead_time_for_changes: { changes: 5 },
      },
    },
    {
      week: '2026-03-09',
      metrics: {
        deployment_frequency: { deployments: 1, per_day: 0.142857 },
        rework_rate: { rate: 1 },
        lead_time_for_changes: { changes: 1, median_seconds: 6300 },
        failed_deployment_recovery_time: { median_seconds: null, reason: 'nothing_failed' },
      },
    },
  ])
  const repositories = await ask(`/dora?${FORTNIGHT}&group_by=repository`)
  expect(repositories.groups).toMatchObject([
    { repository: 'acme/api', metrics: { deployment_frequency: { deployments: 4 } } },
    { repository: 'acme/web', metrics: { deployment_frequency: { deployments: 1 } } },
  ])
  const [, expected] = Array.isArray(repositories.groups) ? repositories.groups : []
  expect((await ask(`/dora?${FORTNIGHT}&repository=ACME/Web`)).metrics).toEqual(expected.metrics)
})

/**
 * Releases: v1 and, three days = 259,200 s later, its hotfix; the prerelease does not count. Before v1 (12:00 of the 3rd) a0
 * (267 h = 961,200), both of a1 (52 h = 187,200; 29 h = 104,400) and a2 (5 h = 18,000) had been pushed, before the hotfix a3
 * (54 h = 194,400). Sum 1,465,200, mean 293,040.
 * Merges: one day = 86,400 s and one hour after they were opened; the second is a hotfix, two hours after the first.
 */
test('the same from releases, and from merges', async () => {
  expect((await ask(`/dora?${FORTNIGHT}&source=releases`)).metrics).toMatchObject({
    deployment_frequency: { deployments: 2, per_day: 0.142857 },
    lead_time_for_changes: { changes: 5, mean_seconds: 293_040, median_seconds: 187_200 },
    change_failure_rate: { rate: 0.5, failed: 1, finished: 2 },
    failed_deployment_recovery_time: { recovered: 1, mean_seconds: 259_200 },
    rework_rate: { rate: 0.5, rework: 1 },
  })
  expect((await ask(`/dora?${FORTNIGHT}&source=merges`)).metrics).toMatchObject({
    deployment_frequency: { deployments: 2 },
    lead_time_for_changes: {
      changes: 2,
      mean_seconds: 45_000,
      median_seconds: 45_000,
      p75_seconds: 65_700,
      p90_seconds: 78_120,
    },
    change_failure_rate: { rate: 0.5 },
    failed_deployment_recovery_time: { median_seconds: 7200 },
    rework_rate: { rate: 0.5 },
  })
})

test.each([
  ['a name that nobody bears', 'repository=acme/nobody', 'unknown_repositories'],
  ['a source that never delivered', 'repository=acme/web&source=releases', 'nothing_delivered_ever'],
])('%s: everything is null, and says why', async (_what, query, reason) => {
  const { metrics } = await ask(`/dora?${FORTNIGHT}&${query}`)
  const told = Object.values(Object(metrics)).flatMap((metric) => Object.entries(Object(metric)))
  expect(told.length).toBe(24)
  expect(told.filter(([, value]) => value !== null)).toEqual(Array(5).fill(['reason', reason]))
})

test('a time without deployments has a frequency of 0, and nothing else', async () => {
  const { metrics } = await ask('/dora?since=2026-03-14T00:00:00Z')
  expect(metrics).toMatchObject({
    deployment_frequency: { deployments: 0, per_day: 0, reason: null },
    lead_time_for_changes: { median_seconds: null, reason: 'nothing_delivered_in_range' },
    change_failure_rate: { rate: null, finished: 0, reason: 'nothing_delivered_in_range' },
  })
})

test('deployments as they are now, with their statuses, page by page', async () => {
  const first = await ask('/deployments?limit=3')
  expect(first.data).toMatchObject([
    { id: 17, environment: 'qa', production: false, state: 'success' },
    { id: 16, state: 'in_progress', succeeded_at: null, time_to_success_seconds: null },
    {
      repository: 'acme/api',
      id: 15,
      state: 'success',
      state_at: at('10T09:15'),
      hotfix: true,
      started_at: at('10T09:00'),
      time_to_success_seconds: 900,
      statuses: [
        { id: 151, state: 'in_progress', at: at('10T09:00') },
        { id: 152, state: 'success', at: at('10T09:15') },
      ],
    },
  ])
  const { next_cursor: cursor } = Object(first.page)
  const rest = await ask(`/deployments?limit=100&cursor=${cursor}`)
  expect(Object(rest.data).map(({ id }: { id: number }) => id)).toEqual([18, 14, 13, 12, 11, 10])
  expect(rest.page).toMatchObject({ next_cursor: null })
})

test.each([
  ['state=failure', [12]],
  ['production=false', [17]],
  ['environment=LIVE&environment=qa', [17, 18]],
  ['repository=acme/web&production=true', [18]],
  ['since=2026-03-03T10:00:00Z&until=2026-03-05T12:00:00Z', [14, 13]],
  ['repository=acme/nobody', []],
])('deployments of %s', async (query, ids) => {
  const { data } = await ask(`/deployments?${query}`)
  expect(Object(data).map(({ id }: { id: number }) => id)).toEqual(ids)
})

test('releases as they are now', async () => {
  const { data } = await ask('/releases?repository=acme/api')
  expect(data).toMatchObject([
    { id: 3, tag_name: 'v2-rc', kind: 'prerelease' },
    { id: 2, tag_name: 'v1-hotfix', kind: 'release', hotfix: true, published_at: at('06T12:00') },
    { id: 1, repository: 'acme/api', hotfix: false, target: 'main' },
  ])
  const published = await ask('/releases?kind=release&limit=1&until=2026-03-06T12:00:00Z')
  expect(published).toMatchObject({ data: [{ id: 1 }], page: { next_cursor: null } })
})
