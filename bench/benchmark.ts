import type { Settings } from './settings.ts'

/** What a number is held against. `reference`: nothing is asked of it, it stands beside the others. */
type Verdict = 'met' | 'missed' | 'reference'

/** One line of a result's table. */
export interface ResultRow {
  readonly what: string
  /** As text; empty for a reference. */
  readonly target: string
  readonly measured: string
  readonly verdict: Verdict
  /** What the numbers of this run say about a missed target, or what a reference is. */
  readonly note: string
}

export interface Measurement {
  readonly rows: readonly ResultRow[]
  /** How it was measured: what a reader needs to judge the numbers. */
  readonly method: readonly string[]
  /** Every number that the rows were made of, as JSON. */
  readonly raw: unknown
}

export interface Surroundings {
  readonly settings: Settings
  /** The root of the repository. */
  readonly root: string
  /** Null looks for it in the usual places. */
  readonly natsServerBin: string | null
  /** Null when there is none on this machine. */
  readonly chromiumBin: string | null
  readonly now: Date
  /** Says on standard error how it goes. */
  say(line: string): void
}

export interface Benchmark {
  readonly name: string
  /** One sentence: what it measures. */
  readonly title: string
  /** The benchmark that it is run with, beside its own name. */
  readonly partOf?: string
  /** Whether the settings leave anything to measure; true unless given. */
  isWanted?(settings: Settings): boolean
  run(surroundings: Surroundings): Promise<Measurement>
}

export function targetRow(
  what: string,
  target: string,
  measured: string,
  met: boolean,
  whyMissed: string,
): ResultRow {
  return { what, target, measured, verdict: met ? 'met' : 'missed', note: met ? '' : whyMissed }
}

export function referenceRow(what: string, measured: string, note = ''): ResultRow {
  return { what, target: '', measured, verdict: 'reference', note }
}
