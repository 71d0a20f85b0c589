import { type AnswerOf, isDescending, issueOrders, listIssues, type QueryOf } from '@octometer/gateway-api'
import {
  type IssueFilters,
  type IssueNow,
  issueCandidates,
  issueReopenings,
  issueTotal,
  type Store,
  sortedIssues,
} from '@octometer/read-store'
import type { Principal } from '@octometer/service-kit'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import type { GatewayContext } from '../context.ts'
import { decodeCursor } from '../cursor.ts'
import { collectFitting } from '../fitting-page.ts'
import { cutPage, type PageOf } from '../paging.ts'
import { peopleLeftOut } from '../people/left-out.ts'
import { readRange } from '../range.ts'
import { namesIn } from '../repository-names.ts'
import { resolveScope } from '../repository-scope.ts'
import { numberedKey, placeIn, sortingOf } from '../sorting.ts'

interface Request {
  readonly query: QueryOf<typeof listIssues>
  readonly principal: Principal
}

type Issue = AnswerOf<typeof listIssues>['data'][number]

const place = z.tuple([z.int().min(0), z.int().min(0), z.int().min(0)])
const SEEN_BY_DEFAULT = ['open', 'closed'] as const

export const listIssuesEndpoint = endpoint(listIssues, 'issues', answerIssues, {
  evidence: async (gateway, { query, principal }) => {
    const { ids: repositories } = await resolveScope(gateway, principal, query.repository)
    const without = await peopleLeftOut(gateway, query, repositories)
    const filters = { ...filtersOf(query), now: gateway.now(), repositories, without }
    return { deliveries: [{ ...readRange(query), repositories, of: { kind: 'listed_issues', filters } }] }
  },
})

async function answerIssues(gateway: GatewayContext, { query, principal }: Request) {
  const { store } = gateway
  const now = gateway.now()
  const { ids } = await resolveScope(gateway, principal, query.repository)
  const without = await peopleLeftOut(gateway, query, ids)
  const filters = { ...filtersOf(query), now, repositories: ids, without }
  // In the order of their opening they lie, so that a page costs what it holds.
  const isByOpening = query.sort === 'opened_at' && isDescending(issueOrders, query)
  const [{ entries, page }, totals] = await Promise.all([
    (isByOpening ? lastOpened : inOrder)(store, query, filters),
    query.cursor === undefined ? store.query(issueTotal, filters) : [],
  ])
  const data = await entriesOf(gateway, entries, now)
  return { data, page: { ...page, total: totals[0]?.total ?? null } }
}

async function lastOpened(
  store: Store,
  query: Request['query'],
  filters: IssueFilters,
): Promise<PageOf<IssueNow>> {
  const cursor = decodeCursor(query.cursor, place)
  const next = (last: IssueNow | null, limit: number) => {
    const after = last === null ? cursor && toPlace(cursor) : { ...last, opened_at: new Date(last.opened_at) }
    return store.query(issueCandidates, { ...filters, after, limit })
  }
  return cutPage(await collectFitting<IssueNow>(query.limit + 1, next), {
    limit: query.limit,
    more: false,
    placeOf: (row) => [Date.parse(row.opened_at), row.repository_id, row.number],
  })
}

async function inOrder(
  store: Store,
  query: Request['query'],
  filters: IssueFilters,
): Promise<PageOf<IssueNow>> {
  const sorting = sortingOf(issueOrders, query, numberedKey)
  const rows = await store.query(sortedIssues, { ...filters, sorting, limit: query.limit + 1 })
  const { entries, page } = cutPage(rows, {
    limit: query.limit,
    more: false,
    placeOf: (row) => placeIn(sorting, row.sort_value, [row.repository_id, row.number]),
  })
  return { entries: entries.map(({ sort_value: _, ...row }) => row), page }
}

function filtersOf(query: QueryOf<typeof listIssues>) {
  return {
    ...readRange(query),
    states: query.state ?? SEEN_BY_DEFAULT,
    severities: query.severity ?? null,
    statuses: query.status ?? null,
    breached: flagOf(query.breached),
    blocker: flagOf(query.blocker),
    labels: query.label ?? null,
    assignees: query.assignee ?? null,
  }
}

function flagOf(given: 'true' | 'false' | undefined): boolean | null {
  return given === undefined ? null : given === 'true'
}

function toPlace([openedAt, repository_id, number]: z.output<typeof place>) {
  return { opened_at: new Date(openedAt), repository_id, number }
}

async function entriesOf(gateway: GatewayContext, rows: readonly IssueNow[], now: Date): Promise<Issue[]> {
  const keys = rows.map(({ repository_id, number }) => ({ repository_id, number }))
  const [reopenings, nameOf] = await Promise.all([
    keys.length === 0 ? [] : gateway.store.query(issueReopenings, { keys }),
    namesIn(gateway, rows),
  ])
  const reopened = Map.groupBy(reopenings, (row) => `${row.repository_id} ${row.number}`)
  return rows.map((row) => {
    const times = (reopened.get(`${row.repository_id} ${row.number}`) ?? []).map(({ at }) => at)
    return issueOf(row, nameOf(row.repository_id), times, now)
  })
}

function issueOf(row: IssueNow, repository: string, reopened_at: string[], now: Date): Issue {
  const { fits: _fits, last_closed_at, labels, about, ...fields } = row
  const closed_at = row.state === 'closed' ? last_closed_at : null
  return {
    ...fields,
    ...about,
    ...labels,
    key: `${repository}#${row.number}`,
    repository,
    author_type: about.author_type === '' ? null : about.author_type,
    breach_hours: row.breached ? Math.round((now.getTime() - Date.parse(row.due_at)) / 3_600_000) : null,
    closed_at,
    reopened_at,
    time_to_first_response_seconds: secondsBetween(row.opened_at, row.first_response_at),
    time_to_close_seconds: secondsBetween(row.opened_at, closed_at),
  }
}

function secondsBetween(from: string, to: string | null): number | null {
  return to === null ? null : Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000))
}
