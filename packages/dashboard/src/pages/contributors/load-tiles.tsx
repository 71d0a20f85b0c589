import type { Answer } from '../../api/operations.ts'
import { useApi } from '../../api/use-api.ts'
import { formatShare, UNKNOWN } from '../../format/numbers.ts'
import { formatDuration } from '../../format/times.ts'
import { Explain } from '../../pieces/explain.tsx'
import { ProblemNote } from '../../pieces/panel.tsx'
import { StatTile } from '../../pieces/stat-tile.tsx'
import css from './contributors-page.module.css'
import { usePeopleQuery, usePeopleQueryBefore } from './use-people-query.ts'

const gini = (value: number | null) => (value === null ? UNKNOWN : value.toFixed(2))

/** How the reviews are spread, beside the time before. */
export function LoadTiles() {
  const query = usePeopleQuery()
  const before = usePeopleQueryBefore()
  const now = useApi('getReviewLoad', { query })
  const earlier = useApi('getReviewLoad', { query: before })
  const waits = useApi('getTeamMetrics', { query })
  const waitsEarlier = useApi('getTeamMetrics', { query: before })
  if (now.error !== null && now.data === undefined) return <ProblemNote error={now.error} />
  return (
    <section className={css.tiles} aria-label="Reviews of the period">
      {loadTiles(now.data, earlier.data).map(({ label, value = null, before: was = null, ...rest }) => (
        <StatTile
          key={label}
          label={label}
          value={value}
          before={was}
          action={<Explain label={label} name="getReviewLoad" request={{ query }} />}
          {...rest}
        />
      ))}
      <StatTile
        label="Wait for a review"
        value={waits.data?.review_times.median_seconds ?? null}
        before={waitsEarlier.data?.review_times.median_seconds ?? null}
        better="less"
        format={formatDuration}
        note="Median to a reviewer’s first"
        action={<Explain label="Wait for a review" name="getTeamMetrics" request={{ query }} />}
      />
    </section>
  )
}

type Load = Answer<'getReviewLoad'>

function loadTiles(now: Load | undefined, before: Load | undefined) {
  const [busiest] = now?.data ?? []
  const [busiestBefore] = before?.data ?? []
  return [
    { label: 'Reviews', value: now?.reviews, before: before?.reviews },
    { label: 'Reviewers', value: now?.reviewers, before: before?.reviewers },
    {
      label: 'Busiest reviewer',
      value: busiest?.share,
      before: busiestBefore?.share,
      better: 'less',
      format: formatShare,
      note: busiest?.share == null ? '' : busiest.login,
    },
    {
      label: 'Gini of reviews',
      value: now?.gini,
      before: before?.gini,
      better: 'less',
      format: gini,
      note: '0 is alike, near 1 one has all',
    },
  ] as const
}
