import { type StreamEvent, streamEvent } from '@octometer/gateway-api'
import type { ClientsReport } from './messages.ts'

/** What one client has received. */
export interface Inbox {
  /** Takes one StreamEvent as JSON. */
  take(json: string): void
  ended(): void
}

/** What all clients have received. */
export interface Received {
  open(): Inbox
  deliveries(): number
  report(): ClientsReport
}

interface Kept {
  readonly received: number[]
  readonly others: string[]
  hasEnded: boolean
}

/** Every so many messages are held against the schema; all would take more than the server that is watched. */
const CHECKED_EACH = 100

export function createReceived(): Received {
  const indexes = new Map<string, number>()
  const clients: Kept[] = []
  const delays: number[] = []
  let taken = 0
  const keep = (kept: Kept, event: StreamEvent) => {
    if (event.kind === 'delivery') {
      const { guid, received_at } = event.delivery
      delays.push(Date.now() - Date.parse(received_at))
      const index = indexes.get(guid) ?? indexes.size
      indexes.set(guid, index)
      kept.received.push(index)
    } else if (event.kind !== 'heartbeat') {
      kept.others.push('reason' in event ? `${event.kind} ${event.reason}` : event.kind)
    }
  }
  return {
    open() {
      const kept: Kept = { received: [], others: [], hasEnded: false }
      clients.push(kept)
      return {
        take(json) {
          const event: StreamEvent = JSON.parse(json)
          taken += 1
          if (taken % CHECKED_EACH === 1) streamEvent.parse(event)
          keep(kept, event)
        },
        ended() {
          kept.hasEnded = true
        },
      }
    },
    deliveries: () => delays.length,
    report() {
      const { user, system } = process.cpuUsage()
      return { guids: [...indexes.keys()], clients, delays, cpuSeconds: (user + system) / 1e6 }
    },
  }
}
