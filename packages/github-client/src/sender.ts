import type { ApiCall } from '@octometer/event-contracts'
import { type Logger, withSpan } from '@octometer/telemetry'
import { type CallFacts, sentCall } from './call-record.ts'
import type { Clock } from './clock.ts'
import type { Grant } from './credential.ts'
import { type CallOutcome, callNotTold, callSent } from './events.ts'
import { type Answer, type LimitHit, limitHit } from './rate-answer.ts'

export interface Outgoing {
  readonly url: string
  readonly init: RequestInit
  readonly route: string
  readonly resource: string
  readonly cause: string | null
  readonly grant: Grant
  /** Null: GitHub's answer is wanted whatever it knows us to have. */
  readonly ifNoneMatch: string | null
  readonly signal: AbortSignal
}

export interface Sent {
  readonly answer: Answer
  readonly hit: LimitHit | null
}

export interface SenderOptions {
  readonly clock: Clock
  readonly logger: Logger
  readonly onCall: (call: ApiCall) => void
  /** For one request and its whole answer, of the machine's time. */
  readonly timeoutMs: number
}

/** Sends one request, once, and tells of it: a span, instruments, and a call event. The token is put on here and nowhere else. */
export class Sender {
  readonly #options: SenderOptions

  constructor(options: SenderOptions) {
    this.#options = options
  }

  /** Throws what `fetch` throws when there is no answer. */
  async send(outgoing: Outgoing): Promise<Sent> {
    const { clock } = this.#options
    const { route, init, grant, resource, cause } = outgoing
    const method = init.method ?? 'GET'
    const at = clock.now()
    const startedAt = performance.now()
    const facts = (): CallFacts => {
      const { tokenHash } = grant
      return { method, route, resource, cause, tokenHash, at, durationMs: performance.now() - startedAt }
    }
    try {
      const answer = await this.#inSpan(method, outgoing)
      const hit = limitHit(answer, resource === 'graphql', clock.now())
      const outcome = outcomeOf(answer.status, hit)
      this.#tell(sentCall(facts(), answer, hit !== null), outcome)
      return { answer, hit }
    } catch (error) {
      this.#tell(sentCall(facts(), null, false), 'unreachable')
      throw error
    }
  }

  /** A call event that no request belongs to. */
  tell(call: ApiCall): void {
    try {
      this.#options.onCall(call)
    } catch (error) {
      callNotTold(this.#options.logger, error)
    }
  }

  #tell(call: ApiCall, outcome: CallOutcome): void {
    callSent(call, outcome)
    this.tell(call)
  }

  #inSpan(method: string, outgoing: Outgoing): Promise<Answer> {
    const { route, resource } = outgoing
    const attributes = {
      'http.request.method': method,
      'url.template': route,
      'octo.github.resource': resource,
    }
    const options = { scope: 'github-client', role: 'client', attributes } as const
    return withSpan(`GitHub ${method} ${route}`, options, async (span) => {
      const answer = await this.#fetch(outgoing)
      span.setAttribute('http.response.status_code', answer.status)
      if (answer.status >= 400) span.setAttribute('error.type', String(answer.status))
      return answer
    })
  }

  async #fetch({ url, init, grant, ifNoneMatch, signal }: Outgoing): Promise<Answer> {
    const headers = new Headers(init.headers)
    headers.set('authorization', grant.authorization)
    if (ifNoneMatch !== null) headers.set('if-none-match', ifNoneMatch)
    const response = await fetch(url, {
      ...init,
      headers,
      // `fetch` would follow with a request that nobody counts.
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(this.#options.timeoutMs)]),
    })
    return { status: response.status, headers: response.headers, text: await response.text() }
  }
}

function outcomeOf(status: number, hit: LimitHit | null): CallOutcome {
  if (hit !== null) return 'limited'
  if (status >= 500) return 'failed'
  return status >= 400 ? 'refused' : 'ok'
}
