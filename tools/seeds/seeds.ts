import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The parts in which the seeds' promises are kept. */
export const themes = ['foundation', 'read-models', 'github-agent', 'faces', 'deploy'] as const
type Theme = (typeof themes)[number]

/** `part`: what its tests show is not all that was promised; the remark says what is missing. */
export const states = ['shown', 'part', 'open'] as const
export type State = (typeof states)[number]

/** What one or several of the five seed systems promise. */
export interface SeedRow {
  /** Section and name, as `4.3/weekly-reset`. */
  readonly id: string
  readonly seeds: readonly string[]
  readonly section: string
  readonly feature: string
  readonly promise: string
  readonly theme: Theme
  readonly state: State
  readonly remark?: string
  /** Each a file and the test's full name, as vitest reports it: `path > name`. */
  readonly tests: readonly string[]
}

export interface Seeds {
  /** Themes of which no row may be open any more. */
  readonly finished: readonly Theme[]
  readonly rows: readonly SeedRow[]
}

const seedsFile = 'docs/seeds.json'
export const seedsPage = 'docs/seeds.md'

export function readSeeds(root: string): Seeds {
  return JSON.parse(readFileSync(join(root, seedsFile), 'utf8'))
}
