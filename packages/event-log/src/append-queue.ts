import { errors, type Msg, type Subscription } from '@nats-io/transport-node'
import { type AppendReply, parseReply } from './append-reply.ts'
import type { Connection } from './connection.ts'
import { LogUnavailableError, MessageTooLargeError } from './errors.ts'
import { appendError } from './jetstream-errors.ts'
import { type Flight, type GroupLimits, type PendingAppend, sizeOf, takeGroup } from './pending-append.ts'
import type { ServerDoubt } from './server-doubt.ts'

export interface QueueLimits extends GroupLimits {
  readonly maxFlights: number
}

/** After "nobody listens": a server that has just come back opens its streams a moment later. */
const ABSENT_RETRY_MS = 100

/** How often it is looked whether a flight is out for too long: it may have met a server that answers nothing. */
const SILENCE_CHECK_MS = 500

/**
 * Carries entries to one stream. What waits while the allowed flights are out goes together as an atomic batch: one
 * sync of the disk for all of it. An entry that waits alone goes singly. A batch that is refused, which happens whole,
 * is sent again one by one, so that every entry gets an answer of its own. What was out when the connection broke
 * goes out again under the same message id.
 */
export class AppendQueue implements Disposable {
  readonly #connection: Connection
  readonly #stream: string
  readonly #limits: QueueLimits
  readonly #onGroup: (messages: number) => void
  readonly #inbox: string
  readonly #replies: Subscription
  readonly #watch: Disposable
  readonly #doubt: ServerDoubt
  readonly #listening: NodeJS.Timeout
  readonly #waiting: PendingAppend[] = []
  readonly #flights = new Map<number, Flight>()
  #lastFlight = 0
  #scheduled = false

  constructor(
    connection: Connection,
    stream: string,
    limits: QueueLimits,
    onGroup: (messages: number) => void,
  ) {
    this.#connection = connection
    this.#doubt = connection.createDoubt()
    this.#stream = stream
    this.#limits = limits
    this.#onGroup = onGroup
    this.#inbox = connection.newInbox()
    this.#replies = connection.nats.subscribe(`${this.#inbox}.>`, {
      callback: (error, message) => {
        if (error === null) this.#onReply(message)
      },
    })
    this.#listening = setInterval(() => this.#noteSilence(), SILENCE_CHECK_MS).unref()
    this.#watch = connection.watch((connected) => {
      if (connected) this.#schedule()
      else this.#ground()
    })
  }

  add(entry: PendingAppend): void {
    this.#waiting.push(entry)
    this.#schedule()
  }

  /** To be told by the entry itself, whoever settled it. */
  settled(entry: PendingAppend): void {
    const { flight } = entry
    if (flight === null) return
    entry.flight = null
    flight.open -= 1
    if (flight.open === 0 && this.#flights.delete(flight.id)) this.#schedule()
  }

  [Symbol.dispose](): void {
    clearInterval(this.#listening)
    this.#replies.unsubscribe()
    this.#watch[Symbol.dispose]()
  }

  // At the end of this turn of the event loop: what its other sockets brought can come along.
  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      this.#pump()
    })
  }

  #pump(): void {
    const { maxFlights, maxBytes } = this.#limits
    while (this.#connection.isConnected() && this.#flights.size < maxFlights) {
      const next = this.#waiting.find((entry) => !entry.settled)
      if (next === undefined) {
        this.#waiting.length = 0
        return
      }
      // The client copies what it sends: a large body goes when nothing else is out.
      if (sizeOf(next) > maxBytes && this.#flights.size > 0) return
      this.#launch(takeGroup(this.#waiting, this.#limits))
    }
  }

  #launch(entries: readonly PendingAppend[]): void {
    const id = ++this.#lastFlight
    const sentAt = performance.now()
    const flight: Flight = { id, entries, sentAt, mode: 'single', open: entries.length }
    for (const entry of entries) entry.flight = flight
    this.#flights.set(id, flight)
    this.#onGroup(entries.length)
    if (entries.length === 1) this.#sendSingly(flight)
    else this.#sendBatch(flight)
  }

  #sendBatch(flight: Flight): void {
    flight.mode = 'batch'
    const batchId = `${this.#inbox}.${flight.id}`
    const last = flight.entries.length - 1
    try {
      for (const [index, { subject, headers, payload }] of flight.entries.entries()) {
        headers.set('Nats-Batch-Id', batchId)
        headers.set('Nats-Batch-Sequence', String(index + 1))
        // An entry that ended an earlier batch still has it, and would end this one too soon.
        headers.delete('Nats-Batch-Commit')
        if (index === last) headers.set('Nats-Batch-Commit', '1')
        const reply = index === last ? { reply: this.#replyTo(flight, index) } : {}
        this.#connection.nats.publish(subject, payload ?? undefined, { headers, ...reply })
      }
    } catch {
      // Its reason belongs to one of the entries, and sending them one by one shows to which.
      this.#sendSingly(flight)
    }
  }

  #sendSingly(flight: Flight): void {
    flight.mode = 'single'
    for (const [index, entry] of flight.entries.entries()) {
      if (entry.settled) continue
      const { subject, headers, payload } = entry
      for (const name of ['Nats-Batch-Id', 'Nats-Batch-Sequence', 'Nats-Batch-Commit']) headers.delete(name)
      try {
        this.#connection.nats.publish(subject, payload ?? undefined, {
          headers,
          reply: this.#replyTo(flight, index),
        })
      } catch (cause) {
        entry.settle(unsendable(cause))
      }
    }
  }

  #replyTo(flight: Flight, index: number): string {
    return `${this.#inbox}.${flight.id}.${index}`
  }

  #onReply(message: Msg): void {
    const [id, index] = message.subject
      .slice(this.#inbox.length + 1)
      .split('.')
      .map(Number)
    const flight = this.#flights.get(id ?? 0)
    const reply = parseReply(message)
    const isServed = reply.kind === 'stored' || (reply.kind === 'refused' && reply.error.code < 500)
    if (isServed) this.#doubt.answered()
    else this.#doubt.unanswered()
    // Everybody who waited for a late answer has been told that it did not come.
    if (flight === undefined) return
    if (flight.mode === 'batch') this.#onBatchReply(flight, reply)
    else this.#onSingleReply(flight.entries[index ?? 0], reply, message)
  }

  #onBatchReply(flight: Flight, reply: AppendReply): void {
    if (reply.kind === 'absent') {
      this.#again(flight)
    } else if (reply.kind === 'stored' && reply.count === flight.entries.length) {
      const first = reply.sequence - reply.count + 1
      for (const [index, entry] of flight.entries.entries()) {
        entry.settle({ stream: reply.stream, sequence: first + index, duplicate: false })
      }
    } else {
      this.#sendSingly(flight)
    }
  }

  #onSingleReply(entry: PendingAppend | undefined, reply: AppendReply, message: Msg): void {
    if (entry === undefined || entry.flight === null) return
    if (reply.kind === 'absent') {
      this.#again(entry.flight)
    } else if (reply.kind === 'stored') {
      entry.settle({ stream: reply.stream, sequence: reply.sequence, duplicate: reply.duplicate })
    } else if (reply.kind === 'refused') {
      entry.settle(appendError(this.#stream, reply.error))
    } else {
      const said = message.string().slice(0, 200)
      entry.settle(new LogUnavailableError(`the answer of stream ${this.#stream} cannot be read: ${said}`))
    }
  }

  #noteSilence(): void {
    const [oldest] = this.#flights.values()
    // A large body takes its time, and leaving would begin it anew.
    const isLarge = oldest?.entries.some((entry) => sizeOf(entry) > this.#limits.maxBytes)
    if (oldest !== undefined && !isLarge) this.#doubt.unanswered(oldest.sentAt)
  }

  /** Nobody listened: the whole flight waits again, first in the queue, until its deadlines. */
  #again(flight: Flight): void {
    this.#recall([flight])
    setTimeout(() => this.#schedule(), ABSENT_RETRY_MS)
  }

  /** The connection broke: no answer can come any more to what is out. */
  #ground(): void {
    this.#recall([...this.#flights.values()])
  }

  #recall(flights: readonly Flight[]): void {
    const back: PendingAppend[] = []
    for (const flight of flights) {
      this.#flights.delete(flight.id)
      for (const entry of flight.entries) {
        entry.flight = null
        if (!entry.settled) back.push(entry)
      }
    }
    this.#waiting.unshift(...back)
  }
}

function unsendable(cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return cause instanceof errors.InvalidArgumentError && /max_payload/.test(reason)
    ? new MessageTooLargeError(`the server's max_payload does not take so large a message`, { cause })
    : new LogUnavailableError(`the message could not be sent: ${reason}`, { cause })
}
