import { createLogger } from '@octometer/telemetry'
import { startNatsServer, type TestNatsServer, type TestNatsServerOptions } from '@octometer/testkit'
import {
  type AppendEntry,
  type Appender,
  type AppendReceipt,
  connectLog,
  type EventLog,
  ensureStreams,
  type LogReader,
  type ReadMessage,
  type StreamLimits,
} from './index.ts'

// For this package's own tests.

export interface LogFixture extends AsyncDisposable {
  readonly server: TestNatsServer
  readonly log: EventLog
  /** Another connection to the same server, closed with the fixture. */
  connect(): Promise<EventLog>
}

const MIB = 1024 * 1024
export const roomyLimits = { maxBytes: { EVENTS: 512 * MIB, API_CALLS: 64 * MIB } } satisfies StreamLimits
export const silentLogger = createLogger({ service: 'test', level: 'silent' })

/** A server of its own with our streams, and a connection to it. */
export async function openLog(
  limits: StreamLimits = roomyLimits,
  options: TestNatsServerOptions = {},
): Promise<LogFixture> {
  const server = await startNatsServer(options)
  const connections: EventLog[] = []
  const connect = async () => {
    const log = await connectLog({ url: server.url, name: 'test', logger: silentLogger })
    connections.push(log)
    return log
  }
  const log = await connect()
  await ensureStreams(log, limits)
  return {
    server,
    log,
    connect,
    async [Symbol.asyncDispose]() {
      for (const connection of connections) await connection[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    },
  }
}

export function entry(messageId: string, body: Uint8Array | string = `{"id":"${messageId}"}`): AppendEntry {
  return {
    subject: 'events.delivery.push.octo.hello',
    messageId,
    headers: { 'Octo-Event': 'push' },
    body: typeof body === 'string' ? Buffer.from(body) : body,
  }
}

export async function appendAll(
  appender: Appender,
  entries: readonly AppendEntry[],
): Promise<AppendReceipt[]> {
  return Promise.all(entries.map((each) => appender.append(each)))
}

export function ids(messages: readonly ReadMessage[]): (string | null)[] {
  return messages.map((message) => message.header('Nats-Msg-Id'))
}

export function numbered(count: number, from = 1): AppendEntry[] {
  return Array.from({ length: count }, (_, index) => entry(`id-${from + index}`))
}

/** Reads and acknowledges until `count` messages came, or for ever: the test's own timeout ends it. */
export async function readAll(reader: LogReader, count: number): Promise<ReadMessage[]> {
  const messages: ReadMessage[] = []
  while (messages.length < count) {
    const batch = await reader.nextBatch({ maxMessages: 500, maxBytes: 8 * MIB, maxWaitMs: 500 })
    messages.push(...batch.messages)
    await batch.acknowledge()
  }
  return messages
}

/** Asks again until the answer satisfies; the test's own timeout ends it. */
export async function until<T>(ask: () => T | Promise<T>, satisfies: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask()
    if (satisfies(answer)) return answer
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
