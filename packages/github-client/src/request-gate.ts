import type { Clock, Sleep } from './clock.ts'
import { PointsWindow } from './points-window.ts'
import type { LimitHit } from './rate-answer.ts'
import { ResourceBudget } from './resource-budget.ts'

export interface Turn {
  /** GitHub's name of the budget: `core`, `graphql`, `search`, … */
  readonly resource: string
  readonly write: boolean
  /** A call that comes again goes before those that came later. */
  readonly order: number
  /** Unix milliseconds; 0: at once. */
  readonly notBefore: number
  readonly signal: AbortSignal
}

export interface Pass {
  readonly resource: string
  /** Of the pause that it was let through after. */
  readonly epoch: number
}

interface Waiting extends Turn {
  readonly admit: (pass: Pass) => void
}

export interface GateOptions {
  readonly clock: Clock
  readonly sleep: Sleep
  /** Calls under way at once; GitHub bears 100 of all clients together. */
  readonly concurrency: number
}

const MINUTE_MS = 60_000
const BETWEEN_WRITES_MS = 1_000
const LONGEST_BACK_OFF_MS = 3_600_000

// https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits
const POINTS_A_MINUTE = { rest: 900, graphql: 2_000, search: 30 }
const READ_POINTS = 1
const WRITE_POINTS = 5

/**
 * Lets calls of one token through, in their order, as far as GitHub's limits allow; one timer serves all that wait.
 * When a limit is hit nothing passes before the pause ends, and then one call alone until it was answered.
 */
export class RequestGate {
  readonly #options: GateOptions
  readonly #points = {
    rest: new PointsWindow(POINTS_A_MINUTE.rest, MINUTE_MS),
    graphql: new PointsWindow(POINTS_A_MINUTE.graphql, MINUTE_MS),
    search: new PointsWindow(POINTS_A_MINUTE.search, MINUTE_MS),
  }
  readonly #budgets = new Map<string, ResourceBudget>()
  readonly #queue: Waiting[] = []
  #underWay = 0
  #writing = 0
  #lastWriteAt = Number.NEGATIVE_INFINITY
  #pausedUntil = 0
  #strikes = 0
  #epoch = 0
  #timer: { readonly at: number; readonly end: AbortController } | null = null
  #closed: Error | null = null

  constructor(options: GateOptions) {
    this.#options = options
  }

  get pausedUntil(): number {
    return this.#pausedUntil
  }

  /** False when a limit was hit after the pass was given and before it was used. */
  stands(pass: Pass): boolean {
    return pass.epoch === this.#epoch
  }

  get budgets(): ReadonlyMap<string, ResourceBudget> {
    return this.#budgets
  }

  budgetOf(resource: string): ResourceBudget {
    const known = this.#budgets.get(resource) ?? new ResourceBudget()
    this.#budgets.set(resource, known)
    return known
  }

  /** Points spent in the last minute on what `resource` belongs to, and how many GitHub bears. */
  pointsOf(resource: string): { readonly used: number; readonly most: number } {
    const window = this.#windowOf(resource)
    return { used: window.total(this.#options.clock.now()), most: window.most }
  }

  /** Resolves when the call may be sent, at that moment. Every pass must be given back with `leave`. */
  async enter(turn: Turn): Promise<Pass> {
    if (this.#closed !== null) throw this.#closed
    turn.signal.throwIfAborted()
    const admitted = Promise.withResolvers<Pass>()
    const waiting: Waiting = { ...turn, admit: admitted.resolve }
    const abandon = () => {
      const place = this.#queue.indexOf(waiting)
      if (place !== -1) this.#queue.splice(place, 1)
      admitted.reject(turn.signal.reason)
      this.#pump()
    }
    turn.signal.addEventListener('abort', abandon, { once: true })
    const later = this.#queue.findIndex(({ order }) => order > turn.order)
    this.#queue.splice(later === -1 ? this.#queue.length : later, 0, waiting)
    this.#pump()
    try {
      return await admitted.promise
    } finally {
      turn.signal.removeEventListener('abort', abandon)
    }
  }

  leave(pass: Pass, write: boolean): void {
    this.#underWay -= 1
    if (write) this.#writing -= 1
    this.budgetOf(pass.resource).reserved -= 1
    this.#pump()
  }

  /** GitHub took the call: nothing is left of earlier limits. */
  taken(pass: Pass): void {
    if (pass.epoch === this.#epoch) this.#strikes = 0
  }

  /** Stops everything; says until when. Answers to calls that were under way already are the same pause. */
  limited(pass: Pass, { until }: LimitHit): number {
    const now = this.#options.clock.now()
    if (pass.epoch === this.#epoch) {
      this.#epoch += 1
      this.#strikes += 1
      const doubled = 2 ** (this.#strikes - 1)
      const unsaid = now + Math.min(MINUTE_MS * doubled, LONGEST_BACK_OFF_MS)
      // A time that has passed, by a clock that is ahead of GitHub's, must not become a loop.
      const least = now + Math.min(1_000 * doubled, MINUTE_MS)
      this.#pausedUntil = Math.max(this.#pausedUntil, until ?? unsaid, least)
    } else {
      this.#pausedUntil = Math.max(this.#pausedUntil, until ?? 0)
    }
    return this.#pausedUntil
  }

  /** Whoever comes from now on gets the reason; who waits is told by its own signal. */
  close(reason: Error): void {
    this.#closed ??= reason
    this.#timer?.end.abort()
    this.#timer = null
  }

  #pump(): void {
    if (this.#closed !== null || this.#queue.length === 0) return
    const now = this.#options.clock.now()
    // Whatever keeps a call of a kind waiting keeps all later ones of it waiting too: letting others through frees nothing.
    const opens = new Map<string, number>()
    let next = Number.POSITIVE_INFINITY
    for (const waiting of [...this.#queue]) {
      const kind = `${waiting.resource} ${waiting.write}`
      const kindOpens = opens.get(kind) ?? this.#opensAt(waiting, now)
      if (kindOpens > now) opens.set(kind, kindOpens)
      const at = Math.max(kindOpens, waiting.notBefore)
      if (at <= now) this.#admit(waiting, now)
      else next = Math.min(next, at)
    }
    if (Number.isFinite(next)) this.#wakeAt(next, now)
  }

  #opensAt({ resource, write }: Turn, now: number): number {
    const most = this.#strikes > 0 ? 1 : this.#options.concurrency
    if (this.#underWay >= most || (write && this.#writing > 0)) return Number.POSITIVE_INFINITY
    return Math.max(
      this.#pausedUntil,
      write ? this.#lastWriteAt + BETWEEN_WRITES_MS : 0,
      this.#windowOf(resource).opensAt(write ? WRITE_POINTS : READ_POINTS, now),
      this.budgetOf(resource).opensAt(now),
    )
  }

  #admit(waiting: Waiting, now: number): void {
    const { resource, write, admit } = waiting
    this.#queue.splice(this.#queue.indexOf(waiting), 1)
    this.#underWay += 1
    this.budgetOf(resource).reserved += 1
    this.#windowOf(resource).spend(now, write ? WRITE_POINTS : READ_POINTS)
    if (write) {
      this.#writing += 1
      this.#lastWriteAt = now
    }
    admit({ resource, epoch: this.#epoch })
  }

  #windowOf(resource: string): PointsWindow {
    if (resource === 'graphql') return this.#points.graphql
    return resource === 'search' ? this.#points.search : this.#points.rest
  }

  #wakeAt(at: number, now: number): void {
    if (this.#timer !== null && this.#timer.at <= at) return
    this.#timer?.end.abort()
    const timer = { at, end: new AbortController() }
    this.#timer = timer
    const over = () => {
      if (this.#timer !== timer) return
      this.#timer = null
      this.#pump()
    }
    // An aborted sleep has been replaced by an earlier one, or the gate is closed.
    this.#options.sleep(at - now, timer.end.signal).then(over, over)
  }
}
