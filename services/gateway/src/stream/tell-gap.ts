import type { EventId, GapReason, LoggedKind } from '@octometer/gateway-api'
import type { StreamClient } from './stream-client.ts'

interface Missing {
  readonly of: LoggedKind
  /** The client goes on from here. */
  readonly id: EventId
  readonly reason: GapReason
  readonly from: number
  readonly to: number
}

/** Tells a client what it will not get. Whoever gets deliveries alone is not told that it is these. */
export function tellGap({ sink, filter }: StreamClient, { of, ...missing }: Missing): void {
  sink.tell({ kind: 'gap', ...missing, ...(filter.kinds.has('alert') ? { of } : {}) })
}
