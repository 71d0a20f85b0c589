import type { Entry } from '../../api/operations.ts'
import { useCompared } from '../../api/use-compared.ts'
import { useFilterParameters } from '../../filters/use-filters.ts'
import { formatShare } from '../../format/numbers.ts'
import { formatDuration } from '../../format/times.ts'
import { type AnswerTile, AnswerTiles } from '../../pieces/answer-tiles.tsx'
import { Explain } from '../../pieces/explain.tsx'
import { Tiles } from '../../pieces/grid.tsx'
import { ProblemNote } from '../../pieces/panel.tsx'

const MOST = 1000

/** Runs and jobs of the period together, beside those of the one before. Events and runner groups are few: one page has all. */
export function CiTiles() {
  return (
    <Tiles label="CI in numbers" most={4}>
      <RunTiles />
      <JobTiles />
    </Tiles>
  )
}

function RunTiles() {
  const { repository } = useFilterParameters()
  const { request, now, before, unknown, error } = useCompared('listWorkflowMetrics', (period) => ({
    query: { ...period, repository, group_by: ['event' as const], limit: MOST },
  }))
  if (error !== null) return <ProblemNote error={error} />
  const explain = (label: string) => <Explain label={label} name="listWorkflowMetrics" request={request} />
  return (
    <AnswerTiles
      tiles={runTiles}
      now={runsOf(now)}
      before={runsOf(before)}
      unknown={unknown}
      explain={explain}
    />
  )
}

function JobTiles() {
  const { repository } = useFilterParameters()
  const { request, now, before, unknown, error } = useCompared('listWorkflowJobMetrics', (period) => ({
    query: { ...period, repository, group_by: ['runner_group' as const], limit: MOST },
  }))
  if (error !== null) return <ProblemNote error={error} />
  const explain = (label: string) => <Explain label={label} name="listWorkflowJobMetrics" request={request} />
  return (
    <AnswerTiles
      tiles={jobTiles}
      now={jobsOf(now)}
      before={jobsOf(before)}
      unknown={unknown}
      explain={explain}
    />
  )
}

const minutes = (value: number | null) => formatDuration(value === null ? null : value * 60)

interface Runs {
  readonly attempts: number
  readonly failed: number
  readonly reruns: number
  readonly rate: number | null
}

const runTiles: readonly AnswerTile<Runs>[] = [
  { label: 'Runs', read: ({ attempts }) => attempts },
  { label: 'Success rate', read: ({ rate }) => rate, better: 'more', format: formatShare },
  { label: 'Failed runs', read: ({ failed }) => failed, better: 'less' },
  { label: 'Reruns', read: ({ reruns }) => reruns, better: 'less' },
]

function runsOf(answer: { readonly data: readonly Entry<'listWorkflowMetrics'>[] } | undefined) {
  if (answer === undefined) return undefined
  const sum = (name: 'attempts' | 'failed' | 'reruns' | 'succeeded') =>
    answer.data.reduce((all, each) => all + each[name], 0)
  const decided = sum('succeeded') + sum('failed')
  return {
    attempts: sum('attempts'),
    failed: sum('failed'),
    reruns: sum('reruns'),
    rate: decided === 0 ? null : sum('succeeded') / decided,
  }
}

interface Jobs {
  readonly minutes: number | null
  readonly billed: number | null
  readonly wasted: number | null
}

const jobTiles: readonly AnswerTile<Jobs>[] = [
  { label: 'Time on runners', read: (jobs) => jobs.minutes, format: minutes },
  { label: 'Billed minutes', read: ({ billed }) => billed, better: 'less' },
  { label: 'Wasted', read: ({ wasted }) => wasted, better: 'less', format: minutes },
  {
    label: 'Wasted share',
    read: ({ minutes: all, wasted }) => (all === null || wasted === null || all === 0 ? null : wasted / all),
    better: 'less',
    format: formatShare,
  },
]

/** Null where no time on runners is known. */
function jobsOf(answer: { readonly data: readonly Entry<'listWorkflowJobMetrics'>[] } | undefined) {
  if (answer === undefined) return undefined
  const known = answer.data.filter((each) => each.minutes !== null)
  const sum = (name: 'minutes' | 'billed_minutes' | 'wasted_minutes') =>
    known.length === 0 ? null : known.reduce((all, each) => all + (each[name] ?? 0), 0)
  return { minutes: sum('minutes'), billed: sum('billed_minutes'), wasted: sum('wasted_minutes') }
}
