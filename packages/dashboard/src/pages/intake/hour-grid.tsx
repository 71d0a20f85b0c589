import type { Entry } from '../../api/operations.ts'
import { useApi } from '../../api/use-api.ts'
import { formatCount, formatShare } from '../../format/numbers.ts'
import { formatTime } from '../../format/times.ts'
import { Answered, Empty, Panel } from '../../pieces/panel.tsx'
import css from './intake-page.module.css'
import { useIntakePeriod } from './intake-period.ts'
import { useHookNames } from './use-hook-names.ts'

export type IntakeHour = Entry<'listIntake'>

const HOUR = 3_600_000
const MOST_HOURS = 96
const SHOWN = 1000

/** A strip of hours for each hook: whole, with gaps, or unknown because no log was read. */
export function HourGrid() {
  const period = useIntakePeriod(MOST_HOURS)
  const query = useApi('listIntake', { query: { ...period, limit: SHOWN } })
  const nameOf = useHookNames()
  return (
    <Panel
      title="Completeness per hook and hour"
      note={`The last ${hoursOf(period).length} hours of the range`}
    >
      <Answered query={query} height={8}>
        {({ data }) => {
          const hooks = [...Map.groupBy(data, ({ hook }) => hook)]
          return hooks.length === 0 ? (
            <Empty title="No delivery came, and no log was read">
              With a token or an App, GitHub’s own delivery logs are read, and say what is missing. The page
              Hooks connects a repository.
            </Empty>
          ) : (
            <>
              <Legend />
              <ul className={css.hooks}>
                {hooks.map(([hook, hours]) => (
                  <Strip key={hook} name={nameOf(hook)} hours={hours} all={hoursOf(period)} />
                ))}
              </ul>
            </>
          )
        }}
      </Answered>
    </Panel>
  )
}

interface StripProps {
  readonly name: string
  readonly hours: readonly IntakeHour[]
  readonly all: readonly number[]
}

function Strip({ name, hours, all }: StripProps) {
  const known = new Map(hours.map((hour) => [Date.parse(hour.hour), hour]))
  const missing = hours.reduce((sum, hour) => sum + (hour.missing ?? 0), 0)
  const isRead = hours.some(({ expected }) => expected !== null)
  const gaps = missing > 0 ? `${formatCount(missing)} missing` : isRead ? 'no gap known' : 'no log was read'
  return (
    <li className={css.hook}>
      <span className={css.name}>{name}</span>
      <div className={css.strip} role="img" aria-label={`${name}: ${gaps}`}>
        {all.map((time) => {
          const hour = known.get(time)
          return <span key={time} className={css[stateOf(hour)]} title={tooltip(time, hour)} />
        })}
      </div>
      <span className={missing > 0 ? css.gap : css.small}>{gaps}</span>
    </li>
  )
}

const legend = [
  ['whole', 'everything is held'],
  ['fetched', 'everything is held, some of it fetched afterwards'],
  ['gaps', 'something is missing'],
  ['unread', 'deliveries, but no log was read'],
  ['nothing', 'nothing is known'],
] as const

function Legend() {
  return (
    <ul className={css.legend}>
      {legend.map(([state, text]) => (
        <li key={state}>
          <span className={css[state]} />
          {text}
        </li>
      ))}
    </ul>
  )
}

function stateOf(hour: IntakeHour | undefined): (typeof legend)[number][0] {
  if (hour === undefined) return 'nothing'
  if (hour.expected === null) return hour.received > 0 ? 'unread' : 'nothing'
  if ((hour.missing ?? 0) > 0) return 'gaps'
  return (hour.recovered ?? 0) > 0 ? 'fetched' : 'whole'
}

function tooltip(time: number, hour: IntakeHour | undefined): string {
  const start = formatTime(new Date(time).toISOString())
  if (hour === undefined) return `${start}: nothing is known`
  const { expected, held, recovered, received, completeness } = hour
  if (expected === null) return `${start}: ${formatCount(received)} received, no log was read`
  const fetched = recovered ? `, ${formatCount(recovered)} of them fetched` : ''
  return `${start}: ${formatCount(held)} of ${formatCount(expected)} held${fetched}, ${formatShare(completeness)}`
}

function hoursOf({ since, until }: { readonly since: string; readonly until: string }): readonly number[] {
  const start = Date.parse(since)
  const count = Math.round((Date.parse(until) - start) / HOUR)
  return Array.from({ length: count }, (_each, index) => start + index * HOUR)
}
