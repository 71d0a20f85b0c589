import { consumerName, streamOf } from '@octometer/event-contracts'
import { consumerProgress, type EventLog, readOne } from '@octometer/event-log'
import {
  deadLettersByProjection,
  failingDeliveries,
  intakeHours,
  listGenerations,
  rateLimitsNow,
  readModels,
} from '@octometer/read-store'
import type { ClockRule, Condition } from './condition.ts'

const HOUR_MS = 3_600_000

/** What is about no repository. */
const system = { url: null, repository: null }

/**
 * A token has few calls left of a resource until its limit starts anew. Resources whose whole limit is no greater than
 * the threshold are left out: they would always be low.
 */
export const rateLimitRule: ClockRule = {
  name: 'rate-limit-low',
  async look({ store }, { severity, thresholds }, now) {
    const least = thresholds.remaining ?? 100
    const limits = await store.query(rateLimitsNow, { tokens: null, resources: null })
    return limits.flatMap(({ token, resource, rate_limit, remaining, reset_at }): Condition[] => {
      const isLow = remaining !== null && remaining < least && (rate_limit === null || rate_limit > least)
      if (!isLow || reset_at === null || Date.parse(reset_at) <= now.getTime()) return []
      return [
        {
          ...system,
          subject: `${token}:${resource}`,
          key: reset_at,
          severity,
          title: `Rate limit of ${resource} is low: ${remaining} left`,
          message: `Token ${token.slice(0, 8)}…, until ${reset_at}.`,
        },
      ]
    })
  },
}

/**
 * GitHub's log of a hook lists deliveries that the archive does not hold. What was sent in the last half hour may still be
 * fetched.
 */
export const intakeIncompleteRule: ClockRule = {
  name: 'intake-incomplete',
  async look({ store }, { severity, thresholds }, now) {
    const { missing: least = 1, hours = 24, grace_minutes: grace = 30 } = thresholds
    const until = new Date(now.getTime() - grace * MINUTE_MS)
    const since = new Date(now.getTime() - hours * HOUR_MS)
    if (since >= until) return []
    const rows = await store.query(intakeHours, { since, until, hooks: null })
    return [...Map.groupBy(rows, ({ hook }) => hook)].flatMap(([hook, its]): Condition[] => {
      const missing = its.reduce((sum, { expected, held }) => sum + expected - held, 0)
      if (missing < least) return []
      const message = `GitHub sent them within ${hours} hours. GET /api/v1/intake/missing lists them.`
      const title = `${missing} ${missing === 1 ? 'delivery' : 'deliveries'} of ${hook} missing`
      return [{ ...system, subject: hook, key: `${missing}`, severity, title, message }]
    })
  },
}

const MINUTE_MS = 60_000

/** Of the deliveries of the last hour, too few went well: some projection rejected the others. Seed 002's 0.95. */
export const healthDegradedRule: ClockRule = {
  name: 'health-degraded',
  async look({ store }, { severity, thresholds }, now) {
    const { success_percent: least = 95, minutes = 60 } = thresholds
    const since = new Date(now.getTime() - minutes * MINUTE_MS)
    const [row] = await store.query(failingDeliveries, { since })
    if (row === undefined || row.deliveries === 0) return []
    const percent = (100 * (row.deliveries - row.failed)) / row.deliveries
    if (percent > least) return []
    return [
      {
        ...system,
        subject: 'processing',
        key: 'degraded',
        severity,
        title: `Only ${Math.floor(percent)} % of deliveries went well`,
        message: `Of ${row.deliveries} deliveries in ${minutes} minutes ${row.failed} have a dead letter. GET /api/v1/dead-letters says why.`,
      },
    ]
  },
}

/** The oldest message that a live read model lacks is some seconds old. */
export const projectionLaggingRule: ClockRule = {
  name: 'projection-lagging',
  async look({ store, log }, { severity, thresholds }, now) {
    const most = thresholds.seconds ?? 300
    const generations = await listGenerations(store)
    const conditions: Condition[] = []
    for (const { projection, ddl } of readModels) {
      const live = generations.find((each) => each.projection === projection && each.status === 'live')
      if (ddl !== null && live === undefined) continue
      const lag = await lagSeconds(log, projection, live?.generation ?? null, now)
      if (lag === null || lag < most) continue
      conditions.push({
        ...system,
        subject: projection,
        key: 'lagging',
        severity,
        title: `The projection ${projection} lags`,
        message: `Its oldest unread message is ${Math.round(lag)} s old.`,
      })
    }
    return conditions
  },
}

async function lagSeconds(
  log: EventLog,
  projection: string,
  generation: string | null,
  now: Date,
): Promise<number | null> {
  const stream = streamOf(projection)
  const progress = await consumerProgress(log, stream, consumerName(projection, generation))
  if (progress === null || progress.pending + progress.unacknowledged === 0) return null
  const oldest = await readOne(log, stream, Math.max(progress.ackFloorSequence + 1, progress.firstSequence))
  return oldest === null ? null : (now.getTime() - oldest.appendedAt.getTime()) / 1000
}

/** Messages that a projection rejected and that nobody has retried or dismissed. */
export const deadLettersRule: ClockRule = {
  name: 'dead-letters',
  async look({ store }, { severity, thresholds }) {
    const least = thresholds.count ?? 1
    const rows = await store.query(deadLettersByProjection, {})
    return rows
      .filter(({ letters }) => letters >= least)
      .map(({ projection, letters, newest }) => ({
        ...system,
        subject: projection,
        key: newest,
        severity,
        title: `${letters} dead ${letters === 1 ? 'letter' : 'letters'} of the projection ${projection}`,
        message: `The newest was rejected at ${newest}. GET /api/v1/dead-letters says why.`,
      }))
  },
}
