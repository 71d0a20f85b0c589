import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { commandTypes, snapshotTypes } from '@octometer/event-contracts'
import { type LogBounds, LogUnavailableError, type StreamName } from '@octometer/event-log'
import { exportLog, LOG_FILE, type LogFileFooter, type LogFileLine } from '@octometer/gateway-api'
import { attemptsWithoutPayload, readArchive, readCommands, readSnapshots } from '@octometer/read-store'
import { endpoint } from '../answer-route.ts'
import type { GatewayContext } from '../context.ts'
import { requireEveryRepository } from '../every-repository.ts'
import { programVersion } from '../operations/version.ts'
import { RawAnswer } from '../raw-answer.ts'
import { lineOfArchived, lineOfCommand, lineOfMessage, lineOfSnapshot } from './log-file-line.ts'

type Bounds = Readonly<Record<(typeof STREAMS)[number], LogBounds>>

/** Null is a message that nobody can read. */
type Page = readonly (LogFileLine | null)[]

const STREAMS = ['EVENTS', 'API_CALLS'] as const satisfies readonly StreamName[]
const READ = { maxMessages: 200, maxBytes: 4 * 1024 * 1024, maxWaitMs: 5_000 }

/** The stream first, then what the archive holds from before it: whatever is trimmed meanwhile was read. */
export const exportLogEndpoint = endpoint(exportLog, 'deliveries', async (gateway, { principal }) => {
  requireEveryRepository(principal, 'The log holds every repository')
  const bounds = {
    EVENTS: await gateway.log.bounds('EVENTS'),
    API_CALLS: await gateway.log.bounds('API_CALLS'),
  }
  const made_at = gateway.now().toISOString()
  const name = `octometer-${made_at.slice(0, 10)}.ndjson`
  return new RawAnswer('application/x-ndjson', () => Readable.from(fileOf(gateway, bounds, made_at)), name)
})

async function* fileOf(gateway: GatewayContext, bounds: Bounds, made_at: string): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  const hashed = (values: readonly object[]): Buffer => {
    const text = Buffer.from(values.map((value) => `${JSON.stringify(value)}\n`).join(''))
    hash.update(text)
    return text
  }
  const streams = Object.fromEntries(
    STREAMS.map((stream) => [
      stream,
      { first: bounds[stream].firstSequence, last: bounds[stream].lastSequence },
    ]),
  )
  yield hashed([{ ...LOG_FILE, octometer: programVersion, made_at, streams }])
  let lines = 0
  let unreadable = 0
  for await (const page of pagesOfLog(gateway, bounds)) {
    const readable = page.filter((line) => line !== null)
    lines += readable.length
    unreadable += page.length - readable.length
    if (readable.length > 0) yield hashed(readable)
  }
  const without_payload = await attemptsWithoutPayload(gateway.store, bounds.EVENTS.firstSequence)
  const footer: LogFileFooter = { end: true, lines, unreadable, without_payload, sha256: hash.digest('hex') }
  yield Buffer.from(`${JSON.stringify(footer)}\n`)
}

async function* pagesOfLog(gateway: GatewayContext, bounds: Bounds): AsyncGenerator<Page> {
  for (const stream of STREAMS) yield* streamPages(gateway, stream, bounds[stream])
  const { store } = gateway
  const before = bounds.EVENTS.firstSequence
  const isBefore = (row: { readonly stream_sequence: number }) => row.stream_sequence < before
  const all = { since: null, until: null, events: null }
  for await (const page of readArchive(store, all)) yield page.filter(isBefore).map(lineOfArchived)
  for await (const page of readCommands(store, commandTypes)) yield page.filter(isBefore).map(lineOfCommand)
  for await (const page of readSnapshots(store, snapshotTypes))
    yield page.filter(isBefore).map(lineOfSnapshot)
}

/** Throws when the stream loses a message before it is read: what broke off is begun anew. */
async function* streamPages(
  { log }: GatewayContext,
  stream: StreamName,
  { firstSequence, lastSequence }: LogBounds,
): AsyncGenerator<Page> {
  if (lastSequence < firstSequence) return
  await using follower = await log.follow(stream, firstSequence - 1)
  while (follower.position < lastSequence) {
    const { gap, messages } = await follower.next(READ)
    if (gap !== null) {
      // Nobody sees it but as an answer without its end: the status is sent.
      throw new LogUnavailableError(`stream ${stream} no longer holds ${gap.from} to ${gap.to}: export again`)
    }
    yield messages.filter(({ sequence }) => sequence <= lastSequence).map(lineOfMessage)
  }
}
