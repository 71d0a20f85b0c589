import type { MsgHdrs } from '@nats-io/transport-node'
import type { AppendReceipt } from './append-entry.ts'

/** What was sent together and waits for the server's answer. */
export interface Flight {
  readonly id: number
  readonly entries: readonly PendingAppend[]
  /** Of a clock that only goes forward, in milliseconds. */
  readonly sentAt: number
  /** One answer for all of them, or one for each. */
  mode: 'batch' | 'single'
  /** Entries not yet settled. */
  open: number
}

/** An entry that somebody waits for, from `append` to its receipt or error. */
export class PendingAppend {
  readonly subject: string
  readonly messageId: string
  readonly headers: MsgHdrs
  /** The compressed body; null before, and again once settled, so that its bytes can go. */
  payload: Uint8Array | null = null
  /** The flight that carries it now. */
  flight: Flight | null = null
  readonly #outcome = Promise.withResolvers<AppendReceipt>()
  #settled = false
  readonly #onSettled: (entry: PendingAppend) => void

  constructor(
    subject: string,
    messageId: string,
    headers: MsgHdrs,
    onSettled: (entry: PendingAppend) => void,
  ) {
    this.subject = subject
    this.messageId = messageId
    this.headers = headers
    this.#onSettled = onSettled
  }

  get settled(): boolean {
    return this.#settled
  }

  get outcome(): Promise<AppendReceipt> {
    return this.#outcome.promise
  }

  /** The first outcome counts; later ones change nothing. */
  settle(outcome: AppendReceipt | Error): void {
    if (this.#settled) return
    this.#settled = true
    this.payload = null
    if (outcome instanceof Error) this.#outcome.reject(outcome)
    else this.#outcome.resolve(outcome)
    this.#onSettled(this)
  }
}

export interface GroupLimits {
  readonly maxMessages: number
  readonly maxBytes: number
}

/**
 * Takes from the head of the queue what goes out together: at least one entry, as many as the limits allow, and
 * none whose message id is already among them, for the server would refuse the whole batch. Settled ones fall out.
 */
export function takeGroup(queue: PendingAppend[], limits: GroupLimits): PendingAppend[] {
  const group: PendingAppend[] = []
  const ids = new Set<string>()
  let bytes = 0
  let taken = 0
  for (const entry of queue) {
    if (!entry.settled) {
      const size = sizeOf(entry)
      const full = group.length >= limits.maxMessages || bytes + size > limits.maxBytes
      if (group.length > 0 && (full || ids.has(entry.messageId))) break
      group.push(entry)
      ids.add(entry.messageId)
      bytes += size
    }
    taken += 1
  }
  queue.splice(0, taken)
  return group
}

export function sizeOf(entry: PendingAppend): number {
  return entry.payload?.length ?? 0
}
