import type { Request } from '../../api/operations.ts'
import type { ApiResult } from '../../api/use-api.ts'
import { unknownBefore, useHistory } from '../../api/use-history.ts'
import { formatDuration } from '../../format/times.ts'
import { Explain } from '../../pieces/explain.tsx'
import { ProblemNote } from '../../pieces/panel.tsx'
import { StatTile } from '../../pieces/stat-tile.tsx'
import css from './pull-requests-page.module.css'

export interface MetricsProps {
  readonly metrics: ApiResult<'getPullRequestMetrics'>
  readonly request: Request<'getPullRequestMetrics'>
}

const seconds = (value: number | null) => formatDuration(value)

/** The numbers of the period beside those of the one before. */
export function PullTiles({ metrics, request }: MetricsProps) {
  const { data, error } = metrics
  const history = useHistory(request.query?.repository)
  if (error !== null && data === undefined) return <ProblemNote error={error} />
  const now = data?.numbers
  const before = data?.compared?.numbers
  const unknown = data?.compared ? unknownBefore(data.compared.since, history) : undefined
  const tiles = [
    { label: 'Opened', value: now?.opened, before: before?.opened },
    { label: 'Merged', value: now?.merged, before: before?.merged, better: 'more' },
    { label: 'Closed', value: now?.closed, before: before?.closed },
    {
      label: 'Median cycle',
      value: now?.phases.cycle?.median_seconds,
      before: before?.phases.cycle?.median_seconds,
      better: 'less',
      format: seconds,
    },
    {
      label: 'P90 cycle',
      value: now?.phases.cycle?.p90_seconds,
      before: before?.phases.cycle?.p90_seconds,
      better: 'less',
      format: seconds,
    },
    {
      label: 'Wait for review',
      value: now?.phases.pickup?.median_seconds,
      before: before?.phases.pickup?.median_seconds,
      better: 'less',
      format: seconds,
    },
  ] as const
  return (
    <section className={css.tiles} aria-label="Pull requests of the period">
      {tiles.map(({ label, value = null, before: earlier = null, ...rest }) => (
        <StatTile
          key={label}
          label={label}
          value={value}
          before={earlier}
          unknown={unknown}
          action={<Explain label={label} name="getPullRequestMetrics" request={request} />}
          {...rest}
        />
      ))}
    </section>
  )
}
