import type { ServerResponse } from 'node:http'
import type { EventId } from '@octometer/gateway-api'
import { beginEventStream } from './event-stream.ts'
import { serverSentEvent } from './live-event.ts'
import type { StreamSink } from './stream-client.ts'

/** How long a browser waits before it connects again. */
const RECONNECT_MS = 3_000

/** Begins a response of server-sent events. `beginning` is where the client resumes should nothing ever be sent. */
export function openSseSink(response: ServerResponse, beginning: EventId): StreamSink {
  const { write, close } = beginEventStream(response)
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
      close()
    },
  }
}
