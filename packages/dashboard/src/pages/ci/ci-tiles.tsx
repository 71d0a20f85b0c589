import type { Entry } from '../../api/operations.ts'
import { useApi } from '../../api/use-api.ts'
import { type Period, periodBefore } from '../../filters/period.ts'
import { useFilterParameters } from '../../filters/use-filters.ts'
import { formatShare } from '../../format/numbers.ts'
import { formatDuration } from '../../format/times.ts'
import { Explain } from '../../pieces/explain.tsx'
import { ProblemNote } from '../../pieces/panel.tsx'
import { StatTile } from '../../pieces/stat-tile.tsx'
import css from './ci-page.module.css'

const MOST = 1000

/** Runs and jobs of the period together, beside those of the one before. Events and runner groups are few: one page has all. */
export function CiTiles() {
  return (
    <section className={css.tiles} aria-label="CI in numbers">
      <RunTiles />
      <JobTiles />
    </section>
  )
}

function RunTiles() {
  const { repository, since, until } = useFilterParameters()
  const requestOf = (period: Period) => ({
    query: { ...period, repository, group_by: ['event' as const], limit: MOST },
  })
  const request = requestOf({ since, until })
  const { data, error } = useApi('listWorkflowMetrics', request)
  const before = useApi('listWorkflowMetrics', requestOf(periodBefore({ since, until })))
  if (error !== null && data === undefined) return <ProblemNote error={error} />
  const [now, old] = [runTotals(data?.data), runTotals(before.data?.data)]
  return runTiles.map(({ label, key, ...rest }) => (
    <StatTile
      key={key}
      label={label}
      value={now[key]}
      before={old[key]}
      {...rest}
      action={<Explain label={label} name="listWorkflowMetrics" request={request} />}
    />
  ))
}

function JobTiles() {
  const { repository, since, until } = useFilterParameters()
  const requestOf = (period: Period) => ({
    query: { ...period, repository, group_by: ['runner_group' as const], limit: MOST },
  })
  const request = requestOf({ since, until })
  const { data, error } = useApi('listWorkflowJobMetrics', request)
  const before = useApi('listWorkflowJobMetrics', requestOf(periodBefore({ since, until })))
  if (error !== null && data === undefined) return <ProblemNote error={error} />
  const [now, old] = [jobTotals(data?.data), jobTotals(before.data?.data)]
  return jobTiles.map(({ label, key, ...rest }) => (
    <StatTile
      key={key}
      label={label}
      value={now[key]}
      before={old[key]}
      {...rest}
      action={<Explain label={label} name="listWorkflowJobMetrics" request={request} />}
    />
  ))
}

const minutes = (value: number | null) => formatDuration(value === null ? null : value * 60)

const runTiles = [
  { label: 'Runs', key: 'attempts' },
  { label: 'Success rate', key: 'rate', better: 'more', format: formatShare },
  { label: 'Failed runs', key: 'failed', better: 'less' },
  { label: 'Reruns', key: 'reruns', better: 'less' },
] as const

const jobTiles = [
  { label: 'Time on runners', key: 'minutes', format: minutes },
  { label: 'Billed minutes', key: 'billed', better: 'less' },
  { label: 'Wasted', key: 'wasted', better: 'less', format: minutes },
  { label: 'Wasted share', key: 'share', better: 'less', format: formatShare },
] as const

function runTotals(groups: readonly Entry<'listWorkflowMetrics'>[] | undefined) {
  if (groups === undefined) return { attempts: null, failed: null, reruns: null, rate: null }
  const sum = (name: 'attempts' | 'failed' | 'reruns' | 'succeeded') =>
    groups.reduce((all, each) => all + each[name], 0)
  const decided = sum('succeeded') + sum('failed')
  return {
    attempts: sum('attempts'),
    failed: sum('failed'),
    reruns: sum('reruns'),
    rate: decided === 0 ? null : sum('succeeded') / decided,
  }
}

function jobTotals(groups: readonly Entry<'listWorkflowJobMetrics'>[] | undefined) {
  const known = groups?.filter((each) => each.minutes !== null) ?? []
  if (known.length === 0) return { minutes: null, billed: null, wasted: null, share: null }
  const sum = (name: 'minutes' | 'billed_minutes' | 'wasted_minutes') =>
    known.reduce((all, each) => all + (each[name] ?? 0), 0)
  const [all, wasted] = [sum('minutes'), sum('wasted_minutes')]
  return { minutes: all, billed: sum('billed_minutes'), wasted, share: all === 0 ? null : wasted / all }
}
