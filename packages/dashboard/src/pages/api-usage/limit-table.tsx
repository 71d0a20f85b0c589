import type { Entry } from '../../api/operations.ts'
import { useApi } from '../../api/use-api.ts'
import { formatCount, UNKNOWN } from '../../format/numbers.ts'
import { formatAgo } from '../../format/times.ts'
import { Badge } from '../../pieces/badge.tsx'
import { DataTable } from '../../pieces/data-table.tsx'
import { Explain } from '../../pieces/explain.tsx'
import { ExportMenu } from '../../pieces/export-menu.tsx'
import { Answered, Empty, Panel } from '../../pieces/panel.tsx'
import type { Column } from '../../pieces/table-columns.ts'
import { TimeAgo } from '../../pieces/time-ago.tsx'
import css from './api-usage-page.module.css'

type RateLimit = Entry<'getRateLimits'>

/** So much of a token's hash tells it apart. */
export const shortToken = (token: string): string => token.slice(0, 8)

const LOW = 0.1

const columns: readonly Column<RateLimit>[] = [
  { key: 'token', title: 'Token', render: ({ token }) => <code title={token}>{shortToken(token)}</code> },
  {
    key: 'resource',
    title: 'Resource',
    render: ({ resource }) => <span className={css.strong}>{resource}</span>,
  },
  { key: 'left', title: 'Left', width: '14rem', render: (limit) => <Left limit={limit} /> },
  { key: 'limit', title: 'Of', align: 'end', render: ({ limit }) => formatCount(limit) },
  {
    key: 'rate',
    title: 'A minute',
    align: 'end',
    hint: 'In the last ten minutes',
    render: ({ spent_per_minute }) => perMinute(spent_per_minute),
  },
  {
    key: 'forecast',
    title: 'Used up',
    align: 'end',
    hint: 'If it goes on as in the last ten minutes',
    render: (limit) => <Outlook limit={limit} />,
  },
  {
    key: 'reset',
    title: 'Begins anew',
    align: 'end',
    render: ({ reset_at }) => (reset_at === null ? '–' : <TimeAgo time={reset_at} />),
  },
  {
    key: 'observed',
    title: 'Told',
    align: 'end',
    render: ({ observed_at }) => <TimeAgo time={observed_at} />,
  },
]

/** Little is not nothing. */
function perMinute(rate: number | null): string {
  if (rate === null) return UNKNOWN
  return rate > 0 && rate < 0.1 ? '< 0.1' : rate.toFixed(1)
}

function Left({ limit: { limit, remaining } }: { readonly limit: RateLimit }) {
  const share = limit === null || remaining === null || limit === 0 ? null : remaining / limit
  return (
    <span className={css.left}>
      <span className={css.track}>
        {share !== null && (
          <span className={share < LOW ? css.low : css.enough} style={{ width: `${share * 100}%` }} />
        )}
      </span>
      <span className={css.number}>{formatCount(remaining)}</span>
    </span>
  )
}

function Outlook({ limit }: { readonly limit: RateLimit }) {
  const { exhausted_at, spent_per_minute } = limit
  if (exhausted_at !== null) return <Badge tone="bad">{formatAgo(exhausted_at, Date.now())}</Badge>
  return spent_per_minute === null ? UNKNOWN : 'not before it begins anew'
}

/** The newest that is known of every token and resource, and how it ends if it goes on so. */
export function LimitTable() {
  const query = useApi('getRateLimits')
  return (
    <Panel
      title="Limits"
      note="What each token has left, and when nothing will be left"
      flush
      actions={
        <>
          <Explain label="Limits" name="getRateLimits" request={{}} />
          <ExportMenu name="getRateLimits" request={{}} />
        </>
      }
    >
      <Answered query={query} height={9}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty title="No call of GitHub’s API is known">
              Calls are told by github-agent once it has a token or an App, and by programs that report
              theirs.
            </Empty>
          ) : (
            <DataTable
              label="Limits"
              columns={columns}
              rows={data}
              keyOf={({ token, resource }) => `${token} ${resource}`}
              maxHeight={24}
            />
          )
        }
      </Answered>
    </Panel>
  )
}
