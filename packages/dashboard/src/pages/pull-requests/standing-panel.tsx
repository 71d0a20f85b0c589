import type { Answer } from '../../api/operations.ts'
import { formatCount } from '../../format/numbers.ts'
import { formatDuration, formatTime } from '../../format/times.ts'
import { Explain } from '../../pieces/explain.tsx'
import { Answered, Panel } from '../../pieces/panel.tsx'
import type { FunnelProps } from './funnel-panel.tsx'
import css from './standing-panel.module.css'

type Place = Answer<'getPullRequestFunnel'>['standing'][number]

const places: Readonly<Record<Place['place'], string>> = {
  draft: 'Drafts',
  pickup: 'Waiting for a review',
  review: 'Waiting for approval',
  merge: 'Waiting for the merge',
}

interface StandingPanelProps extends FunnelProps {
  readonly onOpen: (name: string) => void
}

/** Where every open pull request stands now, and which stand there for longest. */
export function StandingPanel({ funnel, request, onOpen }: StandingPanelProps) {
  return (
    <Panel
      title="Where the open ones stand"
      note="All that are open now, whatever the range, those first that wait for longest"
      actions={<Explain label="where they stand" name="getPullRequestFunnel" request={request} />}
    >
      <Answered query={funnel} height={13}>
        {({ standing }) => (
          <div className={css.places}>
            {standing.map((place) => (
              <PlaceColumn key={place.place} place={place} onOpen={onOpen} />
            ))}
          </div>
        )}
      </Answered>
    </Panel>
  )
}

interface PlaceColumnProps {
  readonly place: Place
  readonly onOpen: (name: string) => void
}

function PlaceColumn({ place, onOpen }: PlaceColumnProps) {
  const { place: name, pull_requests, median_seconds, p90_seconds, longest } = place
  return (
    <section className={css.place} data-place={name} aria-label={places[name]}>
      <h3>{places[name]}</h3>
      <p className={css.count}>
        <span data-count>{formatCount(pull_requests)}</span>
        {median_seconds !== null && (
          <span className={css.spread}>
            median {formatDuration(median_seconds)} · P90 {formatDuration(p90_seconds)}
          </span>
        )}
      </p>
      <ol>
        {longest.map(({ repository, number, title, since, waiting_seconds }) => (
          <li key={`${repository}#${number}`}>
            <button type="button" onClick={() => onOpen(`${repository}#${number}`)}>
              {title}
            </button>
            <span className={css.waiting} title={`Since ${formatTime(since)}`}>
              {formatDuration(waiting_seconds)}
            </span>
            <span className={css.where}>
              {repository}#{number}
            </span>
          </li>
        ))}
      </ol>
      {longest.length === 0 && <p className={css.where}>Nothing stands here.</p>}
    </section>
  )
}
