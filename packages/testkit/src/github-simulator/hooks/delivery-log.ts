import type { SimulatedClock } from '../clock.ts'
import type { GitHubObject } from '../fields.ts'

/** One attempt at one delivery, as GitHub logs it. */
export interface LoggedAttempt {
  readonly id: number
  readonly guid: string
  readonly deliveredAt: number
  readonly redelivery: boolean
  /** Seconds. */
  readonly duration: number
  /** `OK`, or what was wrong. */
  readonly status: string
  /** 0 when nobody answered. */
  readonly statusCode: number
  readonly event: string
  readonly action: string | null
  readonly installationId: number | null
  readonly repositoryId: number | null
  readonly throttledAt: number | null
  /** Where it was sent. */
  readonly url: string
  readonly payload: GitHubObject
  readonly requestHeaders: Readonly<Record<string, string>>
  readonly responseHeaders: Readonly<Record<string, string>>
  readonly response: string
}

interface LogPage {
  /** The newest first. */
  readonly attempts: readonly LoggedAttempt[]
  /** Null: that was the last page. */
  readonly nextCursor: string | null
}

/** A failed attempt stays in it when a later one succeeds; what is older than the retention is gone. */
export interface DeliveryLog {
  append(attempt: LoggedAttempt): void
  /** Null: there is no such attempt, or no longer. */
  find(id: number): LoggedAttempt | null
  /** Throws RangeError for a cursor that GitHub did not make. */
  page(size: number, cursor: string | null, status: 'success' | 'failure' | null): LogPage
  all(): readonly LoggedAttempt[]
}

export function createDeliveryLog(clock: SimulatedClock, retention: number): DeliveryLog {
  let kept: LoggedAttempt[] = []
  const forget = () => {
    const edge = clock.now() - retention
    if ((kept[0]?.deliveredAt ?? edge) >= edge) return
    const first = kept.findIndex(({ deliveredAt }) => deliveredAt >= edge)
    kept = first === -1 ? [] : kept.slice(first)
  }
  return {
    append(attempt) {
      kept.push(attempt)
    },
    all() {
      forget()
      return kept
    },
    find(id) {
      forget()
      return kept.find((attempt) => attempt.id === id) ?? null
    },
    page(size, cursor, status) {
      forget()
      const before = cursor === null ? Number.POSITIVE_INFINITY : idOf(cursor)
      const attempts: LoggedAttempt[] = []
      for (let index = kept.length - 1; index >= 0; index -= 1) {
        const attempt = kept[index]
        if (attempt === undefined || attempt.id >= before) continue
        if (status !== null && isSuccess(attempt) !== (status === 'success')) continue
        // One more is there: that is what a next page is for.
        if (attempts.length === size) return { attempts, nextCursor: `v1_${attempts.at(-1)?.id}` }
        attempts.push(attempt)
      }
      return { attempts, nextCursor: null }
    },
  }
}

export function isSuccess({ statusCode }: LoggedAttempt): boolean {
  return statusCode >= 200 && statusCode < 400
}

function idOf(cursor: string): number {
  const [, digits] = /^v1_(\d+)$/.exec(cursor) ?? []
  if (digits === undefined) throw new RangeError(`${cursor} is no cursor`)
  return Number(digits)
}
