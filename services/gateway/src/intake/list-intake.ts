import { type AnswerOf, listIntake, type QueryOf } from '@octometer/gateway-api'
import {
  deliveryLogsBehind,
  type IntakeHour,
  intakeHours,
  intakeReadHours,
  intakeReceived,
} from '@octometer/read-store'
import type { Principal } from '@octometer/service-kit'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import type { GatewayContext } from '../context.ts'
import { decodeCursor } from '../cursor.ts'
import { requireEveryRepository } from '../every-repository.ts'
import { pageAfter } from '../paging.ts'
import { messagesOf } from '../proof/behind.ts'
import { intakeRange } from './intake-range.ts'

type Hour = AnswerOf<typeof listIntake>['data'][number]
type Counts = Omit<IntakeHour, 'hook' | 'hour'>

const place = z.tuple([z.iso.datetime(), z.string()])

export const listIntakeEndpoint = endpoint(
  listIntake,
  'intake',
  async (gateway, { query, principal }) => {
    const after = decodeCursor(query.cursor, place)
    const asked = askedOf(gateway, query, principal)
    const { store } = gateway
    const [listed, reads, received] = await Promise.all([
      store.query(intakeHours, asked),
      store.query(intakeReadHours, asked),
      store.query(intakeReceived, asked),
    ])
    const keyOf = ({ hour, hook }: { readonly hour: string; readonly hook: string }) => `${hour} ${hook}`
    const countsOf = new Map(listed.map((row) => [keyOf(row), row]))
    const readOf = new Map(reads.map((row) => [keyOf(row), row]))
    const receivedOf = new Map(received.map((row) => [keyOf(row), row.received]))
    const hours = new Map([...listed, ...reads, ...received].map((row) => [keyOf(row), row]))
    const all = [...hours].map(([key, { hook, hour }]): Hour => {
      const read = readOf.get(key)
      const counts = countsOf.get(key) ?? (read && NONE)
      return {
        hook,
        hour,
        ...answered(counts),
        received: receivedOf.get(key) ?? 0,
        read_from: read?.read_from ?? null,
        read_until: read?.read_until ?? null,
        read_at: read?.read_at ?? null,
      }
    })
    const { entries, page } = pageAfter(all, after, {
      limit: query.limit,
      placeOf: ({ hour, hook }): z.output<typeof place> => [hour, hook],
      compare,
    })
    const wasRead = listed.length + reads.length > 0
    return { total: answered(wasRead ? sumOf(listed) : undefined), data: [...entries], page }
  },
  {
    evidence: async (gateway, { query, principal }) => {
      const question = askedOf(gateway, query, principal)
      const { since, until, hooks } = question
      const among = { since, until, repositories: null }
      const logs = await gateway.store.query(deliveryLogsBehind, question)
      return {
        deliveries: [
          { ...among, of: { kind: 'received_from', hooks } },
          { ...among, of: { kind: 'held', question } },
        ],
        elsewhere: messagesOf('snapshots', logs),
      }
    },
  },
)

/** Throws a 403 for who may see some repositories only. */
function askedOf({ now }: GatewayContext, query: QueryOf<typeof listIntake>, principal: Principal) {
  requireEveryRepository(principal, 'The intake is not kept by repository')
  return { ...intakeRange(query, now()), hooks: query.hook ?? null }
}

const NONE: Counts = { expected: 0, held: 0, recovered: 0 }

function sumOf(rows: readonly Counts[]): Counts {
  return rows.reduce(
    (sum, { expected, held, recovered }) => ({
      expected: sum.expected + expected,
      held: sum.held + held,
      recovered: sum.recovered + recovered,
    }),
    NONE,
  )
}

function answered(counts: Counts | undefined) {
  if (counts === undefined)
    return { expected: null, held: null, recovered: null, missing: null, completeness: null }
  const { expected, held, recovered } = counts
  return { expected, held, recovered, missing: expected - held, completeness: completenessOf(counts) }
}

/** held ÷ expected, rounded to six digits, and never to 1 while something is missing; null of nothing. */
export function completenessOf({ expected, held }: Pick<Counts, 'expected' | 'held'>): number | null {
  return expected === 0 ? null : Math.floor((held / expected) * 1e6) / 1e6
}

/** The newest hour first, then by hook. */
function compare(
  [hour, hook]: readonly [string, string],
  [other, otherHook]: readonly [string, string],
): number {
  if (hour !== other) return hour > other ? -1 : 1
  return hook === otherHook ? 0 : hook < otherHook ? -1 : 1
}
