import type { ReceiverConfig } from '@octometer/config'
import {
  type ForwardingFailure,
  type ForwardingFailuresRequest,
  type ForwardingRetryCommand,
  forwardingAnswerSchema,
  forwardingFailuresAnswerSchema,
  forwardingFailuresRequestSchema,
  forwardingRequestSchema,
} from '@octometer/event-contracts'
import { bucketNames, type EventLog, logBounds, openBucket, serve, streamNames } from '@octometer/event-log'
import type { Store } from '@octometer/read-store'
import type { Logger } from '@octometer/telemetry'
import type { waitAfter } from '../outbox/retry-schedule.ts'
import { Forwarder } from './forwarder.ts'
import type { ForwardingEntry } from './forwarding-entry.ts'
import { observeBacklogs, receiverKnown } from './forwarding-events.ts'
import { ReceiverLedger } from './receiver-ledger.ts'
import { forwardTo, type ReceiverLoop } from './receiver-loops.ts'
import { receiverState } from './receiver-state.ts'

export interface ForwardingOptions {
  readonly receivers: readonly ReceiverConfig[]
  /** Hosts that may have a private address. */
  readonly allowedHosts: readonly string[]
  readonly log: EventLog
  readonly store: Store
  readonly logger: Logger
  readonly now: () => Date
  /** How long to wait after so many failed attempts; null gives up. */
  readonly waitAfter: typeof waitAfter
  /** How often a receiver that is down is tried. */
  readonly probeMs: number
}

/** Deliveries on their way to the operator's own receivers, each of which has its own consumer of the log. */
export interface Forwarding extends AsyncDisposable {
  /** Sends again what an operator names. */
  retry(command: ForwardingRetryCommand): Promise<void>
}

/** Begins to forward. Disposal waits for the attempts that are under way. Throws LogUnavailableError. */
export async function startForwarding(options: ForwardingOptions): Promise<Forwarding> {
  const { log } = options
  const loops = await openLoops(options)
  const stopping = new AbortController()
  await using stack = new AsyncDisposableStack()
  const running = loops.map((loop) => forwardTo(loop, stopping.signal))
  stack.defer(async () => {
    stopping.abort()
    await Promise.all(running)
  })
  stack.use(serveStates(log, loops))
  stack.use(serveFailures(log, loops))
  stack.use(observeBacklogs(() => backlogs(loops)))
  const owned = stack.move()
  return {
    retry: async (command) => {
      const named = loops.filter(({ receiver }) => receiver.name === command.receiver)
      for (const { forwarder } of named) await forwarder.retry(command)
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

async function openLoops(options: ForwardingOptions): Promise<readonly ReceiverLoop[]> {
  const { log, receivers } = options
  const bucket = await openBucket(log, bucketNames.forwarding)
  const found = await bucket.entries()
  const { lastSequence } = await logBounds(log, streamNames.events)
  return Promise.all(
    receivers.map(async (receiver) => {
      receiverKnown(receiver.name)
      const ledger = new ReceiverLedger(bucket, receiver.name, found, lastSequence)
      // Where it begins is known before anything is read.
      ledger.change({})
      await ledger.flush()
      const parts = { ...options, receiver, ledger }
      return { ...parts, forwarder: new Forwarder(parts) }
    }),
  )
}

async function backlogs(loops: readonly ReceiverLoop[]) {
  return Promise.all(
    loops.map(async (loop) => {
      const { name, pending, waiting, failed } = await receiverState(loop)
      return { receiver: name, pending: pending === null ? null : pending + waiting, failed }
    }),
  )
}

function serveStates(log: EventLog, loops: readonly ReceiverLoop[]): AsyncDisposable {
  const schemas = { request: forwardingRequestSchema, answer: forwardingAnswerSchema }
  return serve(log, 'alerter', 'forwarding', schemas, async () => ({
    receivers: await Promise.all(loops.map(receiverState)),
  }))
}

function serveFailures(log: EventLog, loops: readonly ReceiverLoop[]): AsyncDisposable {
  const schemas = { request: forwardingFailuresRequestSchema, answer: forwardingFailuresAnswerSchema }
  return serve(log, 'alerter', 'forwarding-failures', schemas, async (asked) => ({
    failures: failuresOf(loops, asked),
  }))
}

function failuresOf(
  loops: readonly ReceiverLoop[],
  { after, limit, receivers, ...asked }: ForwardingFailuresRequest,
): ForwardingFailure[] {
  return loops
    .filter(({ receiver: { name } }) => receivers?.includes(name) ?? true)
    .filter(({ receiver: { name } }) => after === null || name >= after[0])
    .toSorted((one, other) => (one.receiver.name < other.receiver.name ? -1 : 1))
    .flatMap(({ ledger }) => ledger.entries())
    .filter(({ receiver, sequence }) => after === null || receiver > after[0] || sequence > after[1])
    .filter((entry) => isAskedFor(entry, asked))
    .slice(0, limit)
    .map(failureOf)
}

function isAskedFor(
  entry: ForwardingEntry,
  {
    statuses,
    delivery_id,
    repository_ids,
  }: Pick<ForwardingFailuresRequest, 'statuses' | 'delivery_id' | 'repository_ids'>,
): boolean {
  if (statuses !== null && !statuses.includes(entry.status)) return false
  if (delivery_id !== null && entry.delivery_id !== delivery_id) return false
  if (repository_ids === null) return true
  return entry.repository_id !== null && repository_ids.includes(entry.repository_id)
}

function failureOf({ due_at, asked_by, ...entry }: ForwardingEntry): ForwardingFailure {
  return { ...entry, next_attempt_at: entry.status === 'waiting' ? due_at : null }
}
