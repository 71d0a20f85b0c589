import { type AnswerOf, branchHealthOrders, listBranchHealth, type QueryOf } from '@octometer/gateway-api'
import { type BranchTurn, branchTurns, checkedRepositories, sortedBranches } from '@octometer/read-store'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import type { GatewayContext } from '../context.ts'
import { readLive } from '../live-generation.ts'
import { cutPage, type PageOf } from '../paging.ts'
import { recentRange } from '../recent-range.ts'
import { namesIn, namesOf } from '../repository-names.ts'
import { resolveScope } from '../repository-scope.ts'
import { placeIn, sortingOf, sortRows } from '../sorting.ts'
import { type Turn, timesOf } from './branch-timeline.ts'
import { shareOf } from './group-place.ts'

type BranchHealth = AnswerOf<typeof listBranchHealth>['data'][number]

export const listBranchHealthEndpoint = endpoint(
  listBranchHealth,
  'checks',
  async (gateway, { query, principal }) => {
    const { store } = gateway
    const window = recentRange(query, gateway.now())
    const { ids } = await resolveScope(gateway, principal, query.repository)
    const asked = { ...window, repositories: ids, branch: query.branch ?? null }
    const { entries, page, told } = await readLive(gateway, 'checks', async (generation) => {
      const cut = await (query.sort === 'repository' ? byName : inOrder)(gateway, query, {
        generation,
        ...asked,
      })
      const repositories = cut.entries.map(({ repository_id }) => repository_id)
      const rows =
        repositories.length === 0
          ? []
          : await store.query(branchTurns, { generation, ...asked, repositories })
      return { ...cut, told: Map.groupBy(rows, ({ repository_id }) => repository_id) }
    })
    const nameOf = await namesOf(gateway, [...told.keys()])
    const data = entries.flatMap(({ repository_id }) => {
      const own = told.get(repository_id)
      const shown = { repository: nameOf(repository_id), timeline: query.timeline === 'true' }
      return own === undefined ? [] : [healthOf(own, window.until, shown)]
    })
    return { data, page }
  },
  {
    evidence: (gateway, { query, principal }) =>
      readLive(gateway, 'checks', async (generation) => {
        const { ids: repositories } = await resolveScope(gateway, principal, query.repository)
        const window = recentRange(query, gateway.now())
        const question = { generation, ...window, repositories, branch: query.branch ?? null }
        return { deliveries: [{ ...window, repositories, of: { kind: 'branches', question } }] }
      }),
  },
)

const key = z.tuple([z.int().min(0)])

type Query = QueryOf<typeof listBranchHealth>
type Found = PageOf<{ readonly repository_id: number }>

interface Asked {
  readonly generation: string
  readonly since: Date
  readonly until: Date
  readonly repositories: readonly number[] | null
  readonly branch: string | null
}

async function byName(gateway: GatewayContext, query: Query, asked: Asked): Promise<Found> {
  const { repositories: ids } = asked
  const sorting = sortingOf(branchHealthOrders, query, key)
  // Of those of one page it is seen from their turns which of them are known.
  const isOnePage = ids !== null && ids.length <= query.limit
  const found = isOnePage
    ? ids.map((repository_id) => ({ repository_id }))
    : await gateway.store.query(checkedRepositories, asked)
  const nameOf = await namesIn(gateway, found)
  const valueIn = ({ repository_id }: { readonly repository_id: number }) =>
    nameOf(repository_id).toLowerCase()
  return cutPage(sortRows(found, sorting, { valueIn, idOf: ({ repository_id }) => repository_id }), {
    limit: query.limit,
    more: false,
    placeOf: (row) => placeIn(sorting, valueIn(row), [row.repository_id]),
  })
}

async function inOrder({ store }: GatewayContext, query: Query, asked: Asked): Promise<Found> {
  const sorting = sortingOf(branchHealthOrders, query, key)
  const rows = await store.query(sortedBranches, { ...asked, sorting, limit: query.limit + 1 })
  return cutPage(rows, {
    limit: query.limit,
    more: false,
    placeOf: ({ sort_value, repository_id }) => placeIn(sorting, sort_value, [repository_id]),
  })
}

/** Of what is told of one branch, its newest commit last. */
function healthOf(
  told: readonly BranchTurn[],
  end: Date,
  shown: { readonly repository: string; readonly timeline: boolean },
): BranchHealth {
  const turns = told.flatMap(turnOf).filter(({ at }) => at < end)
  const times = timesOf(turns, end)
  const last = turns.at(-1)
  const newest = told.at(-1)
  return {
    repository: shown.repository,
    repository_id: newest?.repository_id ?? 0,
    branch: newest?.branch ?? '',
    state: last?.state ?? null,
    state_since: last?.at.toISOString() ?? null,
    head_sha: last?.head_sha ?? null,
    pending_head_sha: newest?.pending === true && !newest.red ? newest.head_sha : null,
    ...times,
    green_share: shareOf(times.green_seconds, times.green_seconds + times.red_seconds),
    ...(shown.timeline
      ? { timeline: turns.map(({ at, ...turn }) => ({ at: at.toISOString(), ...turn })) }
      : {}),
  }
}

function turnOf({ at, state, head_sha }: BranchTurn): Turn[] {
  return state === 'newest' ? [] : [{ at: new Date(at), state, head_sha }]
}
