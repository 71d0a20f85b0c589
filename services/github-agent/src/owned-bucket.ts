import type { Bucket } from '@octometer/event-log'

/** Another process wrote what only the leader writes: it leads now. */
class BucketTakenError extends Error {
  override readonly name = 'BucketTakenError'
  readonly code = 'bucket_taken'
  readonly retryable = true
}

/** A bucket of the agent's own: one agent works at a time, so each key has one writer, who knows what is there. Its writes throw LogUnavailableError. */
export class OwnedBucket {
  readonly #bucket: Bucket
  readonly #held = new Map<string, { readonly value: string; readonly revision: number }>()
  #writing: Promise<void> = Promise.resolve()

  private constructor(bucket: Bucket) {
    this.#bucket = bucket
  }

  /** Throws LogUnavailableError. */
  static async open(bucket: Bucket): Promise<OwnedBucket> {
    const owned = new OwnedBucket(bucket)
    for (const { key, value, revision } of await bucket.entries()) owned.#held.set(key, { value, revision })
    return owned
  }

  get(key: string): string | null {
    return this.#held.get(key)?.value ?? null
  }

  keys(): readonly string[] {
    return [...this.#held.keys()]
  }

  /** Throws BucketTakenError, too. */
  put(key: string, value: string): Promise<void> {
    return this.#inTurn(async () => {
      const revision = await this.#bucket.put(key, value, this.#held.get(key)?.revision ?? 0)
      if (revision === null) throw new BucketTakenError(`another github-agent has written ${key}`)
      this.#held.set(key, { value, revision })
    })
  }

  remove(key: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.#bucket.remove(key, this.#held.get(key)?.revision ?? 0)
      this.#held.delete(key)
    })
  }

  /** Each write knows the revision of the one before it. */
  #inTurn(write: () => Promise<void>): Promise<void> {
    const turn = this.#writing.then(write)
    this.#writing = turn.catch(() => undefined)
    return turn
  }
}

/** The key of a repository: its name holds what a key may not. */
export function repositoryKey(prefix: string, repository: string): string {
  return `${prefix}${Buffer.from(repository.toLowerCase()).toString('base64url')}`
}
