interface Spent {
  readonly at: number
  readonly points: number
}

/** What was spent in the last `lengthMs`, and when there is room for more under `most`. */
export class PointsWindow {
  readonly most: number
  readonly #lengthMs: number
  readonly #spent: Spent[] = []
  #total = 0

  constructor(most: number, lengthMs: number) {
    this.most = most
    this.#lengthMs = lengthMs
  }

  spend(at: number, points: number): void {
    this.#spent.push({ at, points })
    this.#total += points
  }

  total(now: number): number {
    while (this.#spent[0] !== undefined && this.#spent[0].at <= now - this.#lengthMs) {
      this.#total -= this.#spent.shift()?.points ?? 0
    }
    return this.#total
  }

  /** The earliest time at which `points` more stay within the bound. */
  opensAt(points: number, now: number): number {
    let over = this.total(now) + points - this.most
    for (const { at, points: gone } of this.#spent) {
      if (over <= 0) return now
      over -= gone
      if (over <= 0) return at + this.#lengthMs
    }
    return now
  }
}
