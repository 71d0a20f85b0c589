import type { Answer } from '../../api/operations.ts'
import { useCompared } from '../../api/use-compared.ts'
import { useFilterParameters } from '../../filters/use-filters.ts'
import { formatCount, formatShare } from '../../format/numbers.ts'
import { formatDuration } from '../../format/times.ts'
import { type AnswerTile, AnswerTiles } from '../../pieces/answer-tiles.tsx'
import { Explain } from '../../pieces/explain.tsx'
import { Tiles } from '../../pieces/grid.tsx'
import { ProblemNote } from '../../pieces/panel.tsx'

type Health = Answer<'getIssueHealth'>['health']
type Numbers = Answer<'getIssueMetrics'>['numbers']

const healthTiles: readonly AnswerTile<Health>[] = [
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

const numberTiles: readonly AnswerTile<Numbers>[] = [
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
const openTiles: readonly AnswerTile<Health>[] = [
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
  const { repository } = useFilterParameters()
  const health = useCompared('getIssueHealth', (period) => ({ query: { repository, ...period } }))
  const metrics = useCompared('getIssueMetrics', (period) => ({ query: { repository, ...period } }))
  const error = health.error ?? metrics.error
  if (error !== null) return <ProblemNote error={error} />
  const { now, before, unknown } = health
  const ofHealth = (label: string) => <Explain label={label} name="getIssueHealth" request={health.request} />
  const ofMetrics = (label: string) => (
    <Explain label={label} name="getIssueMetrics" request={metrics.request} />
  )
  return (
    <Tiles label="Issues in numbers" most={4}>
      <AnswerTiles
        tiles={healthTiles}
        now={now?.health}
        before={before?.health}
        unknown={unknown}
        explain={ofHealth}
      />
      <AnswerTiles
        tiles={numberTiles}
        now={metrics.now?.numbers}
        before={metrics.before?.numbers}
        unknown={unknown}
        explain={ofMetrics}
      />
      <AnswerTiles tiles={openTiles} now={now?.health} before={undefined} explain={ofHealth} />
    </Tiles>
  )
}
