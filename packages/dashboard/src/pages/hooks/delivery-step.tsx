import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { Search } from '../../filters/filters.ts'
import { formatClock, formatTime } from '../../format/times.ts'
import css from './connect-guide.module.css'
import { Step } from './step.tsx'
import { useArrived } from './use-arrived.ts'

interface DeliveryStepProps {
  readonly number: number
  /** The repository that is being connected, '' while it is not chosen; null where any will do. */
  readonly repository: string | null
}

const TITLE = 'See its first delivery'

/** Waits for deliveries and shows each as it arrives. */
export function DeliveryStep({ number, repository }: DeliveryStepProps) {
  const arrived = useArrived(repository)
  const search = useMemo(() => (repository ? { repository: [repository] } : {}), [repository])
  if (repository === '') return <Step number={number} title={TITLE} state="later" />
  const isDone = arrived.length > 0
  const whose = repository === null ? 'anything' : `a delivery of ${repository}`
  return (
    <Step
      number={number}
      title={TITLE}
      state={isDone ? 'done' : 'now'}
      note={isDone ? 'It is stored, once. What happens next comes the same way.' : undefined}
    >
      {isDone ? (
        <>
          <ol className={css.arrived} aria-label="Deliveries that arrived" aria-live="polite">
            {arrived.map(({ guid, event, action, received_at, sender, source }) => (
              <li key={guid} data-guid={guid}>
                <time dateTime={received_at} title={formatTime(received_at)}>
                  {formatClock(received_at)}
                </time>
                <Link to="/deliveries" search={{ open: guid } as Search}>
                  {event}
                  {action && `.${action}`}
                </Link>
                <span className={css.small}>
                  {[sender, source === 'recovery' ? 'read from GitHub’s log' : 'delivered by GitHub']
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </li>
            ))}
          </ol>
          <p className={css.next}>
            <Link to="/" search={search as Search}>
              See its numbers
            </Link>
            <Link to="/sync" search={search as Search}>
              Read its history by a sync
            </Link>
          </p>
        </>
      ) : (
        <p className={css.waiting} role="status">
          <span className={css.pulse} aria-hidden="true" />
          Waiting for {whose}…
        </p>
      )}
    </Step>
  )
}
