import { createHash } from 'node:crypto'
import type { Evidence } from './evidence.ts'
import type { SubjectState } from './subject-state.ts'

/** What began, was seen again, and ended perhaps: one alert. */
export interface Episode {
  readonly id: string
  /** In their order; one at least. */
  readonly raised: readonly [Evidence, ...Evidence[]]
  readonly recovery: Evidence | null
  /** Different keys, those that were forgotten included. */
  readonly count: number
}

/** Cuts a subject's evidence at its recoveries: a function of the set of it alone. */
export function episodesOf(state: SubjectState): readonly Episode[] {
  const episodes: Episode[] = []
  let raised: Evidence[] = []
  const close = (recovery: Evidence | null) => {
    const [first, ...more] = raised
    raised = []
    if (first === undefined) return
    const folded = recovery === null ? state.folded : 0
    const count = new Set([first, ...more].map(({ key }) => key)).size + folded
    episodes.push({ id: idOf(state, first), raised: [first, ...more], recovery, count })
  }
  for (const each of state.evidence) {
    if (each.kind === 'raised') raised.push(each)
    else close(each)
  }
  close(null)
  return episodes
}

function idOf({ rule, subject }: SubjectState, { key, at }: Evidence): string {
  const hash = createHash('sha256').update(JSON.stringify([rule, subject, key, Date.parse(at)]))
  return hash.digest('hex').slice(0, 32)
}
