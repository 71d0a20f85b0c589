/** So many attempts in a row that nothing came of: the receiver is taken to be down. */
const DOWN_AFTER = 10

/**
 * Whether a receiver takes anything at all. While it does not, the log is left unread for it: what comes meanwhile is
 * kept there and not tried in vain.
 */
export class ReceiverHealth {
  readonly #probeMs: number
  #failures = 0
  #lastAttemptAt = 0

  constructor(probeMs: number) {
    this.#probeMs = probeMs
  }

  get isDown(): boolean {
    return this.#failures >= DOWN_AFTER
  }

  /** Whether it may be tried again although it is down. */
  isProbeDue(now: number): boolean {
    return now >= this.#lastAttemptAt + this.#probeMs
  }

  /** True when it has come back by this. */
  succeeded(now: number): boolean {
    const wasDown = this.isDown
    this.#failures = 0
    this.#lastAttemptAt = now
    return wasDown
  }

  /** True when it is taken to be down from now on. */
  failed(now: number): boolean {
    this.#failures += 1
    this.#lastAttemptAt = now
    return this.#failures === DOWN_AFTER
  }

  /** Somebody says that it is well again. */
  trust(): void {
    this.#failures = 0
  }
}
