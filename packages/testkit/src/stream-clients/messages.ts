/** One live client. */
export interface ClientOrder {
  /** As in a URL, with its `?`. */
  readonly query: string
  readonly transport: 'sse' | 'websocket'
}

/** What the process of live clients is told. */
export type ToClients =
  | {
      readonly kind: 'connect'
      readonly url: string
      readonly key: string
      readonly clients: readonly ClientOrder[]
    }
  | { readonly kind: 'count' }
  | { readonly kind: 'finish' }

/** What it answers to each. */
export type FromClients =
  | { readonly kind: 'connected' }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'counted'; readonly deliveries: number }
  | { readonly kind: 'finished'; readonly report: ClientsReport }

export interface ClientsReport {
  /** Every GUID that any client received. */
  readonly guids: readonly string[]
  readonly clients: readonly ClientReport[]
  /** Milliseconds from a delivery's receipt to a client's having it, of every delivery to every client. */
  readonly delays: readonly number[]
  /** CPU time of the process. */
  readonly cpuSeconds: number
}

interface ClientReport {
  /** Indexes into `guids`, in the order of receipt; one that came twice is there twice. */
  readonly received: readonly number[]
  /** Kinds of other events: gaps, and why it was dropped. */
  readonly others: readonly string[]
  readonly hasEnded: boolean
}
