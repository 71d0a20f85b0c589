import type { Command, LogMessage, SnapshotType } from '@octometer/event-contracts'

export type Row = Readonly<Record<string, unknown>>
export type RowsByTable = Readonly<Record<string, readonly Row[]>>

/** How a message ended. `rejected` becomes a dead letter that can be retried; nothing is dropped silently. */
export type Outcome =
  | { readonly outcome: 'projected'; readonly rows: RowsByTable }
  | { readonly outcome: 'ignored'; readonly reason: string }
  | { readonly outcome: 'rejected'; readonly reason: string }

export function projected(rows: RowsByTable): Outcome {
  return { outcome: 'projected', rows }
}

export function ignored(reason: string): Outcome {
  return { outcome: 'ignored', reason }
}

export function rejected(reason: string): Outcome {
  return { outcome: 'rejected', reason }
}

export interface ProjectionInput {
  readonly message: LogMessage
  /** Position in its stream; null when the archive told it. */
  readonly sequence: number | null
  /** Of the trace in which the message was appended; null without one. */
  readonly traceId: string | null
}

/** What rows may depend on beside the message. All of it stands in the generation. */
export interface ProjectionSettings {
  readonly timezone: string
  readonly testCheckPattern: RegExp
  readonly hotfixPattern: RegExp
  /** Repositories (`owner/name`, with `*`) and events that deliveries are projected of; none of a kind: all. */
  readonly include?: readonly string[]
  /** Those that they are never projected of. */
  readonly exclude?: readonly string[]
}

/** Which messages a projection reads: the others are ignored without being opened. */
export interface Handles {
  /** Event names of deliveries. */
  readonly deliveries: readonly string[] | 'all'
  readonly commands: readonly Command['type'][]
  readonly apiCalls: boolean
  readonly snapshots?: readonly SnapshotType[]
  readonly alerts?: boolean
}

/**
 * A read model's rule: a pure function from a message to rows. No I/O, no clock, no randomness: the same log gives
 * the same rows, in any order, any number of times.
 */
export interface Projection {
  readonly name: string
  /** Raised whenever `project` gives other rows for the same message: it makes a new generation. */
  readonly version: number
  readonly stream: 'EVENTS' | 'API_CALLS' | 'ALERTS'
  readonly handles: Handles
  /** The tables that `project` may write. */
  readonly tables: readonly string[]
  /** The settings on which its rows depend. */
  readonly dependsOn: readonly (keyof ProjectionSettings)[]
  /** False for the archive alone: nothing else holds its rows, so it is never built anew. */
  readonly generational: boolean
  project(input: ProjectionInput, settings: ProjectionSettings): Outcome
}
