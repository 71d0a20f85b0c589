import { type AnswerOf, listBranchHealth } from '@octometer/gateway-api'
import { type BranchTurn, branchTurns, checkedRepositories } from '@octometer/read-store'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import { decodeCursor } from '../cursor.ts'
import { readLive } from '../live-generation.ts'
import { cutPage } from '../paging.ts'
import { recentRange } from '../recent-range.ts'
import { namesOf } from '../repository-names.ts'
import { resolveScope } from '../repository-scope.ts'
import { type Turn, timesOf } from './branch-timeline.ts'
import { shareOf } from './group-place.ts'

type BranchHealth = AnswerOf<typeof listBranchHealth>['data'][number]

export const listBranchHealthEndpoint = endpoint(
  listBranchHealth,
  'checks',
  async (gateway, { query, principal }) => {
    const { store } = gateway
    const after = decodeCursor(query.cursor, z.int().min(0))
    const window = recentRange(query, gateway.now())
    const { ids } = await resolveScope(gateway, principal, query.repository)
    const asked = { ...window, repositories: ids, branch: query.branch ?? null }
    const { entries, page, told } = await readLive(gateway, 'checks', async (generation) => {
      // Of those of one page it is seen from their turns which of them are known.
      const isOnePage = ids !== null && ids.length <= query.limit
      const parameters = { generation, ...asked, after, limit: query.limit + 1 }
      const found = isOnePage ? following(ids, after) : await store.query(checkedRepositories, parameters)
      const cut = cutPage(found, {
        limit: query.limit,
        more: false,
        placeOf: ({ repository_id }) => repository_id,
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

function following(ids: readonly number[], after: number | null) {
  return ids
    .filter((id) => after === null || id > after)
    .toSorted((left, right) => left - right)
    .map((repository_id) => ({ repository_id }))
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
