import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import { LAST_WORD_MS, type StreamSink } from '../stream/stream-client.ts'
import { CLOSE_CODES } from '../stream/websocket-sink.ts'
import type { MetricHistory, MetricUpdates, UpdateListener } from './metric-updates.ts'

/** What an event that is looked up for a client costs meanwhile. */
const WAITING_BYTES = 64

/**
 * Tells seed 003's messages over a WebSocket that is open, and nothing else: the seed has no word for a heartbeat, a gap or
 * an end, so a ping, silence and the close code stand for them.
 */
export function openMetricUpdateSink(
  webSocket: WebSocket,
  socket: Socket,
  { updates, status, history }: MetricUpdateParts,
): StreamSink {
  let hasAnswered = true
  let waiting = 0
  webSocket.on('pong', () => {
    hasAnswered = true
  })
  const listener: UpdateListener = {
    tell(update) {
      waiting -= 1
      if (status === null || update.data.event.status === status) webSocket.send(JSON.stringify(update))
    },
    skip() {
      waiting -= 1
    },
  }
  for (const update of history.updates) webSocket.send(JSON.stringify(update))
  return {
    transport: 'websocket',
    get buffered() {
      return webSocket.bufferedAmount + waiting * WAITING_BYTES
    },
    get isSilent() {
      return !hasAnswered
    },
    send({ position, told }) {
      if (told.kind !== 'delivery' || history.positions.has(position)) return
      waiting += 1
      updates.add(position, told.delivery, listener)
    },
    tell() {},
    heartbeat() {
      hasAnswered = false
      webSocket.ping()
    },
    hold: () => socket.cork(),
    flush: () => socket.uncork(),
    end(reason) {
      webSocket.close(CLOSE_CODES[reason], reason)
      const late = setTimeout(() => webSocket.terminate(), LAST_WORD_MS)
      webSocket.once('close', () => clearTimeout(late))
    },
  }
}

interface MetricUpdateParts {
  readonly updates: MetricUpdates
  /** Only events with this outcome; null: with any. */
  readonly status: string | null
  /** Sent at once, and not again when the log has them. */
  readonly history: MetricHistory
}
