import { setTimeout as pause } from 'node:timers/promises'
import { type QueryOf, type StreamEvent, streamEvent, streamEvents } from '@octometer/gateway-api'
import { CliError } from './cli-error.ts'
import { type Client, pathOf } from './client.ts'
import { exitCodes } from './exit-code.ts'

export interface Following {
  readonly client: Client
  readonly query: Partial<QueryOf<typeof streamEvents>>
  readonly ended: AbortSignal
  /** The connection is gone, and is tried again. */
  readonly onBroken: (error: CliError) => void
}

/** An event, and the text of it as it came. */
export interface ToldEvent {
  readonly event: StreamEvent
  readonly text: string
}

const AGAIN_MS = 1_000
const AGAIN_AT_MOST_MS = 15_000

/**
 * What happens while it happens, until `ended`. A connection that breaks is opened again after the last position, so
 * that nothing is missed or told twice. Throws CliError when the gateway refuses.
 */
export async function* followEvents({
  client,
  query,
  ended,
  onBroken,
}: Following): AsyncGenerator<ToldEvent> {
  let position: string | undefined
  let failures = 0
  while (!ended.aborted) {
    try {
      const headers = { accept: 'text/event-stream', ...(position && { 'last-event-id': position }) }
      const response = await client.open(pathOf(streamEvents, {}, query), { headers, signal: ended })
      for await (const { id, data } of serverSentEvents(response)) {
        failures = 0
        if (id !== null) position = id
        const told = data === null ? null : read(data)
        if (told !== null) yield told
      }
      throw new CliError('stream_ended', exitCodes.notReached, 'the server ended the stream')
    } catch (error) {
      if (ended.aborted) return
      const broken = asBroken(error)
      onBroken(broken)
      await pause(Math.min(AGAIN_AT_MOST_MS, AGAIN_MS * 2 ** failures++), undefined, { signal: ended }).catch(
        () => undefined,
      )
    }
  }
}

/** Throws what another attempt does not help. */
function asBroken(error: unknown): CliError {
  if (error instanceof CliError && error.exitCode === exitCodes.notReached) return error
  if (error instanceof CliError || !(error instanceof Error)) throw error
  return new CliError('stream_broken', exitCodes.notReached, `the connection broke (${error.message})`, {
    cause: error,
  })
}

function read(data: string): ToldEvent | null {
  const parsed = streamEvent.safeParse(JSON.parse(data))
  // A kind of event that a later server tells is none of ours.
  return parsed.success ? { event: parsed.data, text: data } : null
}

interface ServerSentEvent {
  readonly id: string | null
  /** Null for a comment, which may move the position. */
  readonly data: string | null
}

async function* serverSentEvents(response: Response): AsyncGenerator<ServerSentEvent> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of response.body ?? []) {
    const blocks = (rest + decoder.decode(chunk, { stream: true })).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) yield eventOf(block)
  }
}

function eventOf(block: string): ServerSentEvent {
  const lines = block.split('\n')
  const field = (name: string) =>
    lines.filter((line) => line.startsWith(`${name}:`)).map((line) => line.slice(name.length + 1).trimStart())
  const data = field('data')
  return { id: field('id').at(-1) ?? null, data: data.length === 0 ? null : data.join('\n') }
}
