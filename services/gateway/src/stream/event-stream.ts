import type { ServerResponse } from 'node:http'
import { LAST_WORD_MS } from './stream-client.ts'

const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store, no-transform',
  // nginx would collect events before it passes them on.
  'X-Accel-Buffering': 'no',
  Connection: 'close',
}

export interface EventStream {
  /** Nothing, once the connection is closed. */
  write(chunk: string | Buffer): void
  /** Ends it, without waiting for long for a client that takes nothing. */
  close(): void
}

/** Begins a response of server-sent events. */
export function beginEventStream(response: ServerResponse): EventStream {
  response.writeHead(200, HEADERS)
  response.on('error', () => response.destroy())
  return {
    write(chunk) {
      if (!response.writableEnded && !response.destroyed) response.write(chunk)
    },
    close() {
      response.end()
      const late = setTimeout(() => response.destroy(), LAST_WORD_MS)
      response.once('close', () => clearTimeout(late))
    },
  }
}
