import {
  type AnswerOf,
  checkOrders,
  checkKinds as kinds,
  listChecks,
  type QueryOf,
} from '@octometer/gateway-api'
import {
  type CheckFilters,
  type CheckPlace,
  type CheckRunNow,
  type CommitStatusNow,
  checkKinds,
  checkRunCandidates,
  checkRunStates,
  commitStatusCandidates,
  commitStatusReports,
  newestStatusReports,
  pendingStatusCandidates,
  type Store,
  sortedChecks,
} from '@octometer/read-store'
import { endpoint } from '../answer-route.ts'
import { fits, secondsBetween, stateFilters, statusOf, textOrNull, timeOrNull } from './check-fields.ts'
import { comparePlaces, keyOf, toPlace } from './check-place.ts'
import { listNewest } from './list-newest.ts'
import { type Endings, endingsOf, type MaybeEnded, provenEnd } from './proven-end.ts'

type Check = Omit<AnswerOf<typeof listChecks>['data'][number], 'repository'>

const IN_PROGRESS = 3
/** Statuses are reported as pending first: of a page's candidates about a third is followed by another report. */
const SUPERSEDED = 1 / 3

interface Search {
  readonly store: Store
  readonly generation: string
  readonly filters: CheckFilters
  readonly query: QueryOf<typeof listChecks>
  readonly now: Date
}

export const listChecksEndpoint = endpoint(listChecks, 'checks', (gateway, request) => {
  const { query } = request
  return listNewest(gateway, request, {
    orders: checkOrders,
    newest: 'created_at',
    find: ({ generation, filters: asked, now }) => {
      const filters = { ...asked, ...filtersOf(query) }
      const search = { store: gateway.store, generation, filters, query, now }
      const wanted = { generation, ...filters, kinds: query.kind ?? kinds }
      return {
        lost: query.kind?.every((kind) => kind === 'check_run') ? 0 : SUPERSEDED,
        candidates: (after, limit, since) => candidates(search, { after, limit, since }),
        sorted: (sorting, limit) => gateway.store.query(sortedChecks, { ...wanted, sorting, limit }),
        entries: (places) => entries(search, places),
      }
    },
  })
})

function filtersOf(query: QueryOf<typeof listChecks>) {
  return {
    names: query.name ?? null,
    ...stateFilters(query),
  }
}

async function candidates(
  { store, generation, filters, query }: Search,
  asked: { readonly after: CheckPlace | null; readonly limit: number; readonly since: Date | null },
): Promise<readonly CheckPlace[]> {
  const wanted = query.kind ?? kinds
  const parameters = { generation, ...filters, ...asked }
  const lists = await Promise.all([
    wanted.includes('check_run') ? store.query(checkRunCandidates, parameters) : [],
    wanted.includes('status') ? statusCandidates(store, parameters) : [],
  ])
  return lists.flat().map(toPlace).sort(comparePlaces).slice(0, asked.limit)
}

/** A report that is not pending is an end; none is waiting or queued. */
async function statusCandidates(
  store: Store,
  parameters: CheckFilters & { generation: string; after: CheckPlace | null; limit: number },
) {
  const { stages } = parameters
  if (stages === null) return store.query(commitStatusCandidates, parameters)
  return stages.includes(IN_PROGRESS) ? store.query(pendingStatusCandidates, parameters) : []
}

async function entries(
  { store, generation, query, now }: Search,
  places: readonly CheckPlace[],
): Promise<ReadonlyMap<string, Check>> {
  const ofKind = (kind: keyof typeof checkKinds) => places.filter(({ part }) => part === checkKinds[kind])
  const [runPlaces, statusPlaces] = [ofKind('check_run'), ofKind('status')]
  const [runs, statuses] = await Promise.all([
    runPlaces.length === 0 ? [] : store.query(checkRunStates, { generation, places: runPlaces }),
    newestReports(store, generation, statusPlaces),
  ])
  const endings = await endingsOf(store, generation, runs.map(maybeEnded))
  const found = [
    ...runs.map((row) => [placeKey(row, 'check_run'), checkOfRun(row, endings, now)] as const),
    ...statuses.map((row) => [placeKey(row, 'status'), checkOfStatus(row)] as const),
  ]
  return new Map(found.filter(([, check]) => fits(check, query)))
}

/** Of these reports the ones that no later report of their context on their commit has followed. */
async function newestReports(
  store: Store,
  generation: string,
  places: readonly CheckPlace[],
): Promise<readonly CommitStatusNow[]> {
  if (places.length === 0) return []
  const reports = await store.query(commitStatusReports, { generation, places })
  const newest = await store.query(newestStatusReports, {
    generation,
    since: new Date(Math.min(...places.map(({ at }) => at.getTime()))),
    repositories: [...new Set(reports.map(({ repository_id }) => repository_id))],
    shas: [...new Set(reports.map(({ head_sha }) => head_sha))],
  })
  const last = new Set(newest.map(({ repository_id, id }) => `${repository_id} ${id}`))
  return reports.filter(({ repository_id, id }) => last.has(`${repository_id} ${id}`))
}

function placeKey(row: CheckRunNow | CommitStatusNow, kind: keyof typeof checkKinds): string {
  return keyOf(toPlace({ at: row.at, id: row.id, repository_id: row.repository_id, part: checkKinds[kind] }))
}

function maybeEnded({ repository_id, stage, suite_id, started_at }: CheckRunNow): MaybeEnded {
  const since = started_at === null ? null : new Date(started_at)
  return { kind: 'check_run', repository_id, stage, run_id: null, attempt: 0, suite_id, since }
}

function checkOfRun(row: CheckRunNow, endings: Endings, now: Date): Check {
  const { at, stage, suite_id, app, completion, output, started_at, ...rest } = row
  const proof = provenEnd(maybeEnded(row), endings, now)
  const status = statusOf(stage, proof)
  const startedAt = status === 'queued' || status === 'waiting' ? null : started_at
  const completedAt = timeOrNull(completion.completed_at)
  return {
    kind: 'check_run',
    ...rest,
    status,
    conclusion: textOrNull(completion.conclusion),
    end_proven_by: proof,
    app: textOrNull(app),
    check_suite_id: suite_id === 0 ? null : suite_id,
    created_at: timeOrNull(at),
    started_at: startedAt,
    completed_at: completedAt,
    duration_seconds: secondsBetween(startedAt, completedAt),
    title: output.title,
    summary: output.summary,
  }
}

/** A report that is not pending is an end. */
function checkOfStatus(row: CommitStatusNow): Check {
  const { at, context, state, branches, default_branch, description, ...rest } = row
  const pending = state === 'pending'
  const [onlyBranch] = branches
  return {
    kind: 'status',
    ...rest,
    name: context,
    default_branch,
    head_branch: branches.length === 1 ? (onlyBranch ?? null) : null,
    status: pending ? 'in_progress' : 'completed',
    conclusion: pending ? null : state,
    end_proven_by: pending ? null : 'itself',
    app: null,
    check_suite_id: null,
    created_at: at,
    started_at: null,
    completed_at: pending ? null : at,
    duration_seconds: null,
    title: null,
    summary: description,
  }
}
