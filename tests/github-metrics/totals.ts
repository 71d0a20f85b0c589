import { askStore, type StoreAccess } from '../support/ask-store.ts'
import { hundredth, inRange, NAMES, received, type Scope } from './archive.ts'

type Row = Readonly<Record<string, unknown>>

const MS = 'toUnixTimestamp64Milli(archived) - toUnixTimestamp64Milli(t)'

/** Deliveries once each with how long the first receipt took; whether one failed is asked of the dead letters. */
function timed(scope: Scope): string {
  return `
    SELECT *, ${MS} AS ms, JSONExtractString(body, 'repository', 'full_name') AS its_name,
      guid IN (SELECT message_id FROM dead_letters) AS bad
    FROM (${received(scope)}) WHERE ${inRange(scope)}`
}

const COUNTS = `count() AS total_events, countIf(NOT bad) AS successful_events, countIf(bad) AS failed_events,
  if(total_events = 0, NULL, ${hundredth('100 * successful_events / total_events')}) AS success_rate`

/** 1.6: by repository, the most events first; what calls its deliveries caused comes from who made them. */
export function repositories(access: StoreAccess, scope: Scope): Promise<readonly Row[]> {
  return askStore(
    access,
    `SELECT any(names.name) AS repository, ${COUNTS}, floor(avg(ms) + 0.5) AS avg_processing_time_ms
     FROM (${timed(scope)}) AS e LEFT JOIN (${NAMES}) AS names USING (repo)
     WHERE isNotNull(repo) GROUP BY repo ORDER BY total_events DESC, repo`,
  )
}

interface Period {
  readonly total_events: number
  readonly success_rate: number | null
  readonly failed_events: number
  readonly avg_processing_time_ms: number | null
  readonly median_processing_time_ms: number | null
  readonly p95_processing_time_ms: number | null
}

function period(access: StoreAccess, scope: Scope): Promise<readonly (Row & Period)[]> {
  return askStore(
    access,
    `SELECT ${COUNTS}, floor(avgOrNull(ms) + 0.5) AS avg_processing_time_ms,
       trunc(quantileExactInclusiveOrNull(0.5)(ms)) AS median_processing_time_ms,
       trunc(quantileExactInclusiveOrNull(0.95)(ms)) AS p95_processing_time_ms, maxOrNull(ms) AS max_processing_time_ms,
       uniqExact(repo) AS unique_repositories, uniqExact(lower(sender)) AS unique_senders
     FROM (${timed(scope)})`,
  )
}

/** 1.6: the summary, without what calls of the API add to it. */
export async function summary(access: StoreAccess, scope: Scope) {
  const [now] = await period(access, scope)
  const before = scope.range && (await period(access, { ...scope, range: earlier(scope.range) }))[0]
  const trend = (of: keyof Period) => trendOf(now?.[of] ?? null, before?.[of] ?? null)
  const top_repositories = await askStore<Row>(
    access,
    `SELECT any(names.name) AS repository, count() AS total_events,
       ${hundredth(`100 * total_events / (SELECT count() FROM (${timed(scope)}))`)} AS percentage,
       ${hundredth('100 * countIf(NOT bad) / total_events')} AS success_rate
     FROM (${timed(scope)}) AS e LEFT JOIN (${NAMES}) AS names USING (repo)
     WHERE isNotNull(repo) GROUP BY repo ORDER BY total_events DESC, repo LIMIT 10`,
  )
  const events = await askStore<{ event: string; n: number }>(
    access,
    `SELECT event, count() AS n FROM (${timed(scope)}) GROUP BY event`,
  )
  const [rates] = await askStore<Row>(
    access,
    `SELECT dateDiff('millisecond', min(t), max(t)) / 3600000 AS hours,
       if(count() = 0, NULL, ${hundredth('count() / greatest(hours, 1)')}) AS hourly_event_rate,
       if(count() = 0, NULL, ${hundredth('count() / greatest(hours / 24, 1)')}) AS daily_event_rate FROM (${timed(scope)})`,
  )
  const { hours: _hours, ...eventRates } = rates ?? {}
  return {
    summary: {
      ...now,
      total_events_trend: trend('total_events'),
      success_rate_trend: trend('success_rate'),
      failed_events_trend: trend('failed_events'),
      avg_duration_trend: trend('avg_processing_time_ms'),
    },
    top_repositories,
    event_type_distribution: Object.fromEntries(events.map(({ event, n }) => [event, n])),
    ...eventRates,
  }
}

/** The stretch of the same length that ends where a range begins; both have that instant. */
function earlier({ from, to }: NonNullable<Scope['range']>) {
  return { from: new Date(2 * from.getTime() - to.getTime()), to: from }
}

/** 1.6: to a tenth of a percent of what it was; null while one of both is unknown (W13). */
function trendOf(now: number | null, before: number | null): number | null {
  if (now === null || before === null) return null
  if (before === 0) return now === 0 ? 0 : 100
  return Math.round((1000 * (now - before)) / before) / 10
}

/** 1.1: by hour or day in UTC, gaps not filled. */
export function trends(access: StoreAccess, scope: Scope, bucket: 'hour' | 'day'): Promise<readonly Row[]> {
  return askStore(
    access,
    `SELECT formatDateTime(date_trunc('${bucket}', t, 'UTC'), '%Y-%m-%dT%H:%i:%SZ', 'UTC') AS bucket, count() AS total_events,
       countIf(NOT bad) AS successful_events, countIf(bad) AS failed_events
     FROM (${timed(scope)}) GROUP BY bucket ORDER BY bucket`,
  )
}

/** 1.1: events, newest first, as far as the archive alone tells of them. */
export function webhooks(access: StoreAccess, scope: Scope): Promise<readonly Row[]> {
  return askStore(
    access,
    `SELECT guid AS delivery_id, nullIf(its_name, '') AS repository, event AS event_type,
       nullIf(JSONExtractString(body, 'action'), '') AS action,
       multiIf(JSONExtractRaw(body, 'pull_request') NOT IN ('', 'null'), toNullable(JSONExtractUInt(body, 'pull_request', 'number')),
         JSONHas(body, 'issue', 'pull_request'), toNullable(JSONExtractUInt(body, 'issue', 'number')), NULL) AS pr_number,
       sender, if(bad, 'partial', 'success') AS status, toUnixTimestamp64Milli(t) AS created_at,
       toUnixTimestamp64Milli(archived) AS processed_at, ms AS duration_ms
     FROM (${timed(scope)}) ORDER BY t DESC, guid DESC`,
  )
}
