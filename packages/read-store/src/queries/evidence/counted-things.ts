import { z } from 'zod'
import { QUARTER_SECONDS } from '../../tables/counters.ts'
import {
  anyOfTexts,
  type Condition,
  generation,
  inRepositories,
  noneOfAnyCase,
  noneOfTexts,
  oneOf,
  secondRange,
  type TimeRange,
  tableOf,
  toSecond,
  where,
} from '../conditions.ts'
import { counterKeys } from './payload-keys.ts'
import type { Among, Things } from './told-deliveries.ts'

/** Facts of these counters; null: of all of them. */
export const countedQuestion = { generation, counters: anyOfTexts }

interface Question {
  readonly generation: string
  readonly counters: readonly string[] | null
}

/** The facts of a range. No delivery that told of them came after the last receipt that they know of. */
export function countedThings(question: Question, among: Among): Things {
  const facts = factsIn(question, among)
  const conflicts = conflictsIn(question, among)
  const parts = [
    { ...facts, keys: `SELECT repository_id, concat(counter, ':', key) AS its_key FROM ${facts.sql}` },
    ...(conflicts === null
      ? []
      : [
          {
            ...conflicts,
            keys: `SELECT repository_id, concat('conflicts:', key) AS its_key FROM ${conflicts.sql}`,
          },
        ]),
  ]
  const values = Object.assign({}, ...parts.map((part) => part.values))
  return {
    keys: { sql: parts.map(({ keys }) => keys).join('\nUNION ALL\n'), values },
    events: counterKeys,
    lastReceipt: {
      sql: `SELECT max(last) FROM (${parts.map(({ sql }) => `SELECT max(last_received_at) AS last FROM ${sql}`).join('\nUNION ALL\n')})`,
      values,
    },
  }
}

/** FROM and WHERE. */
function factsIn({ generation: of, counters }: Question, { repositories, ...range }: Among): Condition {
  const { sql, values } = where([
    oneOf('counter', 'counters', counters),
    ...inSlots(range),
    ...secondRange('at', range),
    inRepositories(repositories),
  ])
  return { sql: `${tableOf('counter_facts', of)} ${sql}`, values }
}

/** Facts are found by the number of their 15 minutes. */
function inSlots({ since, until }: TimeRange): readonly (Condition | null)[] {
  const slotOf = (time: Date) => Math.floor(toSecond(time) / QUARTER_SECONDS)
  return [
    since && { sql: 'slot >= {first_slot:UInt32}', values: { first_slot: slotOf(since) } },
    until && { sql: 'slot <= {last_slot:UInt32}', values: { last_slot: slotOf(until) } },
  ]
}

/** A conflict has no time of its own: it is of the range in which it was first seen. */
function conflictsIn(
  { generation: of, counters }: Question,
  { repositories, ...range }: Among,
): Condition | null {
  if (counters !== null && !counters.includes('conflicts')) return null
  const among = where([inRepositories(repositories)])
  const within = where(secondRange('first_at', range))
  return {
    sql: `(
      SELECT repository_id, key, min(c.at) AS first_at, max(c.last_received_at) AS last_received_at
      FROM ${tableOf('counter_conflicts', of)} AS c ${among.sql} GROUP BY repository_id, key) ${within.sql}`,
    values: { ...among.values, ...within.values },
  }
}

const date = z.iso.date().nullable()

/** Contributions of some kinds and people, by dates of the calendar or, without them, by the range. */
export const contributionQuestion = {
  days: z.object({ from: date, to: date, timezone: z.string() }).nullable(),
  /** Null: all but reviews of one's own. */
  kinds: anyOfTexts,
  /** In lower case; null: anybody. */
  logins: anyOfTexts,
  without: noneOfTexts,
}

interface Contributed {
  readonly days: {
    readonly from: string | null
    readonly to: string | null
    readonly timezone: string
  } | null
  readonly kinds: readonly string[] | null
  readonly logins: readonly string[] | null
  readonly without: readonly string[]
}

/** SELECT of the contributions, as `kind:key`. */
export function contributionsOf({ days, kinds, logins, without }: Contributed, among: Among): Condition {
  const { sql, values } = where([
    inRepositories(among.repositories),
    oneOf('login_key', 'logins', logins),
    noneOfAnyCase('login_key', without),
    ...(days === null ? secondRange('at', among) : inDates(days)),
    kinds === null ? { sql: "kind != 'own_review'", values: {} } : oneOf('kind', 'kinds', kinds),
  ])
  return { sql: `SELECT repository_id, concat(kind, ':', key) FROM contributions ${sql}`, values }
}

function inDates({ from, to, timezone }: NonNullable<Contributed['days']>): readonly (Condition | null)[] {
  const day = 'toDate(at, {timezone:String})'
  return [
    from === null ? null : { sql: `${day} >= {from_day:Date}`, values: { from_day: from, timezone } },
    to === null ? null : { sql: `${day} < {to_day:Date}`, values: { to_day: to, timezone } },
  ]
}
