import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Caller } from '../access/caller.ts'
import type { Resource } from '../limits/limits.ts'
import { type Answer, problem } from './answer.ts'
import { answerRest, type RestCall } from './answer-rest.ts'
import { entityTag, isMatched } from './entity-tag.ts'
import { send } from './send.ts'
import { readBody } from './server.ts'
import { resourceOf, type ServerState } from './server-state.ts'

/** Answers one request as GitHub would: fault, caller, limits, route, ETag. */
export async function respond(
  state: ServerState,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  state.inFlight += 1
  try {
    await respondInTime(state, request, response)
  } finally {
    state.inFlight -= 1
  }
}

async function respondInTime(state: ServerState, request: IncomingMessage, response: ServerResponse) {
  const { method = 'GET' } = request
  const url = new URL(request.url ?? '/', state.url)
  const text = await readBody(request)
  if (state.latency > 0) await realTime(state.latency)
  const fault = state.faults.take(`${method} ${url.pathname}`)
  if (fault?.kind === 'reset') return void request.socket.destroy()
  if (fault?.kind === 'slow') await realTime(fault.milliseconds)
  if (fault?.kind === 'status') {
    const page = fault.status === 502 ? 'Server Error' : 'Service unavailable'
    return send(state, request, response, { answer: problem(fault.status, page), caller: null, url, cost: 0 })
  }
  const caller = state.github.credentials.authenticate(request.headers.authorization)
  if ('status' in caller)
    return send(state, request, response, { answer: caller, caller: null, url, cost: 0 })
  const concurrent = (state.concurrent.get(caller.budget) ?? 0) + 1
  state.concurrent.set(caller.budget, concurrent)
  try {
    const outcome = await answerCaller(state, request, { method, url, text, caller, concurrent })
    send(state, request, response, { ...outcome, caller, url })
  } finally {
    state.concurrent.set(caller.budget, (state.concurrent.get(caller.budget) ?? 1) - 1)
  }
}

interface Asked extends RestCall {
  readonly concurrent: number
}

interface Outcome {
  readonly answer: Answer
  readonly cost: number
}

// The schema is large: who never asks for GraphQL does not read it.
async function answerGraph(state: ServerState, caller: Caller, text: string): Promise<Outcome> {
  const graph = await import('../graph/answer-graph.ts')
  return graph.answerGraph(state.github, caller, text, (name) => state.unsupported.add(name))
}

async function answerCaller(state: ServerState, request: IncomingMessage, asked: Asked): Promise<Outcome> {
  const { method, url, text, caller, concurrent } = asked
  const { limits } = state.github
  const resource = resourceOf(url.pathname)
  const isGraph = resource === 'graphql'
  const isWrite = isGraph ? /^\s*mutation/.test(text) : !['GET', 'HEAD', 'OPTIONS'].includes(method)
  const path = isRateLimit(url) ? null : caller.budget
  if (path !== null) state.pauses.arrived(`${path}/${resource}`, request.socket, `${method} ${url.pathname}`)
  const charge = { caller, resource, isWrite, createsContent: isWrite && !isGraph, concurrent }
  const refused = isRateLimit(url) ? null : limits.refuse(charge)
  if (refused !== null) {
    const isSecondary = refused.answer.headers?.['retry-after'] !== undefined
    const paused: readonly Resource[] = isSecondary ? ['core', 'search', 'graphql'] : [resource]
    for (const one of paused) state.pauses.told(`${caller.budget}/${one}`, refused.until, request.socket)
    return { answer: refused.answer, cost: 0 }
  }
  const { answer, cost } = isGraph
    ? await answerGraph(state, caller, text)
    : { answer: await answerRest(state.github, request, asked, state.url), cost: 1 }
  const tagged = withTag(request, method, answer)
  const spent = tagged.status === 304 || isRateLimit(url) ? 0 : cost
  limits.spend(caller, resource, spent)
  const bucket = limits.bucketOf(caller, resource)
  if (bucket.used >= bucket.limit)
    state.pauses.told(`${caller.budget}/${resource}`, bucket.resetAt, request.socket)
  return { answer: tagged, cost: spent }
}

function isRateLimit(url: URL): boolean {
  return url.pathname === '/rate_limit'
}

function withTag(request: IncomingMessage, method: string, answer: Answer): Answer {
  if (method !== 'GET' || answer.status !== 200) return answer
  const text = answer.text ?? JSON.stringify(answer.body)
  const etag = entityTag(request.headers, text)
  const headers = { ...answer.headers, etag, vary: 'Accept, Authorization, Cookie, X-GitHub-OTP' }
  if (isMatched(request.headers, etag)) return { status: 304, headers }
  return { status: 200, text, headers: { 'cache-control': 'private, max-age=60, s-maxage=60', ...headers } }
}

function realTime(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
