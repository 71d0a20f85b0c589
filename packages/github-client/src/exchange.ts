import type { AskedFor } from './answer-cache.ts'
import type { CacheKind } from './events.ts'
import type { CachedAnswer } from './response-cache.ts'

export interface CallContext {
  /** The template, for names of repositories do not belong in metrics. */
  readonly route: string
  /** Null: the answer is not kept. */
  readonly kind: CacheKind | null
  /** Ask GitHub even if a fresh answer is at hand. */
  readonly revalidate: boolean
  /** GraphQL's mutations. */
  readonly mutates: boolean
  /** The delivery that makes us ask. */
  readonly cause: string | null
  readonly signal: AbortSignal | null
  readonly urgent: boolean
}

/** Before every call that is not urgent, and among those that are in their order. */
const URGENT = Number.MIN_SAFE_INTEGER / 2

/** One call, through all its attempts. */
export interface Exchange {
  readonly context: CallContext
  readonly init: RequestInit
  readonly method: string
  readonly accept: string
  readonly order: number
  readonly signal: AbortSignal
  write: boolean
  url: URL
  /** After the root of the API. */
  path: string
  resource: string
  /** Null: its answer is neither looked up nor kept. */
  asked: AskedFor | null
  found: CachedAnswer | null
  failures: number
  refusals: number
  hops: number
  notBefore: number
}

export function newExchange(
  url: string,
  init: RequestInit,
  context: CallContext,
  order: number,
  closing: AbortSignal,
): Exchange {
  const signals = [closing, ...(context.signal === null ? [] : [context.signal])]
  return {
    context,
    init,
    method: init.method ?? 'GET',
    accept: new Headers(init.headers).get('accept') ?? '*/*',
    order: context.urgent ? URGENT + order : order,
    signal: AbortSignal.any(signals),
    write: false,
    url: new URL(url),
    path: '',
    resource: 'core',
    asked: null,
    found: null,
    failures: 0,
    refusals: 0,
    hops: 0,
    notBefore: 0,
  }
}

/** The path after the API's root; GitHub Enterprise Server has GraphQL beside `/api/v3`, not under it. */
export function pathUnder(root: string, url: URL): string {
  const base = new URL(root).pathname.replace(/\/$/, '')
  return url.pathname.startsWith(`${base}/`) ? url.pathname.slice(base.length) : url.pathname
}

/** The budget that GitHub will take it from, as far as a path tells. */
export function resourceOf(path: string): string {
  if (path === '/graphql' || path === '/api/graphql') return 'graphql'
  // It tells of all budgets and takes of none, even when they are empty.
  if (path === '/rate_limit') return 'rate_limit'
  if (path.startsWith('/search/code')) return 'code_search'
  return path.startsWith('/search/') ? 'search' : 'core'
}

export function isWrite(method: string, resource: string, { mutates }: CallContext): boolean {
  return resource === 'graphql' ? mutates : method !== 'GET' && method !== 'HEAD'
}

/** Creating is not repeated when nobody knows whether it was done: it would be refused, or done twice. */
export function isRepeatable({ write, method, path }: Exchange): boolean {
  return !write || method !== 'POST' || /^\/app\/installations\/\d+\/access_tokens$/.test(path)
}
