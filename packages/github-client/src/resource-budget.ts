/** What GitHub's `x-ratelimit-*` headers told of one resource. */
export interface RateReading {
  readonly limit: number
  readonly remaining: number
  /** Unix milliseconds. */
  readonly resetAt: number
}

// GitHub's reset wanders by a second between answers of one window.
const SAME_WINDOW_MS = 5_000
/** After the reset, as GitHub counts in whole seconds. */
export const AFTER_RESET_MS = 1_000
const FORECAST_FROM_MS = 600_000
const LEAST_SPAN_MS = 1_000

interface Sample {
  readonly at: number
  readonly remaining: number
}

/** The hourly budget of one resource, as the newest window's lowest reading tells it, and who is about to spend of it. */
export class ResourceBudget {
  #reading: RateReading | null = null
  #samples: Sample[] = []
  #warned = false
  /** Calls that are under way and have not told what is left. */
  reserved = 0

  /** Answers arrive in any order: within a window the lowest reading holds. */
  observe(reading: RateReading, now: number): void {
    const known = this.#reading
    if (known !== null && reading.resetAt < known.resetAt - SAME_WINDOW_MS) return
    const sameWindow = known !== null && reading.resetAt <= known.resetAt + SAME_WINDOW_MS
    if (!sameWindow) {
      this.#samples = []
      this.#warned = false
    }
    const remaining = sameWindow ? Math.min(known.remaining, reading.remaining) : reading.remaining
    const resetAt = sameWindow ? Math.max(known.resetAt, reading.resetAt) : reading.resetAt
    this.#reading = { limit: reading.limit, remaining, resetAt }
    this.#samples.push({ at: now, remaining })
    this.#samples = this.#samples.filter(({ at }) => at > now - FORECAST_FROM_MS)
  }

  /** Null: nothing is known, or the window that it was known of has ended. */
  reading(now: number): RateReading | null {
    return this.#reading !== null && now < this.#reading.resetAt + AFTER_RESET_MS ? this.#reading : null
  }

  /** When another call may be sent; Infinity: when one of those under way has ended. */
  opensAt(now: number): number {
    const reading = this.reading(now)
    if (reading === null || reading.remaining - this.reserved > 0) return now
    return this.reserved > 0 ? Number.POSITIVE_INFINITY : reading.resetAt + AFTER_RESET_MS
  }

  /** When nothing will be left if the last ten minutes go on; null: not before the reset, or unknown. */
  exhaustsAt(now: number): number | null {
    const reading = this.reading(now)
    const first = this.#samples[0]
    if (reading === null || first === undefined) return null
    if (reading.remaining === 0) return now
    const spent = first.remaining - reading.remaining
    if (spent <= 0) return null
    const at = now + (reading.remaining * Math.max(now - first.at, LEAST_SPAN_MS)) / spent
    return at < reading.resetAt ? Math.round(at) : null
  }

  /** True once per window, when less than `least` is left. */
  fellBelow(least: number, now: number): boolean {
    const reading = this.reading(now)
    // Search has 30 a minute, anonymous callers 60 an hour: such a budget is always low.
    if (reading === null || reading.limit <= least || reading.remaining >= least || this.#warned) return false
    this.#warned = true
    return true
  }
}

/** Reads the headers of an answer; null when they say nothing, as on a GitHub Enterprise Server without limits. */
export function rateReadingOf(headers: Headers): (RateReading & { readonly resource: string | null }) | null {
  const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map((name) =>
    wholeNumber(headers.get(`x-ratelimit-${name}`)),
  )
  if (limit == null || remaining == null || reset == null) return null
  return { limit, remaining, resetAt: reset * 1_000, resource: headers.get('x-ratelimit-resource') }
}

/** All budgets, as the body of `GET /rate_limit` tells them. */
export function rateReadingsIn(text: string): readonly (RateReading & { readonly resource: string })[] {
  const body: { resources?: Readonly<Record<string, Partial<Record<string, unknown>>>> } = JSON.parse(text)
  return Object.entries(body.resources ?? {}).flatMap(([resource, { limit, remaining, reset }]) =>
    typeof limit === 'number' && typeof remaining === 'number' && typeof reset === 'number'
      ? [{ resource, limit, remaining, resetAt: reset * 1_000 }]
      : [],
  )
}

function wholeNumber(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null
}
