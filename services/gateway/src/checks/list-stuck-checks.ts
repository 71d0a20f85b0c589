import {
  type AnswerOf,
  isDescending,
  listStuckChecks,
  type QueryOf,
  type StuckKind,
  stuckCheckOrders,
} from '@octometer/gateway-api'
import { type UnfinishedCheck, unfinishedChecks } from '@octometer/read-store'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import type { GatewayContext } from '../context.ts'
import { decodeCursor } from '../cursor.ts'
import { readLive } from '../live-generation.ts'
import { cutPage, type PageOf } from '../paging.ts'
import { namesIn } from '../repository-names.ts'
import { resolveScope } from '../repository-scope.ts'
import { placeIn, type SortValue, sortingOf, sortRows } from '../sorting.ts'
import { endingsOf, type MaybeEnded, provenEnd } from './proven-end.ts'

type StuckCheck = AnswerOf<typeof listStuckChecks>['data'][number]

const placeSchema = z.tuple([z.int().min(0), z.int().min(0)])
const orderedKey = z.tuple([z.string()])

const MINUTE_MS = 60_000
/** GitHub ends what is older. */
const LOOK_BACK_MS = 35 * 86_400_000
const LOT = 5000

export const listStuckChecksEndpoint = endpoint(
  listStuckChecks,
  'checks',
  async (gateway, { query, principal }) => {
    const now = gateway.now()
    const { ids: repositories } = await resolveScope(gateway, principal, query.repository)
    // They are found from the longest waiting on, so that a page of that order costs what it holds.
    const isByWaiting = query.sort === 'waiting' && isDescending(stuckCheckOrders, query)
    const found = isByWaiting ? longestWaiting : inOrder
    const { entries, page } = await found(gateway, { query, repositories, now })
    const nameOf = await namesIn(gateway, entries)
    return { data: entries.map((row) => stuckCheckOf(row, query.kind, nameOf, now)), page }
  },
  {
    evidence: async (gateway, { query, principal }) => {
      const now = gateway.now()
      const { ids: repositories } = await resolveScope(gateway, principal, query.repository)
      const all = { ...query, limit: Number.POSITIVE_INFINITY }
      const rows = await readLive(gateway, 'checks', (generation) =>
        stuckChecks(gateway, generation, { query: all, repositories, now, after: null }),
      )
      const kind = KEYED[query.kind]
      const things = rows.map(({ repository_id, id }) => ({ repository_id, key: `${kind}:${id}` }))
      const since = new Date(now.getTime() - LOOK_BACK_MS)
      return { deliveries: [{ since, until: null, repositories, of: { kind: 'unfinished', things } }] }
    },
  },
)

/** What the things of each kind are called where payloads are searched for them. */
const KEYED = { workflow_run: 'run', workflow_job: 'job', check_run: 'check' } as const

interface Question {
  readonly query: QueryOf<typeof listStuckChecks>
  readonly repositories: readonly number[] | null
  readonly now: Date
}

async function longestWaiting(gateway: GatewayContext, question: Question): Promise<PageOf<UnfinishedCheck>> {
  const { cursor, limit } = question.query
  const place = decodeCursor(cursor, placeSchema)
  const after = place && { since: new Date(place[0]), id: place[1] }
  const rows = await readLive(gateway, 'checks', (generation) =>
    stuckChecks(gateway, generation, { ...question, after }),
  )
  const placeOf = ({ since, id }: UnfinishedCheck) => [Date.parse(since), id]
  return cutPage(rows, { limit, more: false, placeOf })
}

/** In another order all of them have to be known: whether they are stuck is told by what is read beside them. */
async function inOrder(gateway: GatewayContext, question: Question): Promise<PageOf<UnfinishedCheck>> {
  const { query } = question
  const sorting = sortingOf(stuckCheckOrders, query, orderedKey)
  const all = { ...question, query: { ...query, limit: Number.POSITIVE_INFINITY }, after: null }
  const rows = await readLive(gateway, 'checks', (generation) => stuckChecks(gateway, generation, all))
  const valueIn = (row: UnfinishedCheck) => sortValue(row, query.sort)
  return cutPage(sortRows(rows, sorting, { valueIn, idOf }), {
    limit: query.limit,
    more: false,
    placeOf: (row) => placeIn(sorting, valueIn(row), [idOf(row)]),
  })
}

function sortValue(row: UnfinishedCheck, order: QueryOf<typeof listStuckChecks>['sort']): SortValue {
  if (order === 'waiting') return -Date.parse(row.since)
  if (order === 'status') return statusOf(row)
  return row[order]?.toLowerCase() ?? null
}

function idOf({ repository_id, id, attempt }: UnfinishedCheck): string {
  return `${repository_id} ${id} ${attempt}`
}

interface Search extends Question {
  readonly after: { readonly since: Date; readonly id: number } | null
}

/** Those of the unfinished whose end nothing proves: one more than the limit, or all there are. */
async function stuckChecks(
  { store }: GatewayContext,
  generation: string,
  { query, repositories, now, after }: Search,
): Promise<readonly UnfinishedCheck[]> {
  const { kind, limit } = query
  const before = (minutes: number) => new Date(now.getTime() - minutes * MINUTE_MS)
  const found: UnfinishedCheck[] = []
  for (let from = after; ; ) {
    const rows = await store.query(unfinishedChecks, {
      generation,
      kind,
      repositories,
      from: new Date(now.getTime() - LOOK_BACK_MS),
      queued_before: before(query.queued_minutes),
      in_progress_before: before(query.in_progress_minutes),
      after: from,
      limit: LOT,
    })
    const endings = await endingsOf(
      store,
      generation,
      rows.map((row) => maybeEnded(row, kind)),
    )
    found.push(...rows.filter((row) => provenEnd(maybeEnded(row, kind), endings, now) === null))
    const last = rows.at(-1)
    if (found.length > limit || rows.length < LOT || last === undefined) return found
    from = { since: new Date(last.since), id: last.id }
  }
}

function maybeEnded(row: UnfinishedCheck, kind: StuckKind): MaybeEnded {
  const { repository_id, id, within, attempt, stage, since } = row
  const known = { kind, repository_id, stage, attempt, since: new Date(since) }
  if (kind === 'workflow_run') return { ...known, run_id: id, suite_id: within === 0 ? null : within }
  if (kind === 'workflow_job') return { ...known, run_id: within, suite_id: null }
  return { ...known, run_id: null, suite_id: within }
}

function stuckCheckOf(
  row: UnfinishedCheck,
  kind: StuckKind,
  nameOf: (id: number) => string,
  now: Date,
): StuckCheck {
  const { repository_id, within: _, attempt, stage, since, ...rest } = row
  return {
    kind,
    ...rest,
    repository: nameOf(repository_id),
    repository_id,
    attempt: kind === 'check_run' ? null : attempt,
    status: statusOf({ stage }),
    since,
    waiting_seconds: Math.floor((now.getTime() - Date.parse(since)) / 1000),
  }
}

function statusOf({ stage }: Pick<UnfinishedCheck, 'stage'>): StuckCheck['status'] {
  return stage === 3 ? 'in_progress' : 'queued'
}
