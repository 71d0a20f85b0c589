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
  const caller = state.github.credentials.authenticate(request.headers.authorization)
  if ('status' in caller) {
    await readBody(request)
    return send(state, request, response, { answer: caller, caller: null, url, cost: 0 })
  }
  const underWay = state.underWay.get(caller.budget) ?? { now: 0, most: 0 }
  state.underWay.set(caller.budget, underWay)
  underWay.now += 1
  underWay.most = Math.max(underWay.most, underWay.now)
  try {
    // What came in the same moment is counted before any of it is answered.
    await turn()
    const text = await readBody(request)
    const broken = await strike(state, request, `${method} ${url.pathname}`)
    if (broken === 'reset') return
    const asked = { method, url, text, caller, concurrent: underWay.now, mostAtOnce: underWay.most }
    const outcome = broken ?? (await answerCaller(state, request, asked))
    send(state, request, response, { ...outcome, caller, url })
  } finally {
    underWay.now -= 1
  }
}

/** Lets the planned fault happen; null: the request goes on. */
async function strike(
  state: ServerState,
  request: IncomingMessage,
  what: string,
): Promise<Outcome | 'reset' | null> {
  if (state.latency > 0) await realTime(state.latency)
  const fault = state.faults.take(what)
  if (fault?.kind === 'slow') await realTime(fault.milliseconds)
  if (fault?.kind === 'reset') {
    request.socket.destroy()
    return 'reset'
  }
  if (fault?.kind !== 'status') return null
  return {
    answer: problem(fault.status, fault.status === 502 ? 'Server Error' : 'Service unavailable'),
    cost: 0,
  }
}

interface Asked extends RestCall {
  /** Requests of this caller under way, this one among them. */
  readonly concurrent: number
  readonly mostAtOnce: number
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
  const { method, url, text, caller, concurrent, mostAtOnce } = asked
  const { limits } = state.github
  const resource = resourceOf(url.pathname)
  const isGraph = resource === 'graphql'
  const isFree = url.pathname === '/rate_limit'
  const isWrite = isGraph ? isMutation.test(text) : !['GET', 'HEAD', 'OPTIONS'].includes(method)
  const budget = `${caller.budget}/${resource}`
  const what = `${method} ${url.pathname}`
  if (!isFree) state.pauses.arrived({ budget, socket: request.socket, mostAtOnce, what })
  const charge = { caller, resource, isWrite, createsContent: isWrite && !isGraph, concurrent }
  const refused = isFree ? null : limits.refuse(charge)
  if (refused !== null) {
    const isSecondary = refused.answer.headers?.['retry-after'] !== undefined
    const paused: readonly Resource[] = isSecondary ? ['core', 'search', 'graphql'] : [resource]
    for (const one of paused) state.pauses.told(`${caller.budget}/${one}`, refused.until, request.socket)
    return { answer: refused.answer, cost: 0 }
  }
  if (isGraph) {
    const outcome = await answerGraph(state, caller, text)
    limits.spend(caller, resource, outcome.cost)
    return told(state, request, caller, resource, outcome)
  }
  // Taken before the answer is made, so that many at once cannot overdraw; given back for a 304.
  if (!isFree) limits.spend(caller, resource, 1)
  const answer = withTag(request, method, await answerRest(state.github, request, asked, state.url))
  const isRefunded = answer.status === 304 && !isFree
  if (isRefunded) limits.spend(caller, resource, -1)
  return told(state, request, caller, resource, { answer, cost: isFree || isRefunded ? 0 : 1 })
}

const isMutation = /"query"\s*:\s*"\s*mutation/

/** The answer that says that nothing remains tells to wait. */
function told(
  { github, pauses }: ServerState,
  { socket }: IncomingMessage,
  caller: Caller,
  resource: Resource,
  outcome: Outcome,
): Outcome {
  const bucket = github.limits.bucketOf(caller, resource)
  if (bucket.used >= bucket.limit) pauses.told(`${caller.budget}/${resource}`, bucket.resetAt, socket)
  return outcome
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

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
