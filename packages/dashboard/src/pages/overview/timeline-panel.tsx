import { Toggle } from '@base-ui/react/toggle'
import { ToggleGroup } from '@base-ui/react/toggle-group'
import { Link } from '@tanstack/react-router'
import { onlyFilters, type Search } from '../../filters/filters.ts'
import { useAddressValue, useFilters } from '../../filters/use-filters.ts'
import { formatClock, formatDay, formatTime } from '../../format/times.ts'
import { Button } from '../../pieces/button.tsx'
import { Empty, Panel, ProblemNote, Skeleton } from '../../pieces/panel.tsx'
import { type TimelineEntry, type TimelineKind, timelineKinds } from './timeline.ts'
import css from './timeline-panel.module.css'
import { useTimeline } from './use-timeline.ts'

const allKinds = Object.keys(timelineKinds) as TimelineKind[]

/** What happened, in words and by its own time: of one repository when the bar names one. */
export function TimelinePanel() {
  const [{ repositories }] = useFilters()
  const [chosen, choose] = useAddressValue('events')
  const named = allKinds.filter((kind) => chosen.split('.').includes(kind))
  const kinds = named.length === 0 ? allKinds : named
  const only = repositories.length === 1 ? repositories[0] : undefined
  return (
    <Panel
      title={only === undefined ? 'Timeline' : `Timeline of ${only}`}
      note="What happened, by its own time, the newest first"
      flush
    >
      <Kinds
        kinds={kinds}
        onChange={(shown) => choose(shown.length === allKinds.length ? '' : shown.join('.'))}
      />
      <Happened kinds={kinds} named={only === undefined} />
    </Panel>
  )
}

interface KindsProps {
  readonly kinds: readonly TimelineKind[]
  readonly onChange: (kinds: readonly TimelineKind[]) => void
}

/** The last one that is shown cannot be taken away: then all of them come back. */
function Kinds({ kinds, onChange }: KindsProps) {
  return (
    <ToggleGroup
      multiple
      value={kinds}
      onValueChange={(values) => onChange(allKinds.filter((kind) => values.includes(kind)))}
      className={css.kinds}
      aria-label="Kinds of events"
    >
      {allKinds.map((kind) => (
        <Toggle key={kind} value={kind} className={css.kind} data-kind={kind}>
          {timelineKinds[kind]}
        </Toggle>
      ))}
    </ToggleGroup>
  )
}

function Happened({ kinds, named }: { readonly kinds: readonly TimelineKind[]; readonly named: boolean }) {
  const { entries, error, more } = useTimeline(kinds)
  if (error !== null) return <ProblemNote error={error} />
  if (entries === undefined) return <Skeleton height={26} />
  if (entries.length === 0) {
    return (
      <Empty title="Nothing of this happened in this time">
        Choose a longer range, other repositories, or more kinds of events.
      </Empty>
    )
  }
  const days = [...Map.groupBy(entries, ({ at }) => formatDay(at))]
  return (
    <section className={css.scroll} aria-label="What happened, newest first">
      {days.map(([day, its]) => (
        <div key={day} className={css.day}>
          <h3>{day}</h3>
          <ol>
            {its.map((entry) => (
              <Line key={entry.key} entry={entry} named={named} />
            ))}
          </ol>
        </div>
      ))}
      {more !== undefined && (
        <div className={css.more}>
          <Button onClick={more}>What happened before</Button>
        </div>
      )}
    </section>
  )
}

function Line({ entry, named }: { readonly entry: TimelineEntry; readonly named: boolean }) {
  const { at, tone, who, verb, repository } = entry
  return (
    <li className={css.line} data-tone={tone} data-event={entry.key}>
      <time dateTime={at} title={formatTime(at)}>
        {formatClock(at)}
      </time>
      <span className={css.what} data-said>
        {who !== null && <strong>{who} </strong>}
        {verb} <Target entry={entry} />
      </span>
      {named && <span className={css.where}>{repository ?? 'this system'}</span>}
    </li>
  )
}

function Target({ entry: { what, target } }: { readonly entry: TimelineEntry }) {
  if (target === null) return what
  if ('url' in target) {
    return (
      <a href={target.url} target="_blank" rel="noreferrer">
        {what}
      </a>
    )
  }
  return (
    <Link to={target.page} search={(before: Search) => ({ ...onlyFilters(before), ...target.search })}>
      {what}
    </Link>
  )
}
