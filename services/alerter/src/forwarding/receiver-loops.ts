import { isImported, parseSubject, UndecodableMessageError } from '@octometer/event-contracts'
import {
  type EventLog,
  keptAlive,
  type LogReader,
  logBounds,
  openReader,
  type ReadBatch,
  type ReadMessage,
  streamNames,
} from '@octometer/event-log'
import type { Store } from '@octometer/read-store'
import { pause } from '@octometer/telemetry'
import { type ForwardedDelivery, forwardedDelivery } from './forwarded-request.ts'
import type { Forwarder, ForwarderOptions } from './forwarder.ts'
import type { ForwardingEntry } from './forwarding-entry.ts'
import { deliveryUnreadable, forwardingInterrupted, messagesMissed } from './forwarding-events.ts'
import { wants, wantsEvent } from './receiver-filter.ts'
import { findStored } from './stored-deliveries.ts'

export interface ReceiverLoop extends ForwarderOptions {
  readonly log: EventLog
  readonly store: Store
  readonly forwarder: Forwarder
}

/** The consumer through which a receiver's share of the log is read: its position outlives every process. */
export const consumerOf = (receiver: string): string => `forward-${receiver}`

/** So many deliveries are under way to a receiver at once, and are sent again at most when a process dies. */
const IN_FLIGHT = 32
const LIMITS = { maxMessages: IN_FLIGHT, maxBytes: 8 * 1024 * 1024, maxWaitMs: 500 }
const RETRIES_IN_FLIGHT = 8
const TICK_MS = 250
const FLUSH_MS = 1_000
const ARCHIVE_AWAY_MS = 60_000
const INTERRUPTED_MS = 2_000

/** Forwards to one receiver until the signal; what the log or the store does not answer is tried again. */
export async function forwardTo(loop: ReceiverLoop, stop: AbortSignal): Promise<void> {
  await Promise.all([
    persistently(loop, stop, () => readLog(loop, stop)),
    persistently(loop, stop, () => sendAgain(loop, stop)),
    persistently(loop, stop, () => flushRegularly(loop, stop)),
  ])
  await loop.ledger
    .flush()
    .catch((error: unknown) => forwardingInterrupted(loop.logger, loop.receiver.name, error))
}

async function persistently(
  { logger, receiver }: ReceiverLoop,
  stop: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  while (!stop.aborted) {
    try {
      await work()
    } catch (error) {
      forwardingInterrupted(logger, receiver.name, error)
      await pause(INTERRUPTED_MS, stop)
    }
  }
}

async function flushRegularly({ ledger }: ReceiverLoop, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    await ledger.flush()
    await pause(FLUSH_MS, stop)
  }
}

async function sendAgain(loop: ReceiverLoop, stop: AbortSignal): Promise<void> {
  const { forwarder } = loop
  while (!stop.aborted) {
    const due = forwarder.due().slice(0, RETRIES_IN_FLIGHT)
    const found = await Promise.all(due.map((entry) => sendOneAgain(loop, entry)))
    if (!found.includes(true)) await pause(TICK_MS, stop)
  }
}

/** False when its bytes cannot be had now. */
async function sendOneAgain(loop: ReceiverLoop, entry: ForwardingEntry): Promise<boolean> {
  const { forwarder, now } = loop
  const stored = await findStored(loop, entry).catch((error: unknown) => {
    forwardingInterrupted(loop.logger, loop.receiver.name, error)
    return undefined
  })
  if (stored === undefined) {
    await forwarder.postpone(entry, new Date(now().getTime() + ARCHIVE_AWAY_MS))
  } else if (stored === null) {
    await forwarder.giveUp(entry, 'neither the log nor the archive holds the delivery any more')
  } else await forwarder.again(entry, stored)
  return stored !== undefined
}

/** Reads on while the receiver takes something; while it does not, one message now and then. */
async function readLog(loop: ReceiverLoop, stop: AbortSignal): Promise<void> {
  const { log, receiver, ledger, forwarder } = loop
  const { position: startAfter } = ledger.record
  const consumer = { stream: streamNames.events, consumer: consumerOf(receiver.name), startAfter }
  while (!stop.aborted) {
    if (forwarder.health.isDown && !mayProbe(loop)) {
      await pause(TICK_MS, stop)
      continue
    }
    // What is fetched ahead goes back to the log when the receiver goes down.
    await using reader = await openReader(log, consumer)
    const wasDown = forwarder.health.isDown
    do await takeBatch(loop, reader, wasDown ? 1 : IN_FLIGHT)
    while (!stop.aborted && forwarder.health.isDown === wasDown && (!wasDown || mayProbe(loop)))
  }
}

/** A receiver that is down is asked by the oldest that waits for it; by the log's next when none does. */
function mayProbe({ forwarder, ledger, now }: ReceiverLoop): boolean {
  return forwarder.health.isProbeDue(now().getTime()) && ledger.entries('waiting').length === 0
}

async function takeBatch(loop: ReceiverLoop, reader: LogReader, maxMessages: number): Promise<void> {
  const batch = await reader.nextBatch({ ...LIMITS, maxMessages })
  const first = batch.messages[0]
  if (first === undefined) return
  await bookMissing(loop, first.sequence)
  await forwardBatch(loop, batch)
  await batch.acknowledge()
  const last = Math.max(...batch.messages.map(({ sequence }) => sequence))
  if (last > loop.ledger.record.position) loop.ledger.change({ position: last })
}

async function forwardBatch(loop: ReceiverLoop, batch: ReadBatch): Promise<void> {
  using _alive = keptAlive(batch)
  const all = await Promise.allSettled(batch.messages.map((message) => forwardMessage(loop, message)))
  const failure = all.find((each) => each.status === 'rejected')
  if (failure !== undefined) throw failure.reason
}

/** What lies between our position and the next message was trimmed, or is in the hands of one that died and comes later. */
async function bookMissing({ log, ledger, logger, receiver }: ReceiverLoop, next: number): Promise<void> {
  const { position, missed } = ledger.record
  if (next <= position + 1) return
  const { firstSequence } = await logBounds(log, streamNames.events)
  const count = Math.min(firstSequence, next) - position - 1
  if (count <= 0) return
  ledger.change({ missed: missed + count, position: position + count })
  messagesMissed(logger, receiver.name, count)
}

async function forwardMessage(loop: ReceiverLoop, message: ReadMessage): Promise<void> {
  const { receiver, forwarder } = loop
  const parts = parseSubject(message.subject)
  if (parts?.kind !== 'delivery' || !wantsEvent(receiver, parts.type) || isImported(message)) return
  const delivery = readable(loop, message)
  if (delivery === null || !delivery.isVerified) return
  const { event, action, repository } = delivery
  if (!wants(receiver, { event, action, repository: repository?.fullName ?? null })) return
  await forwarder.first(message.sequence, delivery)
}

function readable({ logger, receiver }: ReceiverLoop, message: ReadMessage): ForwardedDelivery | null {
  try {
    return forwardedDelivery(message)
  } catch (error) {
    if (!(error instanceof UndecodableMessageError)) throw error
    deliveryUnreadable(logger, receiver.name, message.sequence, error.message)
    return null
  }
}
