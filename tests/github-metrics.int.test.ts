import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { simulateWorkload } from '@octometer/testkit'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Scope } from './github-metrics/archive.ts'
import { teamDynamics, turnaround } from './github-metrics/durations.ts'
import { contributors, crossTeam, type Teams, userPulls } from './github-metrics/people.ts'
import { stories } from './github-metrics/stories.ts'
import { commentResolution } from './github-metrics/threads.ts'
import { repositories, summary, trends, webhooks } from './github-metrics/totals.ts'
import { appendDeliveries } from './support/append-deliveries.ts'
import { type AskedGateway, startAskedGateway } from './support/ask-gateway.ts'
import { startTestSystem, type TestSystem } from './support/system.ts'

// Every number of every route against the archive's payloads in plain SQL, for all repositories and for each.

const start = new Date('2026-02-02T00:00:00Z')
const workload = simulateWorkload({
  ...{
    seed: 11,
    deliveries: 1800,
    start,
    days: 30,
    repositories: 3,
    people: 9,
    organizations: 1,
    apiCalls: 400,
  },
})
const range = { from: new Date('2026-02-09T07:00:00Z'), to: new Date('2026-02-20T18:30:00.250Z') }
const ids = workload.repositories.map(({ id }) => id)
const scopes: readonly Scope[] = [null, ...ids].flatMap((repository) => [
  { repository, range: null },
  { repository, range },
])

const logins = [
  ...new Set(
    workload.expected.pullRequests.flatMap(({ reviews }) => reviews.flatMap(({ user }) => user ?? [])),
  ),
].sort()
const teamOf = (index: number) => ['sig-web', 'sig-core'][index % 2] ?? ''
const teams: Teams = {
  members: ids.flatMap((id) =>
    logins.map((login, index) => [id, login.toLowerCase(), teamOf(index)] as const),
  ),
}

const receiptOf = new Map(workload.deliveries.map(({ guid, receivedAt }) => [guid, receivedAt]))
// What a delivery causes comes after it.
const calls = workload.apiCalls.map((call) => {
  const received = receiptOf.get(call.delivery_id ?? '')
  const at = received === undefined ? call.at : new Date(received.getTime() + 500).toISOString()
  return { ...call, at, delivery_id: call.delivery_id ?? null }
})

const folder = mkdtempSync(join(tmpdir(), 'octometer-teams-'))
let system: TestSystem
let gateway: AskedGateway

function writeTeams(): string {
  const team = (at: number) =>
    logins.filter((_, index) => index % 2 === at).map((login) => JSON.stringify(login))
  const lines = workload.repositories.map(
    ({ fullName }) =>
      `${fullName}: { maintainers: [${team(0)[0] ?? ''}], sig-web: [${team(0).join(', ')}], sig-core: [${team(1).join(', ')}] }`,
  )
  const file = join(folder, 'teams.yaml')
  writeFileSync(file, lines.join('\n'))
  return file
}

beforeAll(async () => {
  system = await startTestSystem({ natsServerBin: inject('natsServerBin') })
  gateway = await startAskedGateway(system, new Date('2026-04-01T00:00:00Z'), {
    OCTO_TEAMS_FILE: writeTeams(),
  })
  await using projectors = await system.startProjectors()
  await appendDeliveries(system.log, workload.deliveries)
  await system.appendApiCalls(calls)
  await projectors.caughtUp()
}, 120_000)

afterAll(async () => {
  await gateway[Symbol.asyncDispose]()
  await system[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

const nameOf = new Map(workload.repositories.map(({ id, fullName }) => [id, fullName]))

function queryOf({ repository, range: within }: Scope, more = '', key = 'repositories'): string {
  const parts = [
    ...(repository === null ? [] : [`${key}=${encodeURIComponent(nameOf.get(repository) ?? '')}`]),
    ...(within === null
      ? []
      : [`start_time=${within.from.toISOString()}`, `end_time=${within.to.toISOString()}`]),
    ...(more === '' ? [] : [more]),
  ]
  return parts.join('&')
}

async function ask<T>(path: string): Promise<T> {
  const { status, body } = await gateway.ask(`/api/metrics/${path}`)
  expect({ path, status, body }).toMatchObject({ status: 200 })
  return body as T
}

/** The whole of a list that comes in pages. */
async function pages<T>(
  path: string,
  size: number,
  of: (body: never) => { data: T[]; pages: number },
): Promise<T[]> {
  const all: T[] = []
  for (let page = 1; ; page += 1) {
    const { data, pages: last } = of(await ask<never>(`${path}&page=${page}&page_size=${size}`))
    all.push(...data)
    if (page >= last) return all
  }
}

interface Section {
  readonly data: readonly unknown[]
  readonly pagination: { readonly total: number; readonly total_pages: number }
}

const scopeName = ({ repository, range: within }: Scope) =>
  `${repository === null ? 'all repositories' : `repository ${ids.indexOf(repository) + 1}`}, ${within === null ? 'all time' : 'eleven days'}`
const each = scopes.map((scope) => [scopeName(scope), scope] as const)

test.each(each)('contributors and the pull requests of each role: %s', async (_name, scope) => {
  const answer = await ask<Record<string, Section>>(`contributors?${queryOf(scope, 'page_size=1000')}`)
  const expected = await contributors(system.access, scope, teams)
  for (const [section, rows] of Object.entries(expected)) {
    expect({ section, data: answer[section]?.data }).toEqual({ section, data: rows })
    expect(answer[section]?.pagination.total).toBe(rows.length)
  }
  for (const role of [null, 'pr_creators', 'pr_reviewers', 'pr_approvers', 'pr_lgtm']) {
    const wanted = queryOf(scope, `page_size=1000${role === null ? '' : `&role=${role}`}`)
    const rows = await userPulls(system.access, scope, role)
    const { data, pagination } = await ask<Section>(`user-prs?${wanted}`)
    expect({ role, data }).toEqual({ role, data: rows.map((row) => ({ ...row, merged: row.merged === 1 })) })
    expect(pagination.total).toBe(rows.length)
  }
})

test.each(each)('turnaround: %s', async (_name, scope) => {
  expect(await ask(`turnaround?${queryOf(scope)}`)).toEqual(await turnaround(system.access, scope))
})

test.each(each)('team dynamics: %s', async (_name, scope) => {
  for (const least of [1, 40]) {
    const answer = await ask<Record<string, Record<string, unknown>>>(
      `team-dynamics?${queryOf(scope, `page_size=1000&min_reviews=${least}`)}`,
    )
    const parts = Object.entries(answer).map(([name, { pagination: _pages, ...rest }]) => [name, rest])
    expect(Object.fromEntries(parts)).toEqual(await teamDynamics(system.access, scope, least))
  }
})

test.each(each)('cross-team reviews: %s', async (_name, scope) => {
  const rows = await crossTeam(system.access, scope, teams)
  const { data, summary: told } = await ask<Section & { summary: Record<string, unknown> }>(
    `cross-team-reviews?${queryOf(scope, 'page_size=1000')}`,
  )
  expect(data).toEqual(rows)
  const count = (key: string) =>
    Object.fromEntries([...Map.groupBy(rows, (row) => row[key])].map(([team, its]) => [team, its.length]))
  expect(told).toEqual({
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

test.each(each)('comment resolution: %s', async (_name, scope) => {
  const query = queryOf(scope, 'page_size=1000')
  const {
    threads,
    pagination: _pages,
    ...answer
  } = await ask<{ threads: Thread[]; pagination: unknown }>(`comment-resolution-time?${query}`)
  const expected = await commentResolution(system.access, scope)
  expect(answer).toEqual({ summary: expected.summary, by_repository: expected.by_repository })
  const ms = (time: string | null) => (time === null ? null : Date.parse(time))
  expect(
    threads.map(({ first_comment_at, resolved_at, can_be_merged_at, ...thread }) => ({
      ...thread,
      first_comment_at: ms(first_comment_at),
      resolved_at_ms: ms(resolved_at),
      can_be_merged_ms: ms(can_be_merged_at),
    })),
  ).toEqual(expected.threads)
})

test.each(each)('summary, repositories and trends: %s', async (_name, scope) => {
  const guids = new Set((await webhooks(system.access, scope)).map((row) => row.delivery_id))
  const caused = calls.filter(({ delivery_id }) => guids.has(delivery_id))
  const spend = caused.reduce((sum, { cost }) => sum + cost, 0)
  const answer = await ask<Record<string, unknown>>(`summary?${queryOf(scope)}`)
  const expected = await summary(system.access, scope)
  expect(answer).toEqual({
    ...expected,
    time_range: {
      start_time: scope.range?.from.toISOString() ?? null,
      end_time: scope.range?.to.toISOString() ?? null,
    },
    summary: {
      ...expected.summary,
      total_api_calls: caused.length,
      avg_api_calls_per_event: guids.size === 0 ? null : Math.round((100 * caused.length) / guids.size) / 100,
      total_token_spend: spend,
    },
  })
  const listed = await ask<{ repositories: Record<string, number>[] }>(
    `repositories?${queryOf(scope, 'page_size=100')}`,
  )
  expect(
    listed.repositories.map(({ total_api_calls: _calls, total_token_spend: _spend, ...row }) => row),
  ).toEqual(await repositories(system.access, scope))
  const total = (key: string) => listed.repositories.reduce((sum, row) => sum + (row[key] ?? 0), 0)
  // Deliveries without a repository are in none of them.
  expect(total('total_api_calls')).toBeLessThanOrEqual(caused.length)
  for (const bucket of ['hour', 'day'] as const) {
    const { trends: rows } = await ask<{ trends: unknown }>(`trends?${queryOf(scope, `bucket=${bucket}`)}`)
    expect(rows).toEqual(await trends(system.access, scope, bucket))
  }
})

type Event = Readonly<Record<string, unknown>> & {
  delivery_id: string
  created_at: string
  processed_at: string
}

test.each(each)('webhooks, page by page: %s', async (_name, scope) => {
  const got = await pages(
    `webhooks?${queryOf(scope, '', 'repository')}`,
    700,
    ({ data, pagination }: { data: Event[]; pagination: Section['pagination'] }) => ({
      data,
      pages: pagination.total_pages,
    }),
  )
  const expected = await webhooks(system.access, scope)
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
  const expected = await stories(system.access)
  expect(expected.length).toBeGreaterThan(40)
  for (const { repository, number, types, state, author, ...counts } of expected) {
    const answer = await ask<{ pr: object; summary: object; events: { event_type: string }[] }>(
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
    contributors(system.access, all, teams),
    commentResolution(system.access, all),
    crossTeam(system.access, all, teams),
  ])
  expect(people.pr_approvers.length).toBeGreaterThan(2)
  expect(people.pr_lgtm.length).toBeGreaterThan(2)
  expect(crossing.length).toBeGreaterThan(5)
  expect(threads.threads.filter((thread) => thread.can_be_merged_ms !== null).length).toBeGreaterThan(3)
})
