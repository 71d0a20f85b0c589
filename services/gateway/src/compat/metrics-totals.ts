import { type AnswerOf, defineRoute, noParameters } from '@octometer/gateway-api'
import {
  githubMetricsBuckets,
  githubMetricsCalls,
  githubMetricsSpread,
  githubMetricsTotals,
} from '@octometer/read-store'
import { z } from 'zod'
import { hasWholeHours } from '../calendar.ts'
import type { GatewayContext } from '../context.ts'
import { requireCountedArchive } from '../counted-archive.ts'
import { namesIn } from '../repository-names.ts'
import { compatEndpoint } from './compat-endpoint.ts'
import { hundredths, percentage, ratePer, trendOf } from './metrics-formulas.ts'
import { pageOf, pagination, paginationOf } from './metrics-pages.ts'
import {
  isoTime,
  paging,
  rangeOf,
  repositories,
  TAG,
  timeRange,
  times,
  wrongParameters,
} from './metrics-parameters.ts'
import { rangeAsked } from './metrics-range.ts'
import { type SlowestPosition, slowestProjection } from './settled-sequence.ts'

const HOUR_MS = 3_600_000
const known = z.int().nullable()
const rate = z.number().nullable()

const outcomeCounts = {
  total_events: z.int(),
  successful_events: known,
  failed_events: z.int(),
  success_rate: rate,
}
const usage = { avg_processing_time_ms: known, total_api_calls: z.int(), total_token_spend: known }

interface Counted {
  readonly deliveries: number
  readonly failed: number
  readonly pending: number
}

/** Successes are not known while it is not known how far the projections are. */
function outcomesIn({ deliveries, failed, pending }: Counted, position: SlowestPosition | null) {
  const successful = position === null ? null : deliveries - failed - pending
  return {
    total_events: deliveries,
    successful_events: successful,
    failed_events: failed,
    success_rate: successful === null ? null : percentage(successful, successful + failed),
  }
}

interface Range {
  readonly from: Date | null
  readonly to: Date | null
  readonly repositories: readonly number[] | null
  readonly grouped?: false
}

async function totalsOf({ store }: GatewayContext, range: Range, position: SlowestPosition | null) {
  const rows = await store.query(githubMetricsTotals, { grouped: true, ...range, pending: position })
  const all = rows.find(({ level }) => level === 'all')
  return {
    all: { deliveries: 0, failed: 0, pending: 0, avg_duration: null, ...all },
    byRepository: rows.filter(({ level, repository_id }) => level === 'repository' && repository_id !== null),
    byEvent: rows.filter(({ level }) => level === 'event'),
  }
}

const whole = (value: number | null) => (value === null ? null : Math.round(value))
const truncated = (value: number | null) => (value === null ? null : Math.trunc(value))

const repositoriesRoute = defineRoute({
  operationId: 'seed003ListRepositories',
  method: 'get',
  path: '/api/metrics/repositories',
  role: 'viewer',
  tag: TAG,
  summary: 'Events by repository',
  description: 'The most events first. A delivery counts once; one without a repository in none of them.',
  pathParameters: noParameters,
  query: z.object({ ...times, repositories, ...paging(10, 100) }),
  status: 200,
  answer: z.strictObject({
    time_range: timeRange,
    repositories: z.array(z.strictObject({ repository: z.string(), ...outcomeCounts, ...usage })),
    pagination,
  }),
  problems: [422],
})

const byRepository = compatEndpoint(
  repositoriesRoute,
  'deliveries',
  async (gateway, { query, principal }): Promise<AnswerOf<typeof repositoriesRoute>> => {
    await requireCountedArchive(gateway)
    const range = await rangeAsked(gateway, { query, principal })
    const position = await slowestProjection(gateway)
    const [totals, calls] = await Promise.all([
      totalsOf(gateway, range, position),
      gateway.store.query(githubMetricsCalls, range),
    ])
    const rows = pageOf(totals.byRepository, query)
    const nameOf = await namesIn(gateway, rows)
    const callsOf = new Map(calls.flatMap((row) => (row.of_all ? [] : [[row.repository_id, row] as const])))
    return {
      time_range: rangeOf(range),
      repositories: rows.map((row) => ({
        repository: nameOf(row.repository_id ?? 0),
        ...outcomesIn(row, position),
        avg_processing_time_ms: whole(row.avg_duration),
        total_api_calls: callsOf.get(row.repository_id)?.calls ?? 0,
        total_token_spend: spendOf(callsOf.get(row.repository_id)),
      })),
      pagination: paginationOf(totals.byRepository.length, query, true),
    }
  },
  { wrongParameter: wrongParameters },
)

/** Without calls nothing was spent; what calls did not tell is not known. */
function spendOf(row: { readonly calls: number; readonly spend: number | null } | undefined): number | null {
  return row === undefined || row.calls === 0 ? 0 : row.spend
}

const summaryRoute = defineRoute({
  operationId: 'seed003GetSummary',
  method: 'get',
  path: '/api/metrics/summary',
  role: 'viewer',
  tag: TAG,
  summary: 'All events as numbers',
  description:
    'Trends compare with the stretch of the same length before, in percent; without both bounds they are null. What has no data is null, not 0. A delivery counts once, where it was first received; durations are those of every receipt.',
  pathParameters: noParameters,
  query: z.object({ ...times, repositories }),
  status: 200,
  answer: z.strictObject({
    time_range: timeRange,
    summary: z.strictObject({
      ...outcomeCounts,
      ...usage,
      median_processing_time_ms: known,
      p95_processing_time_ms: known,
      max_processing_time_ms: known,
      avg_api_calls_per_event: rate,
      unique_repositories: z.int(),
      unique_senders: z.int(),
      total_events_trend: rate,
      success_rate_trend: rate,
      failed_events_trend: rate,
      avg_duration_trend: rate,
    }),
    top_repositories: z.array(
      z.strictObject({ repository: z.string(), total_events: z.int(), percentage: rate, success_rate: rate }),
    ),
    event_type_distribution: z.record(z.string(), z.int()),
    hourly_event_rate: rate,
    daily_event_rate: rate,
  }),
  problems: [],
})

const summary = compatEndpoint(
  summaryRoute,
  'deliveries',
  async (gateway, { query, principal }): Promise<AnswerOf<typeof summaryRoute>> => {
    const { store } = gateway
    await requireCountedArchive(gateway)
    const range = await rangeAsked(gateway, { query, principal })
    const position = await slowestProjection(gateway)
    const [totals, before, [spread], calls] = await Promise.all([
      totalsOf(gateway, range, position),
      previous(gateway, range, position),
      store.query(githubMetricsSpread, range),
      store.query(githubMetricsCalls, range),
    ])
    const current = { ...outcomesIn(totals.all, position), avg_duration: totals.all.avg_duration }
    const caused = calls.find(({ of_all }) => of_all)
    const top = totals.byRepository.slice(0, 10)
    const nameOf = await namesIn(gateway, top)
    const { deliveries } = totals.all
    const { avg_duration, ...counts } = current
    return {
      time_range: rangeOf(range),
      summary: {
        ...counts,
        avg_processing_time_ms: whole(avg_duration),
        median_processing_time_ms: truncated(spread?.median ?? null),
        p95_processing_time_ms: truncated(spread?.p95 ?? null),
        max_processing_time_ms: spread?.longest ?? null,
        total_api_calls: caused?.calls ?? 0,
        avg_api_calls_per_event: deliveries === 0 ? null : hundredths((caused?.calls ?? 0) / deliveries),
        total_token_spend: spendOf(caused),
        unique_repositories: spread?.repositories ?? 0,
        unique_senders: spread?.senders ?? 0,
        ...trendsOf(current, before),
      },
      top_repositories: top.map((row) => ({
        repository: nameOf(row.repository_id ?? 0),
        total_events: row.deliveries,
        percentage: percentage(row.deliveries, deliveries),
        success_rate: outcomesIn(row, position).success_rate,
      })),
      event_type_distribution: Object.fromEntries(totals.byEvent.map((row) => [row.event, row.deliveries])),
      ...ratesOf(deliveries, spread),
    }
  },
)

/** The same numbers of the stretch of the same length that ends where the range begins; null without both bounds. */
async function previous(gateway: GatewayContext, range: Range, position: SlowestPosition | null) {
  if (range.from === null || range.to === null || range.to < range.from) return null
  const from = new Date(Math.max(0, 2 * range.from.getTime() - range.to.getTime()))
  const { all } = await totalsOf(gateway, { ...range, from, to: range.from, grouped: false }, position)
  return { ...outcomesIn(all, position), avg_duration: all.avg_duration }
}

type Period = ReturnType<typeof outcomesIn> & { readonly avg_duration: number | null }

function trendsOf(current: Period, before: Period | null) {
  return {
    total_events_trend: trendOf(current.total_events, before?.total_events ?? null),
    success_rate_trend: trendOf(current.success_rate, before?.success_rate ?? null),
    failed_events_trend: trendOf(current.failed_events, before?.failed_events ?? null),
    avg_duration_trend: trendOf(whole(current.avg_duration), whole(before?.avg_duration ?? null)),
  }
}

interface Spread {
  readonly attempts: number
  readonly first: string
  readonly last: string
}

function ratesOf(deliveries: number, spread: Spread | undefined) {
  if (spread === undefined || spread.attempts === 0)
    return { hourly_event_rate: null, daily_event_rate: null }
  const hours = (Date.parse(spread.last) - Date.parse(spread.first)) / HOUR_MS
  return { hourly_event_rate: ratePer(deliveries, hours), daily_event_rate: ratePer(deliveries, hours / 24) }
}

const trendsRoute = defineRoute({
  operationId: 'seed003GetTrends',
  method: 'get',
  path: '/api/metrics/trends',
  role: 'viewer',
  tag: TAG,
  summary: 'Events by hour or day',
  description:
    'Oldest first; a time without events is missing. Hours of UTC, days of the server’s time zone.',
  pathParameters: noParameters,
  query: z.object({
    ...times,
    repositories,
    bucket: z.enum(['hour', 'day'], { error: 'must be hour or day' }).default('hour'),
  }),
  status: 200,
  answer: z.strictObject({
    time_range: timeRange,
    trends: z.array(
      z.strictObject({
        bucket: z.iso.datetime(),
        total_events: z.int(),
        successful_events: known,
        failed_events: z.int(),
      }),
    ),
  }),
  problems: [422],
})

const trends = compatEndpoint(
  trendsRoute,
  'deliveries',
  async (gateway, { query, principal }): Promise<AnswerOf<typeof trendsRoute>> => {
    await requireCountedArchive(gateway)
    const range = await rangeAsked(gateway, { query, principal })
    const position = await slowestProjection(gateway)
    const { bucket } = query
    const { timezone } = gateway
    const asked = { ...range, pending: position, bucket, timezone, wholeHours: hasWholeHours(timezone) }
    const rows = await gateway.store.query(githubMetricsBuckets, asked)
    return {
      time_range: rangeOf(range),
      trends: rows.map((row) => {
        const { success_rate: _rate, ...counts } = outcomesIn(row, position)
        return { bucket: isoTime(row.bucket), ...counts }
      }),
    }
  },
  { wrongParameter: wrongParameters },
)

export const totalEndpoints = [byRepository, summary, trends]
