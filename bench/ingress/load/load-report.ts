import type { Spread } from '../../statistics.ts'

/** What the load generator is told, as its one argument in JSON. */
export interface LoadOrder {
  readonly url: string
  readonly secret: string
  readonly connections: number
  /** Not counted. */
  readonly warmUpSeconds: number
  readonly seconds: number
  readonly bodyBytes: number
}

/** What it prints, as JSON. */
export interface LoadReport {
  /** Answered 202 within the counted time. */
  readonly accepted: number
  readonly per_second: number
  readonly latency_ms: Spread
  /** Answers within the counted time by status. */
  readonly statuses: Readonly<Record<string, number>>
  /** Connections that broke. */
  readonly broken: number
  readonly mean_body_bytes: number
  /** Of the generator itself, warm-up included. */
  readonly cpu_seconds: number
  /** Everything that was answered, warm-up included. */
  readonly answered: number
}
