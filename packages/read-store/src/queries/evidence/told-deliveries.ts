import { type Condition, inRepositories, instant, oneOf, type TimeRange, where } from '../conditions.ts'
import { ASIDE, type KeysByEvent } from './payload-keys.ts'

/** Where deliveries are looked for. */
export interface Among extends TimeRange {
  readonly repositories: readonly number[] | null
}

/** Things, and how they are found in payloads. */
export interface Things {
  /** SELECT of `(repository id, kind:key)` of the things. */
  readonly keys: Condition
  /** By event, or of every event. */
  readonly events: KeysByEvent | string
  /** SELECT of a time before which nothing was told of them, where that may be before the range. */
  readonly firstTime?: Condition
  /** SELECT of the last receipt that told of one of them, where the read model keeps it. */
  readonly lastReceipt?: Condition
}

/** Clocks differ, and days are wider than ranges: what was told may be dated later than it was received. */
export const CLOCK_MS = 2 * 86_400_000

const DELIVERY = `guid, event AS its_event, action AS its_action, repository AS its_name, received_at AS its_receipt`
const COLUMNS = 'guid, its_event, its_action, its_name, its_receipt'

/**
 * Those whose payloads tell of the things, and of what none of them tells for its own sake those that tell of it aside; from the
 * beginning of the range on, among payloads that are still kept.
 */
export function thatTellOf({ keys, events, firstTime, lastReceipt }: Things, among: Among): Condition {
  const told = where([
    firstTime === undefined
      ? receivedSince(among)
      : {
          sql: `received_at >= toDateTime64((${firstTime.sql}), 3, 'UTC') - toIntervalMillisecond(${CLOCK_MS})`,
          values: firstTime.values,
        },
    lastReceipt === undefined
      ? null
      : { sql: `received_at <= (${lastReceipt.sql})`, values: lastReceipt.values },
    inRepositories(among.repositories),
    typeof events === 'string' ? null : oneOf('event', 'told_events', Object.keys(events)),
  ])
  return {
    sql: `
      SELECT ${COLUMNS} FROM (
        SELECT ${COLUMNS}, is_aside, min(is_aside) OVER (PARTITION BY its_repository, its_thing) AS least FROM (
          SELECT ${DELIVERY}, assumeNotNull(repository_id) AS its_repository, arrayJoin(${keysIn(events)}) AS its_key,
            startsWith(its_key, '${ASIDE}') AS is_aside, trim(LEADING '${ASIDE}' FROM its_key) AS its_thing
          FROM deliveries ${told.sql})
        WHERE (its_repository, its_thing) IN (${keys.sql}))
      WHERE is_aside = least`,
    values: { ...keys.values, ...told.values },
  }
}

/** Those of these GUIDs, from the beginning of the range on. */
export function withGuids(guids: Condition, among: Among): Condition {
  const { sql, values } = where([
    receivedSince(among),
    inRepositories(among.repositories),
    { sql: `guid IN (${guids.sql})`, values: guids.values },
  ])
  return { sql: `SELECT ${DELIVERY} FROM deliveries ${sql}`, values }
}

/** Those that were received in the range and are like this, whatever they tell. */
export function receivedIn({ since, until, repositories }: Among, like: Condition | null): Condition {
  const { sql, values } = where([
    since && { sql: `received_at >= ${instant('told_since')}`, values: { told_since: since.getTime() } },
    until && { sql: `received_at < ${instant('told_until')}`, values: { told_until: until.getTime() } },
    inRepositories(repositories),
    like,
  ])
  return { sql: `SELECT ${DELIVERY} FROM deliveries ${sql}`, values }
}

/** The one that was received last. */
export function newestOf({ repositories }: Pick<Among, 'repositories'>): Condition {
  const { sql, values } = where([inRepositories(repositories)])
  return {
    sql: `SELECT ${DELIVERY} FROM deliveries ${sql} ORDER BY received_at DESC, guid DESC LIMIT 1`,
    values,
  }
}

function receivedSince({ since }: Among): Condition | null {
  if (since === null) return null
  return {
    sql: `received_at >= ${instant('told_since')}`,
    values: { told_since: since.getTime() - CLOCK_MS },
  }
}

function keysIn(events: Things['events']): string {
  if (typeof events === 'string') return events
  const cases = Object.entries(events).map(([event, keys]) => `event = '${event}', ${keys}`)
  return `multiIf(${cases.join(', ')}, [])`
}
