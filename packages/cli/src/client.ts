import { type AnswerOf, type ApiRoute, problem } from '@octometer/gateway-api'
import type { z } from 'zod'
import { CliError } from './cli-error.ts'
import { type ExitCode, exitCodes } from './exit-code.ts'
import { plainText } from './render/plain-text.ts'
import { cut } from './render/text-width.ts'
import type { Server } from './server.ts'

/** What a route takes; what it has no parameters for is left out. */
interface Asked<R extends ApiRoute> {
  readonly path?: z.input<R['pathParameters']>
  readonly query?: z.input<R['query']>
  readonly body?: z.input<NonNullable<R['body']>>
}

export interface Answered<T> {
  /** As it came. */
  readonly text: string
  /** What the schema makes of it. Throws CliError for an answer that is none of the route's. */
  read(): T
}

/** The gateway, asked by its own schemas. */
export interface Client {
  readonly server: Server
  /** Throws CliError, with the gateway's own words where it has some. */
  ask<R extends ApiRoute>(route: R, asked?: Asked<R>): Promise<Answered<AnswerOf<R>>>
  /** The same without reading the answer, for what is streamed. */
  open(path: string, init?: RequestInit): Promise<Response>
}

const ANSWER_MS = 60_000

export function createClient(server: Server, ended: AbortSignal): Client {
  const open = async (path: string, init: RequestInit = {}) => {
    const response = await reach(server, path, { ...init, signal: init.signal ?? ended })
    if (!response.ok) throw refusal(server, response.status, await response.text())
    return response
  }
  return {
    server,
    open,
    async ask(route, { path, query, body } = {}) {
      const limit = AbortSignal.timeout(ANSWER_MS)
      const response = await open(pathOf(route, path ?? {}, query ?? {}), {
        method: route.method.toUpperCase(),
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
        signal: AbortSignal.any([ended, limit]),
      })
      const text = await response.text().catch((cause: unknown) => {
        throw notReached(server, cause)
      })
      return { text, read: () => checked(route, text) }
    },
  }
}

async function reach(server: Server, path: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers)
  if (server.key !== null) headers.set('authorization', `Bearer ${server.key}`)
  try {
    // Who answers with another address would be given the key.
    return await fetch(`${server.url}${path}`, { ...init, headers, redirect: 'error' })
  } catch (cause) {
    throw notReached(server, cause)
  }
}

export function pathOf(route: ApiRoute, path: object, query: object): string {
  const values = new Map(Object.entries(path).map(([name, value]) => [name, String(value)]))
  const filled = route.path.replaceAll(/\{(\w+)\}/g, (_, name) => encodeURIComponent(values.get(name) ?? ''))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== undefined) search.append(name, String(each))
    }
  }
  return search.size === 0 ? filled : `${filled}?${search}`
}

function checked<R extends ApiRoute>(route: R, text: string): AnswerOf<R> {
  try {
    return route.answer.parse(JSON.parse(text)) as AnswerOf<R>
  } catch (cause) {
    throw new CliError(
      'unknown_answer',
      exitCodes.broken,
      `the answer to ${route.operationId} is not what this version of octometer knows: see whether \`octometer --version\` and the server’s are the same; --json shows it as it came`,
      { cause },
    )
  }
}

function notReached({ url, source }: Server, cause: unknown): CliError {
  const message =
    source === 'default'
      ? `no Octometer answers at ${url} (${reasonOf(cause)}): start one with \`npm start\` or \`npm run demo\`, or say where it is with OCTO_URL or \`octometer profile add\``
      : `Octometer at ${url} (${source}) does not answer (${reasonOf(cause)}): see whether it runs; \`octometer doctor\` looks at what it needs`
  return new CliError('not_reached', exitCodes.notReached, message, { cause })
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (!(cause instanceof Error)) return 'it failed'
  if (cause.name === 'TimeoutError') return `nothing within ${ANSWER_MS / 1e3} seconds`
  return 'code' in cause && cause.code === 'ECONNREFUSED' ? 'connection refused' : cause.message
}

function refusal(server: Server, status: number, text: string): CliError {
  const told = problem.safeParse(parsed(text)).data
  const detail = cut(plainText(told?.detail ?? `it answered ${status}`).replace(/[.:]$/, ''), DETAIL_COLUMNS)
  const code = told?.code ?? `http_${status}`
  const advice = adviceFor(server, status)
  return new CliError(code, exitOf(status), `${detail} (${code})${advice === '' ? '' : `: ${advice}`}`)
}

/** ClickHouse tells of a wrong statement everything that would have been right. */
const DETAIL_COLUMNS = 400

function adviceFor({ key, source }: Server, status: number): string {
  if (status === 401 && key === null) return 'set OCTO_API_KEY, or add a profile with a key'
  if (status === 401)
    return `the key of ${source} is not, or no longer, one of the server’s: set OCTO_API_KEY`
  if (status === 403) return 'ask with a key whose role is higher, or that may see these repositories'
  if (status === 429) return 'wait a moment'
  if (status === 503) return '`octometer doctor` says what is missing'
  return ''
}

function exitOf(status: number): ExitCode {
  if (status === 401 || status === 403) return exitCodes.notAllowed
  if (status === 404) return exitCodes.notFound
  if (status === 409) return exitCodes.conflict
  if (status >= 500 || status === 429) return exitCodes.notReached
  return exitCodes.wrongUsage
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
