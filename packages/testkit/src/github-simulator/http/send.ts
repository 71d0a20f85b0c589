import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Caller } from '../access/caller.ts'
import type { Answer } from './answer.ts'
import { resourceOf, type ServerState } from './server-state.ts'

/** What is answered, to whom, and what it cost of the primary limit. */
export interface Sent {
  readonly answer: Answer
  readonly cost: number
  readonly caller: Caller | null
  readonly url: URL
}

/** Sends an answer with the headers that GitHub adds, and notes the request. */
export function send(
  state: ServerState,
  request: IncomingMessage,
  response: ServerResponse,
  sent: Sent,
): void {
  const { answer, caller, url, cost } = sent
  const { clock, limits } = state.github
  const resource = resourceOf(url.pathname)
  const text = answer.text ?? (answer.body === undefined ? '' : JSON.stringify(answer.body))
  response.statusCode = answer.status
  const known = caller === null ? {} : { ...limits.headersOf(caller, resource), ...tokenHeaders(caller) }
  const headers: Record<string, string> = {
    date: new Date(clock.now()).toUTCString(),
    'content-type': 'application/json; charset=utf-8',
    'x-github-media-type': 'github.v3; format=json',
    'x-github-request-id': createHash('sha256')
      .update(String(state.requests.length))
      .digest('hex')
      .slice(0, 24),
    ...known,
    ...answer.headers,
  }
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  state.requests.push({
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.search,
    status: answer.status,
    cost,
    at: clock.now(),
    resource,
    budget: caller?.budget ?? '',
  })
  response.end(answer.status === 204 || answer.status === 304 ? undefined : text)
}

function tokenHeaders(caller: Caller): Record<string, string> {
  return caller.kind === 'classic' ? { 'x-oauth-scopes': caller.scopes.join(', ') } : {}
}
