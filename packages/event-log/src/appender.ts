import { type MsgHdrs, headers as natsHeaders } from '@nats-io/transport-node'
import { header } from '@octometer/event-contracts'
import { counter, histogram, injectTraceContext, messagingAttributes, withSpan } from '@octometer/telemetry'
import type { AppendEntry, AppendReceipt } from './append-entry.ts'
import { AppendQueue } from './append-queue.ts'
import { BODY_ENCODING, compressInBackground, compressSmall, LARGE_BODY_BYTES } from './body-encoding.ts'
import { connectionOf, type EventLog } from './connection.ts'
import { LogRefusedError, LogUnavailableError } from './errors.ts'
import { PendingAppend } from './pending-append.ts'
import { MESSAGE_ID_BEHIND } from './read-message.ts'
import { belongsTo, type StreamName } from './streams.ts'
import { createTurns } from './turns.ts'

export interface Appender extends AsyncDisposable {
  /** Throws LogUnavailableError, LogFullError, MessageTooLargeError or LogRefusedError. */
  append(entry: AppendEntry): Promise<AppendReceipt>
}

export interface AppenderOptions {
  readonly stream: StreamName
  /** Default 64. */
  readonly maxBatchMessages?: number
  /** Of compressed bodies; default 1 MiB. A larger one goes alone. */
  readonly maxBatchBytes?: number
  /** Default 4. */
  readonly maxBatchesInFlight?: number
  /** From `append` to LogUnavailableError; default 8 s. */
  readonly acknowledgeTimeoutMs?: number
}

// Compressing and sending one holds two copies of it.
const LARGE_BODIES_AT_ONCE = 1

/** Appends to one stream. Disposal waits for everything that was handed over. */
export function createAppender(log: EventLog, options: AppenderOptions): Appender {
  const { stream } = options
  const metrics = appendMetrics(stream)
  const send = createSender(log, options, metrics.sent)
  const open = new Set<Promise<AppendReceipt>>()
  const appending = messagingAttributes({ name: 'append', type: 'send', destination: stream })
  let closed = false
  return {
    async append(entry) {
      if (closed) throw new LogUnavailableError(`the appender of stream ${stream} is closed`)
      const attributes = { ...appending, 'messaging.message.id': entry.messageId }
      const work = withSpan(`append ${stream}`, { scope: 'event-log', role: 'producer', attributes }, () =>
        send.append(entry),
      )
      open.add(work)
      try {
        const receipt = await work
        metrics.answered(receipt.duplicate ? 'duplicate' : 'stored')
        return receipt
      } catch (error) {
        metrics.answered('failed')
        throw error
      } finally {
        open.delete(work)
      }
    },
    async [Symbol.asyncDispose]() {
      closed = true
      await Promise.allSettled(open)
      send[Symbol.dispose]()
    },
  }
}

interface Sender extends Disposable {
  append(entry: AppendEntry): Promise<AppendReceipt>
}

function createSender(log: EventLog, options: AppenderOptions, onSent: (messages: number) => void): Sender {
  const { stream, acknowledgeTimeoutMs = 8_000 } = options
  const limits = {
    maxMessages: options.maxBatchMessages ?? 64,
    maxBytes: options.maxBatchBytes ?? 1024 * 1024,
    maxFlights: options.maxBatchesInFlight ?? 4,
  }
  const queue = new AppendQueue(connectionOf(log), stream, limits, onSent)
  const largeTurns = createTurns(LARGE_BODIES_AT_ONCE)
  const lateMessage = `stream ${stream} did not acknowledge within ${acknowledgeTimeoutMs} ms`

  const sendLarge = async (pending: PendingAppend, body: Uint8Array) => {
    if (pending.settled) return
    pending.payload = await compressInBackground(body)
    queue.add(pending)
    await pending.outcome
  }
  return {
    async append(entry) {
      const headers = messageHeaders(stream, entry)
      const pending = new PendingAppend(
        entry.subject,
        entry.recognisedBy ?? entry.messageId,
        headers,
        (settled) => queue.settled(settled),
      )
      const late = setTimeout(
        () => pending.settle(new LogUnavailableError(lateMessage)),
        acknowledgeTimeoutMs,
      )
      try {
        if (entry.body.length > LARGE_BODY_BYTES) {
          const large = largeTurns.run(() => sendLarge(pending, entry.body))
          return (await Promise.all([pending.outcome, large]))[0]
        }
        pending.payload = compressSmall(entry.body)
        queue.add(pending)
        return await pending.outcome
      } finally {
        clearTimeout(late)
      }
    },
    [Symbol.dispose]: () => queue[Symbol.dispose](),
  }
}

/** Throws LogRefusedError for what NATS could not carry: it would end the connection or forge a header. */
function messageHeaders(stream: StreamName, entry: AppendEntry): MsgHdrs {
  const { subject, messageId, recognisedBy = messageId } = entry
  if (!belongsTo(stream, subject) || /[\s*>]/.test(subject)) {
    throw new LogRefusedError(`subject ${JSON.stringify(subject)} is not one of stream ${stream}`)
  }
  if (messageId.trim() === '') throw new LogRefusedError('a message without an id cannot be counted once')
  const trace: Record<string, string> = {}
  injectTraceContext(trace)
  const ids = {
    [header.messageId]: recognisedBy,
    ...(recognisedBy !== messageId && { [MESSAGE_ID_BEHIND]: messageId }),
  }
  const all = { ...entry.headers, ...trace, ...ids, [header.encoding]: BODY_ENCODING }
  const headers = natsHeaders()
  try {
    for (const [name, value] of Object.entries(all)) headers.set(name, value)
  } catch (cause) {
    throw new LogRefusedError(`message ${JSON.stringify(messageId)} has an unusable header`, { cause })
  }
  return headers
}

function appendMetrics(stream: StreamName) {
  const results = ['stored', 'duplicate', 'failed'] as const
  const appends = counter('octo_log_appends_total', {
    description: 'Messages handed to the log, by what it answered',
    unit: '{message}',
    series: results.map((result) => ({ stream, result })),
  })
  const groups = histogram('octo_log_append_batch_messages', {
    description: 'Messages that went to the log together',
    unit: '{message}',
    buckets: [1, 2, 4, 8, 16, 32, 64],
  })
  return {
    answered: (result: (typeof results)[number]) => appends.add(1, { stream, result }),
    sent: (messages: number) => groups.record(messages, { stream }),
  }
}
