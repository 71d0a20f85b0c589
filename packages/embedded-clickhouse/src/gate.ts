import { raise } from './exceptions.ts'

export interface GateOptions {
  /** How many may be inside at a time. */
  readonly places: number
  /** How many may wait; the next one is refused. */
  readonly maxQueued: number
  /** Milliseconds after which one who waits is refused. */
  readonly maxWait: number
}

/** Lets a bounded number in, first come first served. */
export interface Gate {
  /**
   * Resolves to the function that gives the place back. Throws ClickHouseException: 202 when the queue is full or
   * the wait too long, 394 when `signal` aborts the wait.
   */
  enter(signal: AbortSignal): Promise<() => void>
}

interface Waiting {
  readonly admit: () => void
}

export function createGate({ places, maxQueued, maxWait }: GateOptions): Gate {
  let inside = 0
  const queue: Waiting[] = []

  const leave = () => {
    const next = queue.shift()
    if (next) next.admit()
    else inside -= 1
  }
  const wait = (signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const giveUp = (error: Error) => {
        queue.splice(queue.indexOf(waiting), 1)
        settle()
        reject(error)
      }
      const tooLong = () => giveUp(raise(202, `Too many simultaneous queries. Waited for ${maxWait} ms`))
      const aborted = () => giveUp(raise(394, 'Query was cancelled before it started'))
      const timer = setTimeout(tooLong, maxWait)
      const settle = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', aborted)
      }
      const waiting: Waiting = {
        admit: () => {
          settle()
          resolve()
        },
      }
      signal.addEventListener('abort', aborted, { once: true })
      queue.push(waiting)
    })

  return {
    async enter(signal) {
      if (signal.aborted) throw raise(394, 'Query was cancelled before it started')
      if (inside < places) inside += 1
      else if (queue.length >= maxQueued) {
        throw raise(202, `Too many simultaneous queries. Maximum: ${places} running and ${maxQueued} waiting`)
      } else await wait(signal)
      return leave
    },
  }
}
