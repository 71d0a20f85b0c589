import { type AnswerOf, intakeOrders, listIntake, type QueryOf } from '@octometer/gateway-api'
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
import { requireEveryRepository } from '../every-repository.ts'
import { cutPage } from '../paging.ts'
import { messagesOf } from '../proof/behind.ts'
import { placeIn, type SortValue, sortingOf, sortRows } from '../sorting.ts'
import { intakeRange } from './intake-range.ts'

type Hour = AnswerOf<typeof listIntake>['data'][number]
type Counts = Omit<IntakeHour, 'hook' | 'hour'>

const key = z.tuple([z.string()])

export const listIntakeEndpoint = endpoint(
  listIntake,
  'intake',
  async (gateway, { query, principal }) => {
    const sorting = sortingOf(intakeOrders, query, key)
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
    const valueIn = (hour: Hour) => sortValue(hour, query.sort)
    const { entries, page } = cutPage(sortRows(all, sorting, { valueIn, idOf }), {
      limit: query.limit,
      more: false,
      placeOf: (hour) => placeIn(sorting, valueIn(hour), [idOf(hour)]),
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

function sortValue(hour: Hour, order: QueryOf<typeof listIntake>['sort']): SortValue {
  if (order === 'hook') return hour.hook.toLowerCase()
  if (order === 'hour') return Date.parse(hour.hour)
  if (order === 'read_at') return hour.read_at === null ? null : Date.parse(hour.read_at)
  // Whole numbers of the digits that it is rounded to.
  if (order === 'completeness') return hour.completeness === null ? null : Math.round(hour.completeness * 1e6)
  return hour[order]
}

function idOf({ hour, hook }: Hour): string {
  return `${hour} ${hook}`
}
