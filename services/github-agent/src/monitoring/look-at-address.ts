import { redactPath } from '@octometer/telemetry'

/** What one look at an address saw. */
export interface Look {
  readonly healthy: boolean
  readonly status: number | null
  readonly latency_ms: number | null
  readonly reason: string | null
}

const WITHIN_MS = 10_000

/** An address that is watched, and how it is called. */
export interface WatchedAddress {
  /** Without a user, a password, a query, and what looks like a token in its path: these may be secrets. */
  readonly shown: string
  readonly url: string
  readonly authorization: string | null
}

/** Those of the same shown address are numbered. */
export function watchedAddresses(urls: readonly string[]): readonly WatchedAddress[] {
  const seen = new Map<string, number>()
  return urls.map((text) => {
    const url = new URL(text)
    const shown = `${url.origin}${redactPath(url.pathname)}`
    const count = (seen.get(shown) ?? 0) + 1
    seen.set(shown, count)
    const pair = [url.username, url.password].map(decodeURIComponent).join(':')
    url.username = ''
    url.password = ''
    url.hash = ''
    return {
      shown: count === 1 ? shown : `${shown}#${count}`,
      url: url.href,
      authorization: pair === ':' ? null : `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`,
    }
  })
}

/** Healthy is what answers 2xx within ten seconds. Redirects are not followed: nobody named where they lead. */
export async function lookAt(
  { url, authorization }: WatchedAddress,
  end: AbortSignal,
  withinMs = WITHIN_MS,
): Promise<Look> {
  const inTime = AbortSignal.timeout(withinMs)
  const startedAt = performance.now()
  try {
    const response = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.any([end, inTime]),
      headers: { 'user-agent': 'octometer', ...(authorization && { authorization }) },
    })
    const latency_ms = Math.round(performance.now() - startedAt)
    await response.body?.cancel()
    const { ok, status } = response
    return { healthy: ok, status, latency_ms, reason: ok ? null : reasonOf(status) }
  } catch (error) {
    end.throwIfAborted()
    const unanswered = { healthy: false, status: null, latency_ms: null }
    if (inTime.aborted) return { ...unanswered, reason: `it did not answer within ${withinMs / 1_000} s` }
    return { ...unanswered, reason: `it cannot be reached${codeIn(error)}` }
  }
}

function reasonOf(status: number): string {
  const isRedirect = status >= 300 && status < 400
  return isRedirect ? `it answered ${status}: redirects are not followed` : `it answered ${status}`
}

/** ECONNREFUSED and the like; messages may hold the address. */
function codeIn(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined
  return typeof code === 'string' ? `: ${code}` : ''
}
