import type { GitHubObject } from '../fields.ts'
import type { HookState } from './hook-state.ts'
import { hookRequest } from './request.ts'

/** What a hook's receiver answered. */
export interface HookAnswer {
  /** 0: nobody did. */
  readonly statusCode: number
  /** `OK`, or what was wrong, as GitHub's log words it. */
  readonly reason: string
  readonly seconds: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

interface Outgoing {
  readonly hook: HookState
  readonly target: number
  readonly guid: string
  readonly event: string
  readonly payload: GitHubObject
}

const tenSeconds = 10_000

/** Sends one delivery as GitHub does: it waits ten seconds for the answer and follows no redirect. */
export async function sendToHook(outgoing: Outgoing, stopped: AbortSignal) {
  const { hook, target, guid, event, payload } = outgoing
  const { body, headers } = hookRequest(hook, target, guid, event, payload)
  const started = performance.now()
  const seconds = () => Math.round(performance.now() - started) / 1000
  try {
    const signal = AbortSignal.any([stopped, AbortSignal.timeout(tenSeconds)])
    const response = await fetch(hook.url, { method: 'POST', headers, body, signal, redirect: 'manual' })
    const text = await response.text()
    const { status } = response
    const reason = status >= 200 && status < 400 ? 'OK' : `Invalid HTTP Response: ${status}`
    const answer: HookAnswer = {
      statusCode: status,
      reason,
      seconds: seconds(),
      headers: Object.fromEntries(response.headers),
      body: text,
    }
    return { answer, headers }
  } catch (error) {
    const isLate = error instanceof DOMException && error.name === 'TimeoutError'
    const reason = isLate ? 'timed out' : 'failed to connect to host'
    const answer: HookAnswer = { statusCode: 0, reason, seconds: seconds(), headers: {}, body: '' }
    return { answer, headers }
  }
}
