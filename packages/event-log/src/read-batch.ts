import { type Msg, nanos } from '@nats-io/transport-node'
import type { Connection } from './connection.ts'
import { LogUnavailableError } from './errors.ts'
import { deliveredMessage, type ReadMessage } from './read-message.ts'

export interface ReadBatch {
  /** In delivery order; empty when nothing came within `maxWaitMs`. */
  readonly messages: readonly ReadMessage[]
  /** There were more messages when it was read. */
  readonly more: boolean
  /** Acknowledges every message; resolves when the server has them. Throws LogUnavailableError: they come again. */
  acknowledge(): Promise<void>
  /** Gives every message back, to be delivered again after `delayMs` (default: at once). Throws LogUnavailableError. */
  release(delayMs?: number): Promise<void>
  /** Restarts the acknowledgement clock of every message, and of those that were fetched meanwhile. */
  keepAlive(): void
}

const FLUSH_TIMEOUT_MS = 5_000

export function createBatch(
  connection: Connection,
  delivered: readonly Msg[],
  more: boolean,
  fetchedMeanwhile: () => readonly Msg[],
): ReadBatch {
  return {
    messages: delivered.map(deliveredMessage),
    more,
    acknowledge: () => answer(connection, delivered, '+ACK'),
    release: (delayMs = 0) => releaseAll(connection, delivered, delayMs),
    keepAlive() {
      if (!connection.isConnected()) return
      send(connection, delivered, '+WPI')
      send(connection, fetchedMeanwhile(), '+WPI')
    },
  }
}

/** A third of the time after which the log takes a batch for lost. */
const KEEP_ALIVE_MS = 10_000

/** Keeps a batch's messages from being delivered again while they are worked on. */
export function keptAlive(batch: ReadBatch): Disposable {
  const alive = setInterval(() => batch.keepAlive(), KEEP_ALIVE_MS)
  return { [Symbol.dispose]: () => clearInterval(alive) }
}

export function releaseAll(
  connection: Connection,
  delivered: readonly Msg[],
  delayMs: number,
): Promise<void> {
  const delay = delayMs > 0 ? ` ${JSON.stringify({ delay: nanos(delayMs) })}` : ''
  return answer(connection, delivered, `-NAK${delay}`)
}

async function answer(connection: Connection, delivered: readonly Msg[], word: string): Promise<void> {
  if (delivered.length === 0) return
  const failed = `${delivered.length} messages could not be answered with ${word}: they will be delivered again`
  // What is published while there is no connection is thrown away.
  if (!connection.isConnected()) throw new LogUnavailableError(`${failed} (no connection)`)
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error('the server did not answer')), FLUSH_TIMEOUT_MS)
  try {
    send(connection, delivered, word)
    await Promise.race([connection.nats.flush(), late.promise])
  } catch (cause) {
    throw new LogUnavailableError(failed, { cause })
  } finally {
    clearTimeout(timer)
  }
}

function send(connection: Connection, delivered: readonly Msg[], word: string): void {
  for (const { reply } of delivered) {
    if (reply) connection.nats.publish(reply, word)
  }
}
