/** What goes wrong with a request. */
type Fault =
  | { readonly kind: 'status'; readonly status: 404 | 500 | 502 | 503 }
  /** The connection is cut. */
  | { readonly kind: 'reset' }
  /** Real milliseconds more than others take. */
  | { readonly kind: 'slow'; readonly milliseconds: number }

interface FaultPlan {
  /** How many requests it strikes. 1. */
  readonly times?: number
  /** Only requests whose `METHOD /path` it matches. */
  readonly on?: RegExp
}

export interface Faults {
  plan(fault: Fault, plan?: FaultPlan): void
  /** What was planned strikes nobody any more. */
  clear(): void
  /** The fault that strikes this request; it is used up. */
  take(request: string): Fault | null
}

export function createFaults(): Faults {
  const planned: { readonly fault: Fault; left: number; readonly on: RegExp }[] = []
  return {
    plan(fault, { times = 1, on = /./ } = {}) {
      planned.push({ fault, left: times, on })
    },
    clear() {
      planned.length = 0
    },
    take(request) {
      const found = planned.find(({ left, on }) => left > 0 && on.test(request))
      if (found === undefined) return null
      found.left -= 1
      return found.fault
    },
  }
}
