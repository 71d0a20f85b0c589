import { LRUCache } from 'lru-cache'
import { AnswerCache, responseOf } from './answer-cache.ts'
import { cachedCall } from './call-record.ts'
import type { Sleep } from './clock.ts'
import type { Authorizer, Grant, Principal } from './credential.ts'
import { budgetIsLow, limitWasHit, sentAgain } from './events.ts'
import {
  type CallContext,
  type Exchange,
  isRepeatable,
  isWrite,
  newExchange,
  pathUnder,
  resourceOf,
} from './exchange.ts'
import { type Answer, isBrokenQuery } from './rate-answer.ts'
import { RepositoryTags } from './repository-tags.ts'
import { type Pass, RequestGate } from './request-gate.ts'
import { type RateReading, rateReadingOf, rateReadingsIn } from './resource-budget.ts'
import type { ResponseCache } from './response-cache.ts'
import { Sender, type SenderOptions, type Sent } from './sender.ts'

export interface TransportOptions extends SenderOptions {
  /** The root of the REST API, without a slash at its end. */
  readonly root: string
  readonly sleep: Sleep
  readonly concurrency: number
  readonly authorizer: Authorizer
  readonly cache: ResponseCache
}

const MOST_FAILURES = 3
const MOST_REFUSALS = 3
const MOST_HOPS = 5
const LOW_BUDGET = 100
const REPLICATED_WITHIN_MS = 5_000
const REDIRECT_LIVES_MS = 300_000

/**
 * What Octokit sends with, in place of `fetch`: authorization, limits, cache, retries and redirects of one credential.
 * A limit is waited for as long as it lasts; a failure of GitHub or of the network is tried again three times.
 */
export class Transport {
  readonly gates = new Map<Principal, RequestGate>()
  readonly cache: AnswerCache
  readonly #options: TransportOptions
  readonly #sender: Sender
  readonly #tags = new RepositoryTags()
  readonly #moved = new LRUCache<string, { readonly to: string; readonly until: number }>({ max: 1_000 })
  readonly #closing = new AbortController()
  #calls = 0

  constructor(options: TransportOptions) {
    this.#options = options
    this.#sender = new Sender(options)
    this.cache = new AnswerCache({ ...options, tags: this.#tags })
  }

  async fetch(url: string, init: RequestInit, context: CallContext): Promise<Response> {
    const exchange = this.#begin(url, init, context)
    for (;;) {
      const response = this.#fromCache(exchange) ?? (await this.#turn(exchange))
      if (response !== null) return response
    }
  }

  /** Calls that wait or are under way end with `reason`. */
  close(reason: Error): void {
    this.#closing.abort(reason)
    for (const gate of this.gates.values()) gate.close(reason)
  }

  #begin(url: string, init: RequestInit, context: CallContext): Exchange {
    this.#closing.signal.throwIfAborted()
    this.#calls += 1
    const exchange = newExchange(url, init, context, this.#calls, this.#closing.signal)
    const moved = exchange.method === 'GET' ? this.#moved.get(url) : undefined
    this.#aim(exchange, moved !== undefined && this.#now() < moved.until ? new URL(moved.to) : exchange.url)
    return exchange
  }

  #aim(exchange: Exchange, url: URL): void {
    const { method, context, accept } = exchange
    if (url.origin !== new URL(this.#options.root).origin) {
      throw new TypeError(`${url.origin} is not the API of this client: its token is not sent there`)
    }
    const path = pathUnder(this.#options.root, url)
    const key = `${this.#options.authorizer.principalOf(path)} ${url.href} ${accept}`
    const kept = method === 'GET' && context.kind !== null
    exchange.url = url
    exchange.path = path
    exchange.resource = resourceOf(path)
    exchange.write = isWrite(method, exchange.resource, context)
    const { forgotten } = this.cache
    exchange.asked = kept
      ? { key, url: url.href, path, kind: context.kind ?? 'other', accept, forgotten }
      : null
    exchange.found = kept ? this.cache.find(key) : null
  }

  #fromCache({ asked, found, context, resource, method }: Exchange): Response | null {
    if (asked === null || context.revalidate) return null
    const response = this.cache.fresh(found, asked.kind)
    if (response === null) return null
    const { authorizer } = this.#options
    const tokenHash = authorizer.tokenHashOf(authorizer.principalOf(asked.path))
    const { route, cause } = context
    this.#sender.tell(
      cachedCall({ method, route, resource, cause, tokenHash, at: this.#now(), durationMs: 0 }),
    )
    return response
  }

  /** One pass through the gate; null: there is more to do. */
  async #turn(exchange: Exchange): Promise<Response | null> {
    const { authorizer } = this.#options
    const principal = authorizer.principalOf(exchange.path)
    await authorizer.ready(principal)
    const gate = this.#gateOf(principal)
    const pass = await gate.enter(exchange)
    try {
      // The token may have run out, and a limit been hit, since the gate opened.
      const grant = authorizer.grant(principal)
      if (grant === null || !gate.stands(pass)) return null
      return await this.#attempt(exchange, gate, pass, grant)
    } finally {
      gate.leave(pass, exchange.write)
    }
  }

  async #attempt(exchange: Exchange, gate: RequestGate, pass: Pass, grant: Grant): Promise<Response | null> {
    const sent = await this.#send(exchange, grant)
    if (sent === null) return null
    const { answer, hit } = sent
    this.#observe(gate, exchange.resource, answer)
    if (hit === null) {
      gate.taken(pass)
      return this.#settle(exchange, grant, answer)
    }
    const before = gate.pausedUntil
    const until = gate.limited(pass, hit)
    if (until !== before) limitWasHit(this.#options.logger, hit, exchange.context.route, until)
    return null
  }

  /** Null: there was no answer, and it is to be sent again. */
  async #send(exchange: Exchange, grant: Grant): Promise<Sent | null> {
    const { context, found, accept, signal, init, resource, url } = exchange
    const { route, cause } = context
    const ifNoneMatch = found === null ? null : this.cache.condition(found, accept, grant.authorization)
    try {
      const outgoing = { url: url.href, init, route, resource, cause, grant, ifNoneMatch, signal }
      return await this.#sender.send(outgoing)
    } catch (error) {
      if (signal.aborted) throw signal.reason
      if (!this.#again(exchange, 0)) throw error
      return null
    }
  }

  #settle(exchange: Exchange, grant: Grant, answer: Answer): Response | null {
    const { asked, found, url, path, write, resource } = exchange
    const { status, headers, text } = answer
    if (status === 304 && asked !== null && found !== null) return this.cache.unchanged(asked, found, answer)
    if (this.#follow(exchange, answer)) return null
    const broken = status >= 500 || (resource === 'graphql' && isBrokenQuery(answer))
    if (broken && this.#again(exchange, status)) return null
    if (status === 401 && this.#withOtherToken(exchange, grant, answer)) return null
    if (status === 200 && asked !== null) {
      this.#learn(path, text)
      this.cache.store(asked, answer, grant.authorization)
    }
    if (status < 400 && write) this.cache.written(path)
    return responseOf(url.href, status, headers, text)
  }

  #again(exchange: Exchange, status: number): boolean {
    if (!isRepeatable(exchange) || exchange.failures >= MOST_FAILURES) return false
    exchange.failures += 1
    exchange.notBefore = this.#now() + exchange.failures ** 2 * 1_000
    sentAgain(this.#options.logger, exchange.context.route, status, exchange.failures)
    return true
  }

  /** 301, 307 and 308 repeat the request at its new place, 302 asks there; the token goes to GitHub alone. */
  #follow(exchange: Exchange, { status, headers }: Answer): boolean {
    const location = headers.get('location')
    const repeats = [301, 307, 308].includes(status)
    if (location === null || !(repeats || (status === 302 && !exchange.write))) return false
    const to = new URL(location, exchange.url)
    if (to.origin !== exchange.url.origin || exchange.hops >= MOST_HOPS) return false
    const from = exchange.url.href
    const fromPath = exchange.path
    exchange.hops += 1
    this.#aim(exchange, to)
    this.#tags.moved(fromPath, exchange.path)
    if (status !== 302) this.#moved.set(from, { to: to.href, until: this.#now() + REDIRECT_LIVES_MS })
    return true
  }

  /** A new installation token is refused until all of GitHub knows it, an old one once it was taken back; a JWT, when our clock is off. */
  #withOtherToken(exchange: Exchange, grant: Grant, { headers, text }: Answer): boolean {
    const { authorizer } = this.#options
    const now = this.#now()
    const isNew = grant.issuedAt !== null && now - grant.issuedAt < REPLICATED_WITHIN_MS
    exchange.refusals += 1
    const date = Date.parse(headers.get('date') ?? '')
    if (grant.principal === 'app' && /'(exp|iat)'/.test(text) && !Number.isNaN(date)) {
      authorizer.clockIsOff(date - now)
      return exchange.refusals === 1
    }
    if (grant.principal === 'installation' && isNew && exchange.refusals <= MOST_REFUSALS) {
      exchange.notBefore = now + exchange.refusals * 1_000
      return true
    }
    authorizer.refused(grant)
    // It ended early, or was taken back: another may be good.
    return grant.principal === 'installation' && exchange.refusals === 1
  }

  #observe(gate: RequestGate, asked: string, { status, headers, text }: Answer): void {
    const told = rateReadingOf(headers)
    if (told !== null) this.#observed(gate, { ...told, resource: told.resource ?? asked })
    if (asked !== 'rate_limit' || status !== 200) return
    for (const reading of rateReadingsIn(text)) this.#observed(gate, reading)
  }

  #observed(gate: RequestGate, reading: RateReading & { readonly resource: string }): void {
    const budget = gate.budgetOf(reading.resource)
    budget.observe(reading, this.#now())
    if (budget.fellBelow(LOW_BUDGET, this.#now())) {
      budgetIsLow(this.#options.logger, reading.resource, reading.remaining, reading.resetAt)
    }
  }

  #learn(path: string, text: string): void {
    if (!/^\/(repos\/[^/]+\/[^/]+|repositories\/\d+)$/.test(path) || !text.startsWith('{')) return
    const body: { id?: unknown; full_name?: unknown } = JSON.parse(text)
    if (typeof body.id !== 'number' || typeof body.full_name !== 'string') return
    this.#tags.seen(path, { id: body.id, full_name: body.full_name })
  }

  #gateOf(principal: Principal): RequestGate {
    const known = this.gates.get(principal) ?? new RequestGate(this.#options)
    this.gates.set(principal, known)
    return known
  }

  #now(): number {
    return this.#options.clock.now()
  }
}
