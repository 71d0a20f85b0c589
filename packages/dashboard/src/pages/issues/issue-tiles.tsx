import type { Answer } from '../../api/operations.ts'
import { useApi } from '../../api/use-api.ts'
import { periodBefore } from '../../filters/period.ts'
import { useFilterParameters } from '../../filters/use-filters.ts'
import { formatCount, formatShare } from '../../format/numbers.ts'
import { formatDuration } from '../../format/times.ts'
import { Explain } from '../../pieces/explain.tsx'
import { ProblemNote } from '../../pieces/panel.tsx'
import { StatTile } from '../../pieces/stat-tile.tsx'
import css from './issues-page.module.css'

type Health = Answer<'getIssueHealth'>['health']
type Numbers = Answer<'getIssueMetrics'>['numbers']

interface Tile<T> {
  readonly label: string
  readonly read: (answer: T) => number | null
  readonly better?: 'more' | 'less'
  readonly format?: (value: number | null) => string
  readonly note: (answer: T) => string
}

const healthTiles: readonly Tile<Health>[] = [
  { label: 'Opened', read: ({ opened }) => opened, note: ({ net }) => `${signed(net)} open in this time` },
  {
    label: 'Closed',
    read: ({ closed }) => closed,
    better: 'more',
    note: ({ resolution_rate }) => `${formatShare(resolution_rate)} of those opened`,
  },
  {
    label: 'Time to close',
    read: ({ time_to_close }) => time_to_close.median_seconds,
    better: 'less',
    format: formatDuration,
    note: ({ time_to_close }) =>
      `median of ${formatCount(time_to_close.issues)}, P90 ${formatDuration(time_to_close.p90_seconds)}`,
  },
]

const numberTiles: readonly Tile<Numbers>[] = [
  {
    label: 'First response',
    read: ({ time_to_first_response }) => time_to_first_response.median_seconds,
    better: 'less',
    format: formatDuration,
    note: ({ time_to_first_response }) => `median of ${formatCount(time_to_first_response.issues)}`,
  },
  {
    label: 'SLA met',
    read: ({ sla }) => sla.compliance,
    better: 'more',
    format: formatShare,
    note: ({ sla }) => `${formatCount(sla.met)} of ${formatCount(sla.decided)} decided`,
  },
]

/** Of what is open now: there is no time before. */
const openTiles: readonly Tile<Health>[] = [
  {
    label: 'Open now',
    read: ({ open }) => open.total,
    note: ({ open }) => `${formatCount(open.unassigned)} not assigned`,
  },
  {
    label: 'Over their time',
    read: ({ open }) => open.breached,
    note: ({ open }) => `of ${formatCount(open.total)} open now`,
  },
  { label: 'Blockers', read: ({ open }) => open.blockers, note: () => 'open now' },
]

function signed(value: number | null): string {
  if (value === null) return formatCount(null)
  return `${value > 0 ? '+' : value < 0 ? '−' : ''}${formatCount(Math.abs(value))}`
}

/** How issues fare in the period, beside the one before, and what is open now. */
export function IssueTiles() {
  const { repository, since, until } = useFilterParameters()
  const request = { query: { repository, since, until } }
  const earlier = { query: { repository, ...periodBefore({ since, until }) } }
  const health = useApi('getIssueHealth', request)
  const healthBefore = useApi('getIssueHealth', earlier)
  const numbers = useApi('getIssueMetrics', request)
  const numbersBefore = useApi('getIssueMetrics', earlier)
  if (health.error !== null && health.data === undefined) return <ProblemNote error={health.error} />
  const ofHealth = (label: string) => <Explain label={label} name="getIssueHealth" request={request} />
  const ofNumbers = (label: string) => <Explain label={label} name="getIssueMetrics" request={request} />
  return (
    <section className={css.tiles} aria-label="Issues in numbers">
      <Tiles
        tiles={healthTiles}
        now={health.data?.health}
        before={healthBefore.data?.health}
        explain={ofHealth}
      />
      <Tiles
        tiles={numberTiles}
        now={numbers.data?.numbers}
        before={numbersBefore.data?.numbers}
        explain={ofNumbers}
      />
      <Tiles tiles={openTiles} now={health.data?.health} before={undefined} explain={ofHealth} />
    </section>
  )
}

interface TilesProps<T> {
  readonly tiles: readonly Tile<T>[]
  readonly now: T | undefined
  readonly before: T | undefined
  readonly explain: (label: string) => React.ReactNode
}

function Tiles<T>({ tiles, now, before, explain }: TilesProps<T>) {
  return tiles.map(({ label, read, note, ...rest }) => (
    <StatTile
      key={label}
      label={label}
      value={now === undefined ? null : read(now)}
      before={before === undefined ? null : read(before)}
      note={now === undefined ? '' : note(now)}
      {...rest}
      action={explain(label)}
    />
  ))
}
