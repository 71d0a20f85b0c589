import type { Intake } from '../topology.ts'
import type { WorkloadSize } from '../workload.ts'

/** What one sender process is told when it starts. */
export interface SendOrders {
  readonly workload: WorkloadSize
  /** It sends the deliveries whose position, divided by `senders`, leaves this. */
  readonly share: number
  readonly senders: number
  readonly connections: number
  readonly intake: Intake
}

/** To a sender: the deliveries before this position may be sent. */
export interface Allowance {
  readonly allowed: number
}

/** From a sender. `resends`: why each earlier attempt was sent again, such as `503` or `ECONNRESET`. */
export type SenderNews =
  | { readonly kind: 'accepted'; readonly guid: string; readonly resends: readonly string[] }
  | { readonly kind: 'reported'; readonly call: string; readonly resends: readonly string[] }
  /** Neither accepted nor to be sent again: the receiver is wrong, or we are. */
  | { readonly kind: 'refused'; readonly guid: string; readonly status: number; readonly answer: string }
  | { readonly kind: 'finished' }
