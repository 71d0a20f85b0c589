import { AFTER_RESET_MS } from './resource-budget.ts'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

export interface LimitHit {
  readonly limit: 'primary' | 'secondary'
  /** When GitHub says that it takes calls again, Unix milliseconds; null: it does not say. */
  readonly until: number | null
}

const LIMIT_WORDS = /rate limit|abuse detection/i

/**
 * Whether an answer says that the token has hit a limit, in the order of GitHub's documentation: `retry-after`, then
 * the reset of an empty budget, else unknown. A 403 for another reason is none.
 */
export function limitHit(answer: Answer, graphql: boolean, now: number): LimitHit | null {
  if (graphql ? !isGraphqlLimit(answer) : !isRestLimit(answer)) return null
  const { headers } = answer
  const retryAfter = Number(headers.get('retry-after'))
  if (retryAfter > 0) return { limit: 'secondary', until: now + retryAfter * 1_000 }
  const reset = Number(headers.get('x-ratelimit-reset'))
  if (headers.get('x-ratelimit-remaining') === '0' && reset > 0) {
    return { limit: 'primary', until: reset * 1_000 + AFTER_RESET_MS }
  }
  return { limit: 'secondary', until: null }
}

function isRestLimit({ status, headers, text }: Answer): boolean {
  if (status === 429) return true
  return status === 403 && (headers.has('retry-after') || LIMIT_WORDS.test(text))
}

function isGraphqlLimit(answer: Answer): boolean {
  if (answer.status !== 200) return isRestLimit(answer)
  return graphqlErrors(answer.text).some(
    ({ type, message }) =>
      /^RATE_LIMIT(ED)?$/.test(String(type)) || /secondary rate limit/i.test(String(message)),
  )
}

/** GraphQL's own 500: a 200 whose query broke on GitHub's side. */
export function isBrokenQuery({ status, text }: Answer): boolean {
  return (
    status === 200 &&
    graphqlErrors(text).some(({ message }) =>
      String(message).startsWith('Something went wrong while executing your query'),
    )
  )
}

/** Points that a GraphQL answer names, when the query asked for `rateLimit { cost }`. */
export function graphqlCost(text: string): number | null {
  const named = /"rateLimit":\s*\{[^{}]*"cost":\s*(\d{1,9})/.exec(text)
  return named === null ? null : Number(named[1])
}

interface GraphqlError {
  readonly type?: unknown
  readonly message?: unknown
}

function graphqlErrors(text: string): readonly GraphqlError[] {
  if (!text.includes('"errors"')) return []
  try {
    const body: { errors?: unknown } | null = JSON.parse(text)
    return Array.isArray(body?.errors)
      ? body.errors.filter((error) => typeof error === 'object' && error)
      : []
  } catch {
    // What is not JSON has no errors of GraphQL; Octokit says what it is.
    return []
  }
}
