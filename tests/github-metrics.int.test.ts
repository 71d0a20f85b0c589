import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest'
import type { Scope } from './github-metrics/archive.ts'
import { teamDynamics, turnaround } from './github-metrics/durations.ts'
import { contributors, crossTeam, userPulls } from './github-metrics/people.ts'
import { calls, type Month, queryOf, scopes, startMonth, teams } from './github-metrics/simulated-month.ts'
import { stories } from './github-metrics/stories.ts'
import { commentResolution } from './github-metrics/threads.ts'
import { repositories, summary, trends, webhooks } from './github-metrics/totals.ts'

// Every number of every route against the archive's payloads in plain SQL, for all repositories and for each.

// A larger month takes longer (docs/how-to/check-a-number.md).
const patience = 120_000 + 30 * inject('monthDeliveries')
vi.setConfig({ testTimeout: patience, hookTimeout: patience })

let month: Month

beforeAll(async () => {
  month = await startMonth(inject('natsServerBin'))
})

afterAll(() => month[Symbol.asyncDispose]())

interface Pagination {
  readonly total: number
  readonly total_pages: number
}

interface Section {
  readonly data: readonly unknown[]
  readonly pagination: Pagination
}

/** A list that comes in pages, whole, and its first page. */
async function pages<T, Body extends { readonly pagination: Pagination }>(
  path: string,
  size: number,
  of: (body: Body) => readonly T[],
): Promise<{ readonly all: readonly T[]; readonly first: Body }> {
  const first = await month.ask<Body>(`${path}&page=1&page_size=${size}`)
  const all = [...of(first)]
  for (let page = 2; page <= first.pagination.total_pages; page += 1)
    all.push(...of(await month.ask<Body>(`${path}&page=${page}&page_size=${size}`)))
  return { all, first }
}

const dataOf = ({ data }: Section) => data

test.each(scopes)('contributors and the pull requests of each role: %s', async (_name, scope) => {
  const answer = await month.ask<Record<string, Section>>(`contributors?${queryOf(scope, 'page_size=1000')}`)
  const expected = await contributors(month.access, scope, teams)
  for (const [section, rows] of Object.entries(expected)) {
    expect({ section, data: answer[section]?.data }).toEqual({ section, data: rows })
    expect(answer[section]?.pagination.total).toBe(rows.length)
  }
  for (const role of [null, 'pr_creators', 'pr_reviewers', 'pr_approvers', 'pr_lgtm']) {
    const wanted = queryOf(scope, role === null ? '' : `role=${role}`)
    const rows = await userPulls(month.access, scope, role)
    const { all, first } = await pages(`user-prs?${wanted}`, 1000, dataOf)
    const expected = rows.map((row) => ({ ...row, merged: row.merged === 1 }))
    expect({ role, data: all }).toEqual({ role, data: expected })
    expect(first.pagination.total).toBe(rows.length)
  }
})

test.each(scopes)('turnaround: %s', async (_name, scope) => {
  expect(await month.ask(`turnaround?${queryOf(scope)}`)).toEqual(await turnaround(month.access, scope))
})

test.each(scopes)('team dynamics: %s', async (_name, scope) => {
  for (const least of [1, 40]) {
    const answer = await month.ask<Record<string, Record<string, unknown>>>(
      `team-dynamics?${queryOf(scope, `page_size=1000&min_reviews=${least}`)}`,
    )
    const parts = Object.entries(answer).map(([name, { pagination: _pages, ...rest }]) => [name, rest])
    expect(Object.fromEntries(parts)).toEqual(await teamDynamics(month.access, scope, least))
  }
})

const reviewsOf = ({ data }: Section & { readonly summary: object }) => data

test.each(scopes)('cross-team reviews: %s', async (_name, scope) => {
  const rows = await crossTeam(month.access, scope, teams)
  const { all, first } = await pages(`cross-team-reviews?${queryOf(scope)}`, 1000, reviewsOf)
  expect(all).toEqual(rows)
  const count = (key: string) =>
    Object.fromEntries([...Map.groupBy(rows, (row) => row[key])].map(([team, its]) => [team, its.length]))
  expect(first.summary).toEqual({
    total_cross_team_reviews: rows.length,
    by_reviewer_team: count('reviewer_team'),
    by_pr_team: count('pr_sig_label'),
  })
})

type Thread = Readonly<Record<string, unknown>> & {
  resolved_at: string | null
  can_be_merged_at: string | null
  first_comment_at: string
}

const threadsOf = ({ threads }: { readonly threads: readonly Thread[]; readonly pagination: Pagination }) =>
  threads

test.each(scopes)('comment resolution: %s', async (_name, scope) => {
  const { all, first } = await pages(`comment-resolution-time?${queryOf(scope)}`, 1000, threadsOf)
  const { threads: _threads, pagination: _pages, ...answer } = first
  const expected = await commentResolution(month.access, scope)
  expect(answer).toEqual({ summary: expected.summary, by_repository: expected.by_repository })
  const ms = (time: string | null) => (time === null ? null : Date.parse(time))
  expect(
    all.map(({ first_comment_at, resolved_at, can_be_merged_at, ...thread }) => ({
      ...thread,
      first_comment_at: ms(first_comment_at),
      resolved_at_ms: ms(resolved_at),
      can_be_merged_ms: ms(can_be_merged_at),
    })),
  ).toEqual(expected.threads)
})

/** Of all repositories, quantiles beyond ten seconds come from durations that are kept to three digits (ADR 9). */
function asKept(quantile: number | null | undefined): unknown {
  if (quantile === null || quantile === undefined || quantile <= 10_000) return quantile
  return expect.closeTo(quantile, 1 - Math.floor(Math.log10(quantile)))
}

test.each(scopes)('summary, repositories and trends: %s', async (_name, scope) => {
  const guids = new Set((await webhooks(month.access, scope)).map((row) => row.delivery_id))
  const caused = calls.filter(({ delivery_id }) => guids.has(delivery_id))
  const spend = caused.reduce((sum, { cost }) => sum + cost, 0)
  const answer = await month.ask<Record<string, unknown>>(`summary?${queryOf(scope)}`)
  const expected = await summary(month.access, scope)
  expect(answer).toEqual({
    ...expected,
    time_range: {
      start_time: scope.range?.from.toISOString() ?? null,
      end_time: scope.range?.to.toISOString() ?? null,
    },
    summary: {
      ...expected.summary,
      ...(scope.repository === null && {
        median_processing_time_ms: asKept(expected.summary.median_processing_time_ms),
        p95_processing_time_ms: asKept(expected.summary.p95_processing_time_ms),
      }),
      total_api_calls: caused.length,
      avg_api_calls_per_event: guids.size === 0 ? null : Math.round((100 * caused.length) / guids.size) / 100,
      total_token_spend: spend,
    },
  })
  const listed = await month.ask<{ repositories: Record<string, number>[] }>(
    `repositories?${queryOf(scope, 'page_size=100')}`,
  )
  expect(
    listed.repositories.map(({ total_api_calls: _calls, total_token_spend: _spend, ...row }) => row),
  ).toEqual(await repositories(month.access, scope))
  const total = (key: string) => listed.repositories.reduce((sum, row) => sum + (row[key] ?? 0), 0)
  // Deliveries without a repository are in none of them.
  expect(total('total_api_calls')).toBeLessThanOrEqual(caused.length)
  for (const bucket of ['hour', 'day'] as const) {
    const { trends: rows } = await month.ask<{ trends: unknown }>(
      `trends?${queryOf(scope, `bucket=${bucket}`)}`,
    )
    expect(rows).toEqual(await trends(month.access, scope, bucket))
  }
})

type Event = Readonly<Record<string, unknown>> & {
  delivery_id: string
  created_at: string
  processed_at: string
}

const eventsOf = ({ data }: { readonly data: readonly Event[]; readonly pagination: Pagination }) => data

test.each(scopes)('webhooks, page by page: %s', async (_name, scope) => {
  const { all: got } = await pages(`webhooks?${queryOf(scope, '', 'repository')}`, 700, eventsOf)
  const expected = await webhooks(month.access, scope)
  const callsOf = Map.groupBy(calls, ({ delivery_id }) => delivery_id)
  expect(got).toHaveLength(expected.length)
  expect(
    got.map(({ created_at, processed_at, ...event }) => ({
      ...event,
      created_at: Date.parse(created_at),
      processed_at: Date.parse(processed_at),
    })),
  ).toEqual(
    expected.map((event) => {
      const its = callsOf.get(String(event.delivery_id)) ?? []
      return {
        ...event,
        api_calls_count: its.length,
        token_spend: its.reduce((sum, { cost }) => sum + cost, 0),
        token_remaining:
          its.toSorted((a, b) => (`${a.at} ${a.call_id}` < `${b.at} ${b.call_id}` ? -1 : 1)).at(-1)
            ?.remaining ?? null,
        error_message: null,
      }
    }),
  )
})

test('every story has as many events of each type as the payloads tell', async () => {
  const expected = await stories(month.access)
  expect(expected.length).toBeGreaterThan(25)
  for (const { repository, number, types, state, author, ...counts } of expected) {
    const answer = await month.ask<{ pr: object; summary: object; events: { event_type: string }[] }>(
      `pr-story/${repository}/${number}`,
    )
    const told = Map.groupBy(
      answer.events.filter(({ event_type }) => event_type !== 'check_run'),
      (event) => event.event_type,
    )
    expect({
      repository,
      number,
      ...answer.summary,
      types: Object.fromEntries([...told].map(([type, its]) => [type, its.length])),
    }).toEqual({ repository, number, ...counts, types })
    expect(answer.pr).toMatchObject({ repository, number, state, author, merged: state === 'merged' })
  }
})

test('the month holds what the formulas are about', async () => {
  const all: Scope = { repository: null, range: null }
  const [people, threads, crossing] = await Promise.all([
    contributors(month.access, all, teams),
    commentResolution(month.access, all),
    crossTeam(month.access, all, teams),
  ])
  expect(people.pr_approvers.length).toBeGreaterThan(1)
  expect(people.pr_lgtm.length).toBeGreaterThan(0)
  expect(crossing.length).toBeGreaterThan(0)
  expect(threads.threads.filter((thread) => thread.can_be_merged_ms !== null).length).toBeGreaterThan(3)
})
