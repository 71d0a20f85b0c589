export interface RollupSettings {
  /** IANA name; days, weeks and months are its calendar units. */
  readonly timezone: string
}

export interface RecountContext {
  /** The full name of a table of the generation that is recounted. */
  tableOf(name: string): string
  readonly settings: RollupSettings
}

/**
 * Counts that are never incremented: after its facts are in, a bucket is recounted from the facts themselves and
 * written to a table that merges by `max`. Facts are never taken back, so an older recount loses.
 */
export interface Rollup {
  readonly table: string
  /** The fact table whose rows touch its buckets. */
  readonly from: string
  /** The SQL tuple literal that names the bucket of a fact row. */
  bucketOf(row: Readonly<Record<string, unknown>>): string
  /** The statement that recounts these buckets; null recounts all. */
  recount(context: RecountContext, buckets: readonly string[] | null): string
}
