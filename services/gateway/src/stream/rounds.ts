import { setTimeout as pause } from 'node:timers/promises'

export interface RoundsOptions {
  /** From the beginning of one to that of the next, at least; a second unless given. */
  readonly roundMs?: number | undefined
  /** Whether somebody listens: without, the rounds pause. */
  isWanted(): boolean
  round(): Promise<void>
  /** A round did not come to its end; the next one is made all the same. */
  failed(error: unknown): void
}

const ROUND_MS = 1000

/** Rounds, one after the other, as long as they are wanted. */
export class Rounds implements AsyncDisposable {
  readonly #options: RoundsOptions
  readonly #end = Promise.withResolvers<void>()
  #running: Promise<void> | null = null
  #hasEnded = false

  constructor(options: RoundsOptions) {
    this.#options = options
  }

  get hasEnded(): boolean {
    return this.#hasEnded
  }

  /** Begins, or goes on. */
  begin(): void {
    this.#running ??= this.#run()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#hasEnded = true
    this.#end.resolve()
    await this.#running
  }

  async #run(): Promise<void> {
    const { isWanted, round, failed, roundMs = ROUND_MS } = this.#options
    while (isWanted() && !this.#hasEnded) {
      const nextRound = pause(roundMs, undefined, { ref: false })
      await round().catch(failed)
      await Promise.race([nextRound, this.#end.promise])
    }
    this.#running = null
  }
}
