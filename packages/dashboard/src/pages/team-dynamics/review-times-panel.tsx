import { useMemo } from 'react'
import type { Answer } from '../../api/operations.ts'
import { useAddressValue } from '../../filters/use-filters.ts'
import { formatCount } from '../../format/numbers.ts'
import { formatDuration } from '../../format/times.ts'
import { Badge } from '../../pieces/badge.tsx'
import { DataTable } from '../../pieces/data-table.tsx'
import { Explain } from '../../pieces/explain.tsx'
import { ExportMenu } from '../../pieces/export-menu.tsx'
import { Answered, Empty, Panel } from '../../pieces/panel.tsx'
import type { Column } from '../../pieces/table-columns.ts'
import { Person } from '../contributors/contributor-columns.tsx'
import { leastOf, type Member, sortedBy, type TeamProps } from './team.ts'
import css from './team-dynamics-page.module.css'

const sorts = ['first_review_mean_seconds', 'first_review_median_seconds', 'first_reviews'] as const

const columns: readonly Column<Member>[] = [
  {
    key: 'login',
    title: 'Reviewer',
    render: (row) => (
      <>
        <Person {...row} /> {row.low_sample && <Badge tone="warn">small sample</Badge>}
      </>
    ),
  },
  {
    key: 'first_reviews',
    title: 'Pull requests',
    hint: 'Whose first review by them was in these days',
    align: 'end',
    sortKey: 'first_reviews',
    render: ({ first_reviews }) => formatCount(first_reviews),
  },
  {
    key: 'mean',
    title: 'Mean',
    hint: 'From ready for review to their first review',
    align: 'end',
    sortKey: 'first_review_mean_seconds',
    render: ({ first_review_mean_seconds }) => formatDuration(first_review_mean_seconds),
  },
  {
    key: 'median',
    title: 'Median',
    align: 'end',
    sortKey: 'first_review_median_seconds',
    render: ({ first_review_median_seconds }) => formatDuration(first_review_median_seconds),
  },
]

/** How long each reviewer lets wait, and whether that says anything. */
export function ReviewTimesPanel({ team, request }: TeamProps) {
  const [given, setLeast] = useAddressValue('min_reviews')
  return (
    <Panel
      title="Review efficiency"
      note="From ready for review to a reviewer’s first review of a pull request, the fastest first"
      actions={
        <>
          <label className={css.least}>
            At least
            <input
              type="number"
              min={1}
              max={100}
              value={given === '' ? leastOf('') : given}
              onChange={(event) => setLeast(event.target.value)}
            />
            reviews
          </label>
          <Explain label="Review efficiency" name="getTeamMetrics" request={request} />
          <ExportMenu name="getTeamMetrics" request={request} />
        </>
      }
    >
      <Answered query={team} height={20}>
        {({ data, review_times }) =>
          review_times.first_reviews === 0 ? (
            <Empty title="Nobody reviewed in this time">Choose a longer range, or clear the filters.</Empty>
          ) : (
            <>
              <Extremes times={review_times} />
              <Reviewers data={data} />
            </>
          )
        }
      </Answered>
    </Panel>
  )
}

type Times = Answer<'getTeamMetrics'>['review_times']

function Extremes({ times }: { readonly times: Times }) {
  const { fastest, slowest, min_reviews } = times
  const facts = [
    ['Fastest', fastest],
    ['Slowest', slowest],
  ] as const
  return (
    <div className={css.extremes}>
      {facts.map(([name, who]) => (
        <p key={name} data-extreme={name}>
          <span className={css.small}>{name}</span>
          <span className={css.who}>{who?.login ?? '–'}</span>
          <span>{formatDuration(who?.mean_seconds)} on average</span>
        </p>
      ))}
      {fastest?.low_sample && (
        <p className={css.warning} role="note">
          Nobody has {formatCount(min_reviews)} reviews: these are of those with the most, and say little.
        </p>
      )}
    </div>
  )
}

function Reviewers({ data }: { readonly data: readonly Member[] }) {
  const [chosen, choose] = useAddressValue('reviewers')
  const sort = sorts.find((each) => each === chosen) ?? sorts[0]
  const rows = useMemo(() => {
    const reviewers = data.filter(({ first_reviews }) => first_reviews > 0)
    return sortedBy(reviewers, (row) => row[sort], sort !== 'first_reviews')
  }, [data, sort])
  return (
    <DataTable
      label="Review efficiency"
      columns={columns}
      rows={rows}
      keyOf={({ login }) => login}
      sort={{
        key: sort,
        descending: sort === 'first_reviews',
        onSort: (key) => choose(key === sorts[0] ? '' : key),
      }}
      maxHeight={20}
    />
  )
}
