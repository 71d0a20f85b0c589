import type { ReceiverConfig } from '@octometer/config'
import type { ForwardingRetryCommand } from '@octometer/event-contracts'
import type { Logger } from '@octometer/telemetry'
import type { waitAfter } from '../outbox/retry-schedule.ts'
import { type AttemptResult, attempt } from './attempt.ts'
import type { ForwardedDelivery, SendableDelivery } from './forwarded-request.ts'
import type { ForwardingEntry } from './forwarding-entry.ts'
import { deliveryForwarded, deliveryRefused, receiverBack, receiverDown } from './forwarding-events.ts'
import { ReceiverHealth } from './receiver-health.ts'
import type { ReceiverLedger } from './receiver-ledger.ts'

export interface ForwarderOptions {
  readonly receiver: ReceiverConfig
  readonly ledger: ReceiverLedger
  readonly allowedHosts: readonly string[]
  readonly logger: Logger
  readonly now: () => Date
  readonly waitAfter: typeof waitAfter
  /** How often a receiver that is down is tried. */
  readonly probeMs: number
}

type Refusal = Extract<AttemptResult, { readonly taken: false }>

/** Deliveries that wait for one receiver at most; beyond, what it refuses fails at once. */
const WAITING_KEPT = 1_000

/** Sends to one receiver and books what becomes of it. */
export class Forwarder {
  readonly #options: ForwarderOptions
  readonly health: ReceiverHealth
  /** Those that are tried before their time: the receiver has come back. */
  readonly #early = new Set<number>()

  constructor(options: ForwarderOptions) {
    this.#options = options
    this.health = new ReceiverHealth(options.probeMs)
  }

  /** The first attempt at a delivery. Throws what keeps the outcome from being written. */
  async first(sequence: number, delivery: ForwardedDelivery): Promise<void> {
    const { ledger, receiver, now } = this.#options
    // It was tried before, and whoever did was gone before the log knew.
    if (ledger.has(sequence)) return
    const result = await this.#attempt(delivery)
    if (result.taken) {
      this.#booked({ delivery_id: delivery.guid, attempts: 1 })
      return
    }
    const { guid: delivery_id, event, action, repository, receivedAt } = delivery
    await this.#refused(
      {
        ...{ receiver: receiver.name, sequence, delivery_id, event, action },
        repository: repository?.fullName ?? null,
        repository_id: repository?.id ?? null,
        received_at: receivedAt.toISOString(),
        status: 'waiting',
        attempts: 0,
        ...{ reason: '', status_code: null, last_attempt_at: now().toISOString() },
        due_at: now().toISOString(),
        asked_by: null,
      },
      result,
    )
  }

  /** Another attempt. One that is made before its time does not count against the schedule. */
  async again(entry: ForwardingEntry, delivery: SendableDelivery): Promise<void> {
    const { ledger } = this.#options
    this.#early.delete(entry.sequence)
    ledger.change({ retried: ledger.record.retried + 1 })
    const result = await this.#attempt(delivery)
    if (!result.taken) return this.#refused(entry, result)
    await ledger.remove(entry.sequence)
    this.#booked({ delivery_id: entry.delivery_id, attempts: entry.attempts + 1 })
  }

  /** Its bytes cannot be had now. */
  async postpone(entry: ForwardingEntry, until: Date): Promise<void> {
    this.#early.delete(entry.sequence)
    await this.#options.ledger.put({ ...entry, due_at: until.toISOString() })
  }

  /** There is nothing left to send. */
  async giveUp(entry: ForwardingEntry, reason: string): Promise<void> {
    await this.#refused(entry, { taken: false, forGood: true, statusCode: entry.status_code, reason })
  }

  /** Those to be tried now, the oldest first; of a receiver that is down one, now and then. */
  due(): readonly ForwardingEntry[] {
    const now = this.#options.now().getTime()
    const waiting = this.#options.ledger.entries('waiting')
    if (this.health.isDown) return this.health.isProbeDue(now) ? waiting.slice(0, 1) : []
    return waiting.filter(({ due_at, sequence }) => Date.parse(due_at) <= now || this.#early.has(sequence))
  }

  /** Sends again what an operator names; carried out twice, it is once. */
  async retry({ command_id, delivery_id }: ForwardingRetryCommand): Promise<void> {
    const { ledger, now } = this.#options
    const named = ledger
      .entries()
      .filter((entry) => delivery_id === null || entry.delivery_id === delivery_id)
      .filter((entry) => entry.asked_by !== command_id)
    for (const entry of named) {
      const asked = {
        status: 'waiting',
        attempts: 0,
        due_at: now().toISOString(),
        asked_by: command_id,
      } as const
      await ledger.put({ ...entry, ...asked })
    }
    if (named.length > 0) this.health.trust()
  }

  async #attempt(delivery: SendableDelivery): Promise<AttemptResult> {
    const { receiver, allowedHosts, ledger, logger, now } = this.#options
    const result = await attempt(receiver, delivery, allowedHosts)
    const at = now()
    if (result.taken) {
      ledger.change({ delivered: ledger.record.delivered + 1, last_success_at: at.toISOString() })
      if (this.health.succeeded(at.getTime())) this.#isBack()
    } else {
      ledger.change({ last_error_at: at.toISOString(), last_error: result.reason })
      if (this.health.failed(at.getTime())) receiverDown(logger, receiver.name, result.reason)
    }
    return result
  }

  #isBack(): void {
    const { receiver, ledger, logger } = this.#options
    receiverBack(logger, receiver.name)
    for (const { sequence } of ledger.entries('waiting')) this.#early.add(sequence)
  }

  #booked(forwarded: { readonly delivery_id: string; readonly attempts: number }): void {
    const { receiver, logger } = this.#options
    deliveryForwarded(logger, { receiver: receiver.name, ...forwarded })
  }

  async #refused(entry: ForwardingEntry, { forGood, statusCode, reason }: Refusal): Promise<void> {
    const { ledger, logger, now, waitAfter } = this.#options
    const at = now()
    const counts = Date.parse(entry.due_at) <= at.getTime()
    const attempts = entry.attempts + (counts ? 1 : 0)
    const isNew = !ledger.has(entry.sequence)
    const isFull = isNew && ledger.entries('waiting').length >= WAITING_KEPT
    const wait = forGood || isFull ? null : waitAfter(attempts)
    const status = wait === null ? 'failed' : 'waiting'
    const due = wait === null ? at : new Date(counts ? at.getTime() + wait : entry.due_at)
    await ledger.put({
      ...entry,
      ...{
        status,
        attempts,
        reason: whyFailed(reason, { forGood, isFull, status }),
        status_code: statusCode,
      },
      last_attempt_at: at.toISOString(),
      due_at: due.toISOString(),
    })
    const { receiver, delivery_id } = entry
    deliveryRefused(logger, { receiver, delivery_id, attempts }, status, reason)
  }
}

function whyFailed(
  reason: string,
  { forGood, isFull, status }: { forGood: boolean; isFull: boolean; status: ForwardingEntry['status'] },
): string {
  if (status === 'waiting' || forGood) return reason
  return isFull ? `${reason}; ${WAITING_KEPT} others wait already` : `${reason}; there is no further attempt`
}
