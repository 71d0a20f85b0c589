import type { CounterName } from '@octometer/gateway-api'
import { useApi } from '../../api/use-api.ts'
import { bucketOf, type Period, periodBefore } from '../../filters/period.ts'
import { useFilterParameters } from '../../filters/use-filters.ts'
import { Explain } from '../../pieces/explain.tsx'
import { ProblemNote } from '../../pieces/panel.tsx'
import { StatTile } from '../../pieces/stat-tile.tsx'
import { counters } from './counters.ts'
import css from './overview-page.module.css'

const windowOf = ({ since, until }: Period) => `${since}..${until}`

/** The twelve counters of the period beside those of the one before. */
export function CounterTiles() {
  const { repository, since, until } = useFilterParameters()
  const period = { since, until }
  const now = useApi('getCounters', { query: { window: windowOf(period), repository } })
  const before = useApi('getCounters', { query: { window: windowOf(periodBefore(period)), repository } })
  if (now.error !== null && now.data === undefined) return <ProblemNote error={now.error} />
  return (
    <section className={css.tiles} aria-label="Counters" data-loading={now.data === undefined || undefined}>
      {counters.map(({ name, label, better }) => (
        <CounterTile
          key={name}
          name={name}
          label={label}
          better={better}
          value={now.data?.counters[name] ?? null}
          before={before.data?.counters[name] ?? null}
        />
      ))}
    </section>
  )
}

interface CounterTileProps {
  readonly name: CounterName
  readonly label: string
  readonly better: 'more' | 'less' | 'neither'
  readonly value: number | null
  readonly before: number | null
}

function CounterTile({ name, ...shown }: CounterTileProps) {
  const { repository, since, until } = useFilterParameters()
  const request = { path: { name }, query: { bucket: bucketOf({ since, until }), repository, since, until } }
  const { data } = useApi('getCounterTrend', request)
  return (
    <StatTile
      {...shown}
      trend={data?.data.map(({ value }) => value)}
      action={<Explain label={shown.label} name="getCounterTrend" request={request} />}
    />
  )
}
