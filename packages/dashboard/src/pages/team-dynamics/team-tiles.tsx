import type { Answer } from '../../api/operations.ts'
import type { ApiResult } from '../../api/use-api.ts'
import { UNKNOWN } from '../../format/numbers.ts'
import { formatDuration } from '../../format/times.ts'
import { Explain } from '../../pieces/explain.tsx'
import { ProblemNote } from '../../pieces/panel.tsx'
import { StatTile } from '../../pieces/stat-tile.tsx'
import type { TeamProps } from './team.ts'
import css from './team-dynamics-page.module.css'

interface TeamTilesProps extends TeamProps {
  readonly earlier: ApiResult<'getTeamMetrics'>
}

const tenth = (value: number | null) => (value === null ? UNKNOWN : value.toFixed(1))
const hundredth = (value: number | null) => (value === null ? UNKNOWN : value.toFixed(2))

/** The team in five numbers, beside the time before. */
export function TeamTiles({ team, earlier, request }: TeamTilesProps) {
  const { data, error } = team
  if (error !== null && data === undefined) return <ProblemNote error={error} />
  return (
    <section className={css.tiles} aria-label="The team in numbers">
      {tilesOf(data, earlier.data).map(({ label, value = null, before: was = null, ...rest }) => (
        <StatTile
          key={label}
          label={label}
          value={value}
          before={was}
          action={<Explain label={label} name="getTeamMetrics" request={request} />}
          {...rest}
        />
      ))}
    </section>
  )
}

type Dynamics = Answer<'getTeamMetrics'>

function tilesOf(now: Dynamics | undefined, before: Dynamics | undefined) {
  return [
    {
      label: 'Contributors',
      value: now?.workload.contributors,
      before: before?.workload.contributors,
      note: 'Opened, reviewed or approved',
    },
    {
      label: 'PRs per person',
      value: now?.workload.pulls_per_contributor,
      before: before?.workload.pulls_per_contributor,
      format: tenth,
      note: now?.workload.most
        ? `${now.workload.most.login} opened the most: ${now.workload.most.pulls_opened}`
        : '',
    },
    {
      label: 'Gini of workload',
      value: now?.workload.gini,
      before: before?.workload.gini,
      better: 'less',
      format: hundredth,
      note: '0 is alike, near 1 one has all',
    },
    {
      label: 'Wait for a review',
      value: now?.review_times.median_seconds,
      before: before?.review_times.median_seconds,
      better: 'less',
      format: formatDuration,
      note: `Median; mean ${formatDuration(now?.review_times.mean_seconds)}`,
    },
    {
      label: 'Wait for approval',
      value: now?.bottlenecks.waiting,
      before: null,
      note: 'Open now, and approved by nobody',
    },
  ] as const
}
