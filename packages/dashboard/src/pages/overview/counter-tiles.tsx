import type { CounterName } from '@octometer/gateway-api'
import { useApi } from '../../api/use-api.ts'
import { unknownBefore } from '../../api/use-history.ts'
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
  const earlier = periodBefore(period)
  // What is asked later is answered later: a browser asks six questions at once, and the numbers themselves come first.
  const isKnown = now.data !== undefined
  const before = useApi(
    'getCounters',
    { query: { window: windowOf(earlier), repository } },
    { enabled: isKnown },
  )
  const unknown = unknownBefore(earlier.since, now.data?.history_since)
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
          unknown={unknown}
          isKnown={isKnown}
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
  readonly unknown: string | undefined
  /** False: the way that it took is not asked for yet. */
  readonly isKnown: boolean
}

function CounterTile({ name, isKnown, ...shown }: CounterTileProps) {
  const { repository, since, until } = useFilterParameters()
  const request = { path: { name }, query: { bucket: bucketOf({ since, until }), repository, since, until } }
  const { data } = useApi('getCounterTrend', request, { enabled: isKnown })
  return (
    <StatTile
      {...shown}
      trend={data?.data.map(({ value }) => value)}
      action={<Explain label={shown.label} name="getCounterTrend" request={request} />}
    />
  )
}
