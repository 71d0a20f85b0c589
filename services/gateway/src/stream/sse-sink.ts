import type { ServerResponse } from 'node:http'
import type { EventId } from '@octometer/gateway-api'
import { serverSentEvent } from './live-event.ts'
import { LAST_WORD_MS, type StreamSink } from './stream-client.ts'

/** How long a browser waits before it connects again. */
const RECONNECT_MS = 3_000

const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store, no-transform',
  // nginx would collect events before it passes them on.
  'X-Accel-Buffering': 'no',
  Connection: 'close',
}

/** Begins a response of server-sent events. `beginning` is where the client resumes should nothing ever be sent. */
export function openSseSink(response: ServerResponse, beginning: EventId): StreamSink {
  response.writeHead(200, HEADERS)
  response.on('error', () => response.destroy())
  const write = (chunk: string | Buffer) => {
    if (!response.writableEnded && !response.destroyed) response.write(chunk)
  }
  write(`retry: ${RECONNECT_MS}\nid: ${beginning}\n\n`)
  return {
    transport: 'sse',
    get buffered() {
      return response.writableLength
    },
    isSilent: false,
    send: (event, id) => write(event.frame(id)),
    tell: (note) => write(serverSentEvent(note)),
    // An id without data moves the client's position and is no event.
    heartbeat: (at) => write(`: heartbeat\n${at === null ? '' : `id: ${at}\n`}\n`),
    hold: () => response.cork(),
    flush: () => response.uncork(),
    end(reason, lastId) {
      write(serverSentEvent({ kind: 'dropped', id: lastId, reason }))
      response.end()
      const late = setTimeout(() => response.destroy(), LAST_WORD_MS)
      response.once('close', () => clearTimeout(late))
    },
  }
}
