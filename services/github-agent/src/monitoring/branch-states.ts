import { type OwnedBucket, repositoryKey } from '../owned-bucket.ts'

/** How each default branch was when it was read last. */
export class BranchStates {
  readonly #bucket: OwnedBucket

  constructor(bucket: OwnedBucket) {
    this.#bucket = bucket
  }

  isKnown(repository: string, state: string): boolean {
    return this.#bucket.get(keyOf(repository)) === state
  }

  /** Throws what the bucket throws. */
  save(repository: string, state: string): Promise<void> {
    return this.#bucket.put(keyOf(repository), state)
  }
}

function keyOf(repository: string): string {
  return repositoryKey('branch.', repository)
}
