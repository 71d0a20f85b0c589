import { type AnswerOf, defineRoute, noParameters } from '@octometer/gateway-api'
import {
  githubMetricsChecks,
  githubMetricsHeads,
  githubMetricsThreads,
  githubMetricsThreadTotals,
  githubMetricsTitles,
} from '@octometer/read-store'
import { z } from 'zod'
import type { GatewayContext } from '../context.ts'
import { readLive } from '../live-generation.ts'
import { namesIn, withNames } from '../repository-names.ts'
import { compatEndpoint } from './compat-endpoint.ts'
import { offsetOf, pagination, paginationOf } from './metrics-pages.ts'
import {
  isoOrNull,
  isoTime,
  paging,
  repositories,
  TAG,
  tenths,
  times,
  wrongParameters,
} from './metrics-parameters.ts'
import { rangeAsked } from './metrics-range.ts'

const hours = z.number().nullable()
const text = z.string().nullable()
const timeOrNull = z.iso.datetime().nullable()

const route = defineRoute({
  operationId: 'seed003GetCommentResolutionTime',
  method: 'get',
  path: '/api/metrics/comment-resolution-time',
  role: 'viewer',
  tag: TAG,
  summary: 'How long review threads take',
  description:
    'Threads whose first comment was received in the range, the last opened first. One is resolved when its newest turn in the range says so. Hours, rounded to a tenth. `can_be_merged_at`: the first success of a check run `can-be-merged` on one of its heads, or the first label of that name; `time_from_can_be_merged_hours` may be negative.',
  pathParameters: noParameters,
  query: z.object({ ...times, repositories, ...paging(25) }),
  status: 200,
  answer: z.strictObject({
    summary: z.strictObject({
      avg_resolution_time_hours: hours,
      median_resolution_time_hours: hours,
      avg_time_to_first_response_hours: hours,
      avg_comments_per_thread: hours,
      total_threads_analyzed: z.int(),
      resolution_rate: hours,
      unresolved_outside_range: z.int(),
    }),
    by_repository: z.array(
      z.strictObject({
        repository: z.string(),
        avg_resolution_time_hours: hours,
        total_threads: z.int(),
        resolved_threads: z.int(),
      }),
    ),
    threads: z.array(
      z.strictObject({
        thread_node_id: z.string(),
        repository: z.string(),
        pr_number: z.int(),
        pr_title: text,
        first_comment_at: z.iso.datetime(),
        resolved_at: timeOrNull,
        resolution_time_hours: hours,
        time_to_first_response_hours: hours,
        comment_count: z.int(),
        resolver: text,
        participants: z.array(z.string()),
        file_path: text,
        can_be_merged_at: timeOrNull,
        time_from_can_be_merged_hours: hours,
      }),
    ),
    pagination,
  }),
  problems: [422],
})

type Answer = AnswerOf<typeof route>
type Pull = { readonly repository_id: number; readonly number: number }

export const commentResolutionEndpoint = compatEndpoint(
  route,
  'review-threads',
  async (gateway, { query, principal }): Promise<Answer> => {
    const { store } = gateway
    const range = await rangeAsked(gateway, { query, principal })
    const [totals, threads] = await Promise.all([
      store.query(githubMetricsThreadTotals, range),
      threadsOfPage(gateway, { ...range, limit: query.page_size, offset: offsetOf(query) }),
    ])
    const all = totals.find(({ of_all }) => of_all)
    const byRepository = totals.filter(({ of_all }) => !of_all)
    const nameOf = await namesIn(gateway, byRepository)
    const total = all?.threads ?? 0
    return {
      summary: {
        avg_resolution_time_hours: all?.avg_resolution ?? null,
        median_resolution_time_hours: all?.median_resolution ?? null,
        avg_time_to_first_response_hours: all?.avg_response ?? null,
        avg_comments_per_thread: all?.avg_comments ?? null,
        total_threads_analyzed: total,
        resolution_rate: total === 0 ? null : tenths((100 * (all?.resolved ?? 0)) / total),
        unresolved_outside_range: all?.unresolved_before ?? 0,
      },
      by_repository: byRepository.map((row) => ({
        repository: nameOf(row.repository_id),
        avg_resolution_time_hours: row.avg_resolution,
        total_threads: row.threads,
        resolved_threads: row.resolved,
      })),
      threads: [...threads],
      pagination: paginationOf(total, query),
    }
  },
  { wrongParameter: wrongParameters },
)

/** Found and told beside the totals: neither needs the other. */
async function threadsOfPage(
  gateway: GatewayContext,
  page: Parameters<typeof githubMetricsThreads.render>[0],
): Promise<readonly Answer['threads'][number][]> {
  const rows = await gateway.store.query(githubMetricsThreads, page)
  const pulls = pullsOf(rows)
  const [named, titleOf, mergeable] = await Promise.all([
    withNames(gateway, rows),
    titlesOf(gateway, pulls),
    mergeableSince(gateway, pulls),
  ])
  return named.map((row) => threadOf({ ...row, title: titleOf(row) }, mergeable(row)))
}

interface Thread extends Pull {
  readonly thread_id: number
  readonly repository: string
  readonly title: string | null
  readonly opened_at: string
  readonly resolved_at: string | null
  readonly resolver: string | null
  readonly node_id: string
  readonly resolution: number | null
  readonly response: number | null
  readonly comments: number
  readonly participants: readonly string[]
  readonly path: string
}

function threadOf(row: Thread, mergeableAt: string | null): Answer['threads'][number] {
  const { resolved_at } = row
  const waited =
    resolved_at === null || mergeableAt === null ? null : Date.parse(resolved_at) - Date.parse(mergeableAt)
  return {
    thread_node_id: row.node_id || `comment-${row.thread_id}`,
    repository: row.repository,
    pr_number: row.number,
    pr_title: row.title,
    first_comment_at: isoTime(row.opened_at),
    resolved_at: isoOrNull(resolved_at),
    resolution_time_hours: row.resolution,
    time_to_first_response_hours: row.response,
    comment_count: row.comments,
    resolver: row.resolver,
    participants: [...row.participants],
    file_path: row.path || null,
    can_be_merged_at: isoOrNull(mergeableAt),
    time_from_can_be_merged_hours: waited === null ? null : tenths(waited / 3_600_000),
  }
}

const keyOf = ({ repository_id, number }: Pull) => `${repository_id}#${number}`

function pullsOf(rows: readonly Pull[]): readonly Pull[] {
  const pulls = rows.map(({ repository_id, number }) => ({ repository_id, number }))
  return [...new Map(pulls.map((pull) => [keyOf(pull), pull])).values()]
}

async function titlesOf(
  { store }: GatewayContext,
  pulls: readonly Pull[],
): Promise<(pull: Pull) => string | null> {
  const rows = pulls.length === 0 ? [] : await store.query(githubMetricsTitles, { pulls })
  const titles = new Map(rows.map((row) => [keyOf(row), row.title]))
  return (pull) => titles.get(keyOf(pull)) ?? null
}

/** Since when each of these pull requests could be merged, as a check run or a label said first. */
async function mergeableSince(
  gateway: GatewayContext,
  pulls: readonly Pull[],
): Promise<(pull: Pull) => string | null> {
  if (pulls.length === 0) return () => null
  const heads = await gateway.store.query(githubMetricsHeads, { pulls })
  const wanted = {
    repositories: [...new Set(heads.map(({ repository_id }) => repository_id))],
    shas: [...new Set(heads.flatMap((pull) => pull.heads))],
    names: ['can-be-merged'],
  }
  const checks = await readLive(gateway, 'checks', (generation) =>
    gateway.store.query(githubMetricsChecks, { ...wanted, generation }),
  )
  const passed = new Map(checks.map((check) => [`${check.repository_id} ${check.head_sha}`, check.passed_at]))
  const since = heads.map((pull) => {
    const times = [pull.labelled_at, ...pull.heads.map((sha) => passed.get(`${pull.repository_id} ${sha}`))]
    const known = times.flatMap((time) => (time == null ? [] : [time]))
    return [keyOf(pull), known.sort()[0] ?? null] as const
  })
  const sinceOf = new Map(since)
  return (pull) => sinceOf.get(keyOf(pull)) ?? null
}
