import type { Sleep } from '@octometer/github-client'

/** The wait between two looks, which somebody can end. What is asked during a look is done when that has ended. */
export class AskedLook {
  #end: (() => void) | null = null
  #isAsked = false

  /** True: a look begins now. False: one is under way, and another follows it. */
  ask(): boolean {
    this.#isAsked = true
    this.#end?.()
    return this.#end !== null
  }

  /** Waits until the time is over, somebody asks, or all has ended. */
  async over(sleep: Sleep, ms: number, end: AbortSignal): Promise<void> {
    const asked = new AbortController()
    this.#end = () => asked.abort()
    if (!this.#isAsked) await sleep(ms, AbortSignal.any([end, asked.signal])).catch(() => undefined)
    this.#end = null
    this.#isAsked = false
  }
}
