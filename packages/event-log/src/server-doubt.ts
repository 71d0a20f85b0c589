/** A server that leads nowhere for so long is left for another one. */
const PATIENCE_MS = 3_000

/** Of one who asks the log, and tells whether an answer came. */
export interface ServerDoubt {
  answered(): void
  /** Nobody was there to answer, or nobody did since the moment `since`. */
  unanswered(since?: number): void
}

export interface ServerDoubtOptions {
  readonly leave: () => void
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number
}

/**
 * A server of a cluster may be connected, and yet be paused, or cut off from the others: it acknowledges nothing, while the rest
 * serves. Each who asks doubts by himself: one that is cut off goes on answering questions for a while. `leave` is called when one of them
 * had no answer for three seconds; the next server then has as long.
 */
export function createServerDoubts({ leave, now }: ServerDoubtOptions): () => ServerDoubt {
  let movedAt = now()
  return () => {
    let lastGood = now()
    let doubtedSince: number | null = null
    return {
      answered() {
        lastGood = now()
        doubtedSince = null
      },
      unanswered(since = now()) {
        const from = Math.min(doubtedSince ?? since, since)
        doubtedSince = Math.max(from, lastGood, movedAt)
        if (now() - doubtedSince < PATIENCE_MS) return
        movedAt = now()
        doubtedSince = null
        leave()
      },
    }
  }
}
