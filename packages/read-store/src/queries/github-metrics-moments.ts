import { z } from 'zod'
import type { RenderedQuery } from '../named-query.ts'
import { type Condition, inRepositories, instant, repositoryIds, where } from './conditions.ts'

/**
 * Of github-metrics' formulas (`definition=github-metrics`): what was received in a range, both bounds inclusive, null is
 * no bound.
 */
export const receipts = { from: z.date().nullable(), to: z.date().nullable(), repositories: repositoryIds }

export interface Receipts {
  readonly from: Date | null
  readonly to: Date | null
  readonly repositories: readonly number[] | null
}

/** What was received from a time on, or up to it, as a condition on a DateTime64 column or expression. */
export function receivedFrom(column: string, from: Date | null): Condition | null {
  return from && { sql: `${column} >= ${instant('from')}`, values: { from: from.getTime() } }
}

export function receivedTo(column: string, to: Date | null): Condition | null {
  return to && { sql: `${column} <= ${instant('to')}`, values: { to: to.getTime() } }
}

export const PULL = 'repository_id, number'

/**
 * Moments of pull requests' lives that were first received in the range, each once, under the alias `m`: its key and
 * `actor`, `author` and `received`. `only`: a condition on `action` and `subject`. Another hook may tell of one again later, and
 * tells the same: when it was first received is known by all its rows.
 */
export function moments({ from, to, repositories }: Receipts, only: string): RenderedQuery {
  const filter = where([
    inRepositories(repositories),
    { sql: `(${only})`, values: {} },
    receivedFrom('t.received_at', from),
    receivedTo('t.received_at', to),
  ])
  return {
    sql: `(
      SELECT ${PULL}, at, action, subject, t.actor AS actor, t.author AS author, t.received_at AS received
      FROM pull_request_timeline AS t ${filter.sql} SETTINGS final = 1) AS m`,
    values: filter.values,
  }
}

/** What the upstream calls a submitted review. */
export const SUBMITTED = "action IN ('review_approved', 'review_changes_requested', 'review_commented')"

/** A login as it is compared: GitHub's have no case. */
export const keyOf = (login: string) => `lower(ifNull(${login}, ''))`
export const BY_OTHERS = `${keyOf('actor')} != ${keyOf('author')}`

/** Hours between two times of whole seconds. */
export const hoursBetween = (earlier: string, later: string) =>
  `(toInt64(toUnixTimestamp(${later})) - toInt64(toUnixTimestamp(${earlier}))) / 3600`

/** To a tenth, a half up, as JavaScript rounds: ClickHouse's own `round` takes the even neighbour. */
export const tenth = (value: string) => `floor((${value}) * 10 + 0.5) / 10`
