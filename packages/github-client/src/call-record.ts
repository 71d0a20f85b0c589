import { randomUUID } from 'node:crypto'
import type { ApiCall } from '@octometer/event-contracts'
import { type Answer, graphqlCost } from './rate-answer.ts'
import { rateReadingOf } from './resource-budget.ts'

export interface CallFacts {
  readonly method: string
  readonly route: string
  readonly resource: string
  readonly cause: string | null
  readonly tokenHash: string
  /** Unix milliseconds, when it was sent. */
  readonly at: number
  readonly durationMs: number
}

/** A request that was sent; without an answer its status is 0 and what it cost unknown. */
export function sentCall(facts: CallFacts, answer: Answer | null, limited: boolean): ApiCall {
  const reading = answer === null ? null : rateReadingOf(answer.headers)
  return {
    ...identity(facts),
    resource: reading?.resource ?? facts.resource,
    status: answer?.status ?? 0,
    cached: answer?.status === 304,
    cost: answer === null ? null : costOf(facts, answer, limited),
    limit: reading?.limit ?? null,
    remaining: reading?.remaining ?? null,
    reset_at: reading === null ? null : new Date(reading.resetAt).toISOString(),
  }
}

/** An answer that GitHub was not asked for. */
export function cachedCall(facts: CallFacts): ApiCall {
  return {
    ...identity(facts),
    resource: facts.resource,
    status: 200,
    cached: true,
    cost: 0,
    limit: null,
    remaining: null,
    reset_at: null,
  }
}

function identity({ method, route, cause, tokenHash, at, durationMs }: CallFacts) {
  return {
    call_id: randomUUID(),
    at: new Date(at).toISOString(),
    token_hash: tokenHash,
    method: methodOf(method),
    route,
    duration_ms: Math.round(durationMs * 1_000) / 1_000,
    delivery_id: cause,
  }
}

/** In points of the primary limit: a 304 and a refusal for a limit cost none. */
function costOf({ resource, route }: CallFacts, { status, text }: Answer, limited: boolean): number | null {
  if (limited || status === 304 || route === '/rate_limit') return 0
  return resource === 'graphql' ? graphqlCost(text) : 1
}

function methodOf(method: string): ApiCall['method'] {
  switch (method) {
    case 'GET':
    case 'HEAD':
    case 'POST':
    case 'PATCH':
    case 'PUT':
    case 'DELETE':
      return method
    default:
      return 'OPTIONS'
  }
}
