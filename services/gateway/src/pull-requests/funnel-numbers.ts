import {
  type AnswerOf,
  funnelPhases,
  type getPullRequestFunnel,
  standingPlaces,
} from '@octometer/gateway-api'
import type { PullRequestStateRow, pullRequestFunnel, standingPullRequests } from '@octometer/read-store'
import { spreadOf } from '../spread.ts'
import { keyOf } from './find-pull-requests.ts'

type Answer = AnswerOf<typeof getPullRequestFunnel>
type FunnelRow = ReturnType<(typeof pullRequestFunnel)['row']['parse']>
export type Standing = ReturnType<(typeof standingPullRequests)['row']['parse']>

const FATES = ['merged', 'closed', 'open'] as const

/** Without a row nothing was opened; of repositories that nobody knows, nothing is known. */
export function funnelOf(
  row: FunnelRow | undefined,
  known: boolean,
): Pick<Answer, 'opened' | 'merged' | 'closed' | 'open' | 'phases' | 'cycle'> {
  const count = (value: number) => (known ? value : null)
  /** How many came exactly so far (0: no review, 1: a review, 2: an approval) and ended so. */
  const at = (stage: number, fate: (typeof FATES)[number]) =>
    row?.places[stage * FATES.length + FATES.indexOf(fate)] ?? 0
  const stages = funnelPhases.map((_, stage) => stage)
  const sum = (values: readonly number[]) => values.reduce((total, each) => total + each, 0)
  const of = (fate: (typeof FATES)[number]) => sum(stages.map((stage) => at(stage, fate)))
  const cameTo = (stage: number) =>
    sum(stages.slice(stage).flatMap((each) => FATES.map((fate) => at(each, fate))))
  const isLast = (stage: number) => stage === funnelPhases.length - 1
  return {
    opened: count(cameTo(0)),
    merged: count(of('merged')),
    closed: count(of('closed')),
    open: count(of('open')),
    phases: funnelPhases.map((phase, stage) => ({
      phase,
      entered: count(cameTo(stage)),
      // The end of the last phase is the merge itself.
      completed: count(isLast(stage) ? at(stage, 'merged') : cameTo(stage + 1)),
      skipped: count(isLast(stage) ? 0 : at(stage, 'merged')),
      closed: count(at(stage, 'closed')),
      standing: count(at(stage, 'open')),
      ...durationsOf(row, stage, known),
    })),
    cycle: {
      completed: count(row?.phases[funnelPhases.length]?.[0] ?? 0),
      ...durationsOf(row, funnelPhases.length, known),
    },
  }
}

function durationsOf(row: FunnelRow | undefined, index: number, known: boolean) {
  const [pulls = 0, mean = null, quantiles = null, histogram = []] = row?.phases[index] ?? []
  return {
    ...spreadOf(pulls === 0 ? undefined : { mean, quantiles }),
    histogram: known ? [...histogram] : null,
  }
}

interface Around {
  readonly known: boolean
  readonly now: Date
  /** By their keys. */
  readonly titles: ReadonlyMap<string, PullRequestStateRow>
  readonly nameOf: (id: number) => string
}

/** One place of all, those without anything in them too. */
export function standingOf(
  rows: readonly Standing[],
  { known, now, titles, nameOf }: Around,
): Answer['standing'] {
  return standingPlaces.map((place, index) => {
    const row = rows.find((each) => each.place === index)
    return {
      place,
      pull_requests: known ? (row?.pull_requests ?? 0) : null,
      ...spreadOf(row),
      longest: (row?.longest ?? []).flatMap(([since, repository_id, number]) => {
        const state = titles.get(keyOf({ repository_id, number }))
        if (state === undefined) return []
        return {
          repository: nameOf(repository_id),
          repository_id,
          number,
          title: state.core.title,
          author: state.core.author,
          since: new Date(since * 1000).toISOString(),
          waiting_seconds: Math.max(0, Math.floor(now.getTime() / 1000) - since),
        }
      }),
    }
  })
}
