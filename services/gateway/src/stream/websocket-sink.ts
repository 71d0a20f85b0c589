import type { Socket } from 'node:net'
import type { DropReason, EventId, StreamEvent } from '@octometer/gateway-api'
import type { WebSocket } from 'ws'
import { LAST_WORD_MS, type StreamSink } from './stream-client.ts'

/** RFC 6455 and its registry: 1001 going away, 1008 policy violation, 1013 try again later; 4000 and above are ours. */
export const CLOSE_CODES: Readonly<Record<DropReason, number>> = {
  slow: 1013,
  silent: 4408,
  shutdown: 1001,
  unauthorized: 4401,
  not_for_messages: 1008,
}

/** Sends each StreamEvent as one text message over a WebSocket that is open. */
export function openWebSocketSink(webSocket: WebSocket, socket: Socket, beginning: EventId): StreamSink {
  let hasAnswered = true
  webSocket.on('pong', () => {
    hasAnswered = true
  })
  const say = (event: StreamEvent) => webSocket.send(JSON.stringify(event))
  const end: StreamSink['end'] = (reason, lastId) => {
    // A client that does not take what is there would not take this either.
    if (reason !== 'slow' && reason !== 'silent') say({ kind: 'dropped', id: lastId, reason })
    webSocket.close(CLOSE_CODES[reason], reason)
    const late = setTimeout(() => webSocket.terminate(), LAST_WORD_MS)
    webSocket.once('close', () => clearTimeout(late))
  }
  say({ kind: 'heartbeat', id: beginning })
  return {
    transport: 'websocket',
    get buffered() {
      return webSocket.bufferedAmount
    },
    get isSilent() {
      return !hasAnswered
    },
    send: (event, id) => webSocket.send(event.json(id), { binary: false }),
    tell: say,
    heartbeat(at) {
      hasAnswered = false
      webSocket.ping()
      if (at !== null) say({ kind: 'heartbeat', id: at })
    },
    hold: () => socket.cork(),
    flush: () => socket.uncork(),
    end,
  }
}
