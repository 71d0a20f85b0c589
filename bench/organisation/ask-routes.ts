import { setTimeout as sleep } from 'node:timers/promises'
import { createRandom } from '../query/questions.ts'
import { BENCH_KEY } from '../system/services.ts'
import { cpuSeconds } from '../system/usage.ts'
import type { Organisation } from './expressions.ts'
import type { Known, Numbered } from './known.ts'
import type { Route, RouteQuestion } from './route-questions.ts'

/** An answer that a benchmark cannot count. */
class WrongAnswerError extends Error {
  override readonly name = 'WrongAnswerError'
  readonly code = 'wrong_answer'
}

interface OpenApi {
  readonly paths: Readonly<
    Record<
      string,
      { readonly get?: { readonly parameters?: readonly { readonly name: string; readonly in: string }[] } }
    >
  >
}

/** Every GET route that the gateway documents. */
export async function documentedRoutes(url: string): Promise<readonly Route[]> {
  const { paths } = await ask<OpenApi>(`${url}/openapi.json`)
  return Object.entries(paths).flatMap(([path, { get }]) =>
    get === undefined
      ? []
      : [
          {
            path,
            parameters: (get.parameters ?? []).filter((each) => each.in === 'query').map(({ name }) => name),
          },
        ],
  )
}

const SAMPLES = 12

/** Some things that there are, from all over the year. */
export async function findKnown(url: string, organisation: Organisation): Promise<Known> {
  const guids: string[] = []
  const pullRequests: Numbered[] = []
  const issues: Numbered[] = []
  for (let index = 0; index < SAMPLES; index += 1) {
    const until = new Date(
      organisation.until.getTime() - (index * organisation.days * 86_400_000) / SAMPLES,
    ).toISOString()
    const deliveries = await ask<{ data: { guid: string }[] }>(
      `${url}/api/v1/deliveries?limit=50&until=${until}`,
    )
    guids.push(...deliveries.data.map(({ guid }) => guid))
    pullRequests.push(...(await findNumbered(`${url}/api/v1/pull-requests?limit=50&until=${until}`)))
    issues.push(...(await findNumbered(`${url}/api/v1/issues?limit=50&until=${until}`)))
  }
  return { organisation, guids, pullRequests, issues }
}

async function findNumbered(url: string): Promise<readonly Numbered[]> {
  const { data } = await ask<{ data: Numbered[] }>(url)
  return data.map(({ repository, number }) => ({ repository, number }))
}

export interface RouteAnswers {
  readonly route: string
  readonly what: string
  /** Milliseconds of every run, in order. */
  readonly milliseconds: readonly number[]
}

const WARM_UP_RUNS = 2
/** What takes longer is asked once. */
const SLOW_MS = 3_000
const PATIENCE_MS = 20_000

export interface Asked {
  readonly url: string
  /** The process of ClickHouse: it goes on with what nobody waits for any more. */
  readonly clickhouse: number
  readonly runs: number
}

/** Asks every question so many times, one after the other, the questions taking turns; what is slow at first only once. */
export async function askRoutes(
  { url, clickhouse, runs }: Asked,
  questions: readonly RouteQuestion[],
): Promise<readonly RouteAnswers[]> {
  const random = createRandom(20_260_101)
  const turns: { question: RouteQuestion; milliseconds: number[]; cursor: string | null }[] = []
  const slow: RouteAnswers[] = []
  for (const question of questions) {
    const first = await time(`${url}${question.path(random)}`)
    if (first < SLOW_MS) turns.push({ question, milliseconds: [], cursor: await turnPages(url, question) })
    else slow.push({ route: question.route, what: question.what, milliseconds: [first] })
    if (first >= PATIENCE_MS) await untilIdle(clickhouse)
  }
  for (let run = -WARM_UP_RUNS; run < runs; run += 1) {
    for (const { question, milliseconds, cursor } of turns) {
      const path = question.path(random)
      const taken = await time(
        `${url}${path}${cursor === null ? '' : `${path.includes('?') ? '&' : '?'}cursor=${cursor}`}`,
      )
      if (run >= 0) milliseconds.push(taken)
    }
  }
  const asked = turns.map(({ question: { route, what }, milliseconds }) => ({ route, what, milliseconds }))
  return [...asked, ...slow]
}

/** Milliseconds until the answer was there, or until nobody waited for it any more. */
async function time(url: string): Promise<number> {
  const began = performance.now()
  const patience = AbortSignal.timeout(PATIENCE_MS)
  await ask(url, patience).catch((error: unknown) => {
    if (!patience.aborted) throw error
  })
  return performance.now() - began
}

const LONGEST_WAIT_SECONDS = 300

async function untilIdle(pid: number): Promise<void> {
  for (let waited = 0; waited < LONGEST_WAIT_SECONDS; waited += 1) {
    const before = (await cpuSeconds(pid)) ?? 0
    await sleep(1_000)
    if (((await cpuSeconds(pid)) ?? 0) - before < 0.1) return
  }
}

/** Milliseconds of every run until the last of these answers was there, all asked at once. */
export async function askOverview(
  url: string,
  paths: readonly string[],
  runs: number,
): Promise<readonly number[]> {
  const milliseconds: number[] = []
  for (let run = -WARM_UP_RUNS; run < runs; run += 1) {
    const began = performance.now()
    await Promise.all(paths.map((path) => ask(`${url}${path}`)))
    if (run >= 0) milliseconds.push(performance.now() - began)
  }
  return milliseconds
}

/** The cursor of the page to be timed; null for the first one, or where there are fewer. */
async function turnPages(url: string, { path, pages }: RouteQuestion): Promise<string | null> {
  let cursor: string | null = null
  for (let page = 0; page < pages; page += 1) {
    const first = path(createRandom(1))
    const separator = first.includes('?') ? '&' : '?'
    const answer: { page: { next_cursor: string | null } } = await ask(
      `${url}${first}${cursor === null ? '' : `${separator}cursor=${cursor}`}`,
    )
    if (answer.page.next_cursor === null) return cursor
    cursor = answer.page.next_cursor
  }
  return cursor
}

async function ask<T>(url: string, signal: AbortSignal | null = null): Promise<T> {
  const answer = await fetch(url, { headers: { 'x-api-key': BENCH_KEY }, signal }).catch((cause: unknown) => {
    throw new WrongAnswerError(`${url} was not answered`, { cause })
  })
  const text = await answer.text()
  if (!answer.ok) throw new WrongAnswerError(`${url} was answered ${answer.status}: ${text.slice(0, 500)}`)
  // The gateway's own tests hold its answers to their schemas.
  const body: T = JSON.parse(text)
  return body
}
