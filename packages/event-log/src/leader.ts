import { hostname } from 'node:os'
import { pause } from '@octometer/telemetry'
import type { EventLog } from './connection.ts'
import { acquireLease, type Lease } from './lease.ts'

export interface LeaderOptions {
  /** Of the lease: who shares it stands by for one another. */
  readonly key: string
  /** A leader that died is followed by another after so long; default 15 s. */
  readonly ttlMs?: number | undefined
  /** Told when this one works from now on. */
  onTaken(lease: Lease): void
  /** Told why it stopped: the lease was lost, or the work failed. Another try follows. */
  onEnded(error: unknown): void
  /** Told when the lease could not be prolonged; it may be before it runs out. */
  onRenewalFailed(error: unknown): void
}

export interface Leader extends AsyncDisposable {
  /** Whether this one works; another may, while this one stands by. */
  isLeading(): boolean
}

/**
 * Runs `work` in one process at a time: for what cannot be made idempotent. It gets the lease, whose token fences what it sends
 * out, and a signal that ends it: told to stop, or no longer sure of the lease. Disposal waits for its end and gives the lease back.
 */
export function startLeader(
  log: EventLog,
  options: LeaderOptions,
  work: (lease: Lease, end: AbortSignal) => Promise<void>,
): Leader {
  const stopping = new AbortController()
  let leading = false
  const loop = standBy(log, options, stopping.signal, async (lease, end) => {
    leading = true
    try {
      await work(lease, end)
    } finally {
      leading = false
    }
  })
  return {
    isLeading: () => leading,
    [Symbol.asyncDispose]: async () => {
      stopping.abort()
      await loop
    },
  }
}

async function standBy(
  log: EventLog,
  options: LeaderOptions,
  stop: AbortSignal,
  work: (lease: Lease, end: AbortSignal) => Promise<void>,
): Promise<void> {
  const { ttlMs = 15_000 } = options
  const holder = `${hostname()}:${process.pid}`
  while (!stop.aborted) {
    try {
      await using lease = await acquireLease(log, options.key, { ttlMs, holder })
      if (lease !== null) {
        options.onTaken(lease)
        await whileLeased(options, lease, ttlMs / 3, stop, work)
      }
    } catch (error) {
      options.onEnded(error)
    }
    await pause(ttlMs / 3, stop)
  }
}

/** Works until told to stop, until the lease is lost, or until the work ends. */
async function whileLeased(
  options: LeaderOptions,
  lease: Lease,
  everyMs: number,
  stop: AbortSignal,
  work: (lease: Lease, end: AbortSignal) => Promise<void>,
): Promise<void> {
  const ended = new AbortController()
  const end = AbortSignal.any([stop, lease.lost, ended.signal])
  const renewing = renewRegularly(options, lease, everyMs, end)
  try {
    await work(lease, end)
  } finally {
    ended.abort()
    await renewing
  }
}

async function renewRegularly(
  options: LeaderOptions,
  lease: Lease,
  everyMs: number,
  end: AbortSignal,
): Promise<void> {
  for (;;) {
    await pause(everyMs, end)
    if (end.aborted) return
    // Until it runs out, another try may succeed; then `lost` ends the work.
    await lease.renew().catch((error: unknown) => options.onRenewalFailed(error))
  }
}
