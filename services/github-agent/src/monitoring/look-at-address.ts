import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { lookupOf, safeAddress, UnsafeAddressError } from '@octometer/service-kit'
import { redactPath } from '@octometer/telemetry'

/** What one look at an address saw. */
export interface Look {
  readonly healthy: boolean
  readonly status: number | null
  readonly latency_ms: number | null
  readonly reason: string | null
}

const WITHIN_MS = 10_000
const SETTING = 'OCTO_HEALTH_ALLOWED_HOSTS'

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

export interface LookOptions {
  readonly end: AbortSignal
  /** Hosts that may have a private address. */
  readonly allowedHosts: readonly string[]
  readonly withinMs?: number
}

/**
 * Healthy is what answers 2xx within ten seconds, from a public address or an allowed host. Redirects are not followed: nobody
 * named where they lead.
 */
export async function lookAt(
  { url, authorization }: WatchedAddress,
  { end, allowedHosts, withinMs = WITHIN_MS }: LookOptions,
): Promise<Look> {
  const inTime = AbortSignal.timeout(withinMs)
  const startedAt = performance.now()
  const headers = { 'user-agent': 'octometer', ...(authorization && { authorization }) }
  try {
    const target = new URL(url)
    const address = await safeAddress(target.hostname, { allowedHosts, setting: SETTING })
    const signal = AbortSignal.any([end, inTime])
    const status = await statusOf(target, { headers, signal, lookup: lookupOf(address), agent: false })
    const latency_ms = Math.round(performance.now() - startedAt)
    const ok = status >= 200 && status < 300
    return { healthy: ok, status, latency_ms, reason: ok ? null : reasonOf(status) }
  } catch (error) {
    end.throwIfAborted()
    const unanswered = { healthy: false, status: null, latency_ms: null }
    if (inTime.aborted) return { ...unanswered, reason: `it did not answer within ${withinMs / 1_000} s` }
    return { ...unanswered, reason: whyNot(error) }
  }
}

/** What is answered, before its body. */
function statusOf(target: URL, options: RequestOptions): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const send = target.protocol === 'https:' ? httpsRequest : httpRequest
  const answered = (response: IncomingMessage) => {
    resolve(response.statusCode ?? 0)
    response.destroy()
  }
  send(target, options, answered).on('error', reject).end()
  return promise
}

function whyNot(error: unknown): string {
  const isPrivate = error instanceof UnsafeAddressError && error.code === 'address_not_public'
  // Which one it is, is nobody's matter who may read this.
  if (isPrivate) return `its host has an address that is not public: name it in ${SETTING} if it is meant`
  return `it cannot be reached${codeIn(error)}`
}

function reasonOf(status: number): string {
  const isRedirect = status >= 300 && status < 400
  return isRedirect ? `it answered ${status}: redirects are not followed` : `it answered ${status}`
}

/** ECONNREFUSED and the like; messages may hold the address. */
function codeIn(error: unknown): string {
  const causes = [error, error instanceof Error ? error.cause : undefined]
  const codes = causes.map((each) =>
    typeof each === 'object' && each !== null && 'code' in each ? each.code : undefined,
  )
  const code = codes.find((each) => typeof each === 'string' && /^[A-Z_0-9]+$/.test(each))
  return typeof code === 'string' ? `: ${code}` : ''
}
