import type { Role } from './authentication.ts'
import { createGate, type Gate } from './gate.ts'
import type { WorkerPaths } from './query-job.ts'
import { openWorkerSlot, type WorkerSlot } from './worker-slot.ts'

export interface QueryPoolOptions {
  readonly paths: WorkerPaths
  readonly maxRunning: number
  readonly maxQueued: number
  /** Milliseconds after which a queued query is refused. */
  readonly maxWait: number
}

/** Whether the query runs in libuv's pool, which zlib, DNS and files of the whole process share, or in its thread. */
type SlotUse = 'thread' | 'libuv'

/** A bounded number of workers, made when they are needed, behind bounded queues. */
export interface QueryPool extends AsyncDisposable {
  /** Runs `work` with a slot of its own. Throws ClickHouseException (202, 394) when it gets none. */
  withSlot<T>(
    role: Role,
    use: SlotUse,
    signal: AbortSignal,
    work: (slot: WorkerSlot) => Promise<T>,
  ): Promise<T>
}

/** libuv has four threads unless told otherwise; one stays free for everybody else. */
const LIBUV_PLACES = 3

export function createQueryPool(options: QueryPoolOptions): QueryPool {
  const { maxRunning, maxQueued, maxWait } = options
  const gateOf = (places: number) => createGate({ places, maxQueued, maxWait })
  const all = gateOf(maxRunning)
  // Readers leave two places to the writer, so that nobody's dashboard holds up the projectors.
  const readers = gateOf(Math.max(1, maxRunning - 2))
  const libuv = gateOf(LIBUV_PLACES)
  const slots = slotStore(options)
  return {
    async withSlot(role, use, signal, work) {
      const gates = [...(role === 'reader' ? [readers] : []), ...(use === 'libuv' ? [libuv] : []), all]
      const leave = await enterAll(gates, signal)
      try {
        const slot = await slots.take()
        try {
          return await work(slot)
        } finally {
          slots.giveBack(slot)
        }
      } finally {
        leave()
      }
    },
    [Symbol.asyncDispose]: () => slots.close(),
  }
}

async function enterAll(gates: readonly Gate[], signal: AbortSignal): Promise<() => void> {
  const entered: (() => void)[] = []
  const leave = () => {
    for (const leaveOne of entered.reverse()) leaveOne()
  }
  try {
    for (const gate of gates) entered.push(await gate.enter(signal))
    return leave
  } catch (error) {
    leave()
    throw error
  }
}

function slotStore({ paths }: QueryPoolOptions) {
  const idle: WorkerSlot[] = []
  const open = new Set<WorkerSlot>()
  let made = 0
  return {
    async take(): Promise<WorkerSlot> {
      for (let slot = idle.pop(); slot; slot = idle.pop()) {
        if (slot.alive) return slot
        open.delete(slot)
      }
      made += 1
      const slot = await openWorkerSlot(paths, String(made))
      open.add(slot)
      return slot
    },
    giveBack(slot: WorkerSlot): void {
      if (slot.alive) idle.push(slot)
      else open.delete(slot)
    },
    async close(): Promise<void> {
      await Promise.all([...open].map((slot) => slot[Symbol.asyncDispose]()))
      open.clear()
    },
  }
}
