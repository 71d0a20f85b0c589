/** The share of a budget that one body holds; disposing of it gives the bytes to the next in line. */
export interface BudgetShare extends Disposable {
  readonly bytes: number
}

/** Memory that large bodies share. First come, first served: a small share never overtakes a large one. */
export interface ByteBudget {
  /**
   * Resolves when `bytes` are free; more than the whole budget counts as the whole budget.
   * Throws BudgetExhaustedError after the longest wait, and the signal's reason when the caller has gone.
   */
  acquire(bytes: number, gone: AbortSignal): Promise<BudgetShare>
  readonly usedBytes: number
  readonly waiting: number
}

export interface ByteBudgetOptions {
  readonly totalBytes: number
  readonly maxWaitMs: number
}

/** Too many large bodies at once: this one waited as long as it may. Nothing of it was read. */
export class BudgetExhaustedError extends Error {
  override readonly name = 'BudgetExhaustedError'
  readonly code = 'budget_exhausted'
}

interface Waiter {
  readonly bytes: number
  admit(share: BudgetShare): void
}

export function createByteBudget({ totalBytes, maxWaitMs }: ByteBudgetOptions): ByteBudget {
  const queue = new Set<Waiter>()
  let used = 0

  const take = (bytes: number): BudgetShare => {
    used += bytes
    let held = true
    return {
      bytes,
      [Symbol.dispose]() {
        if (!held) return
        held = false
        used -= bytes
        admitWaiting()
      },
    }
  }
  const admitWaiting = () => {
    for (const waiter of queue) {
      if (used + waiter.bytes > totalBytes) return
      queue.delete(waiter)
      waiter.admit(take(waiter.bytes))
    }
  }
  return {
    async acquire(bytes, gone) {
      gone.throwIfAborted()
      const share = Math.min(bytes, totalBytes)
      if (queue.size === 0 && used + share <= totalBytes) return take(share)
      try {
        return await waitInLine(queue, share, maxWaitMs, gone)
      } finally {
        // Whoever stood behind one that left may fit where that one did not.
        admitWaiting()
      }
    },
    get usedBytes() {
      return used
    },
    get waiting() {
      return queue.size
    },
  }
}

async function waitInLine(
  queue: Set<Waiter>,
  bytes: number,
  maxWaitMs: number,
  gone: AbortSignal,
): Promise<BudgetShare> {
  const turn = Promise.withResolvers<BudgetShare>()
  const waiter: Waiter = { bytes, admit: turn.resolve }
  const leave = (reason: unknown) => {
    // One that was admitted in the same moment keeps its share: its promise is resolved already.
    queue.delete(waiter)
    turn.reject(reason)
  }
  const onGone = () => leave(gone.reason)
  const late = () => leave(new BudgetExhaustedError(`${bytes} bytes were not free within ${maxWaitMs} ms`))
  const timer = setTimeout(late, maxWaitMs)
  gone.addEventListener('abort', onGone, { once: true })
  queue.add(waiter)
  try {
    return await turn.promise
  } finally {
    clearTimeout(timer)
    gone.removeEventListener('abort', onGone)
  }
}
