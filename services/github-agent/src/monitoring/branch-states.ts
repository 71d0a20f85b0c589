import type { Bucket } from '@octometer/event-log'

/** How each default branch was when it was read last, in a bucket that this agent owns. */
export class BranchStates {
  readonly #bucket: Bucket
  readonly #known = new Map<string, { readonly state: string; readonly revision: number }>()

  private constructor(bucket: Bucket) {
    this.#bucket = bucket
  }

  /** Throws LogUnavailableError, as saving does. */
  static async open(bucket: Bucket): Promise<BranchStates> {
    const states = new BranchStates(bucket)
    for (const { key, value, revision } of await bucket.entries())
      states.#known.set(key, { state: value, revision })
    return states
  }

  isKnown(repository: string, state: string): boolean {
    return this.#known.get(keyOf(repository))?.state === state
  }

  async save(repository: string, state: string): Promise<void> {
    const key = keyOf(repository)
    const revision = await this.#bucket.put(key, state, this.#known.get(key)?.revision ?? 0)
    // Another agent leads now, and knows it.
    if (revision !== null) this.#known.set(key, { state, revision })
  }
}

/** A name holds what a key may not. */
function keyOf(repository: string): string {
  return `branch.${Buffer.from(repository.toLowerCase()).toString('base64url')}`
}
