import { Link } from '@tanstack/react-router'
import { useApi } from '../../api/use-api.ts'
import type { Search } from '../../filters/filters.ts'
import { useFilterParameters } from '../../filters/use-filters.ts'
import { formatClock, formatTime } from '../../format/times.ts'
import { useLive } from '../../live/live-context.tsx'
import type { LiveDelivery } from '../../live/live-feed.ts'
import { Answered, Empty, Panel } from '../../pieces/panel.tsx'
import css from './overview-page.module.css'

const SHOWN = 100

type Told = Pick<LiveDelivery, 'guid' | 'event' | 'action' | 'repository' | 'sender' | 'received_at'>

/** What came last, and what comes while somebody looks. */
export function LivePanel() {
  const { repository } = useFilterParameters()
  const query = useApi('listDeliveries', { query: { repository, limit: SHOWN } }, { live: false })
  const { deliveries } = useLive()
  return (
    <Panel title="Live" note="Every delivery as it is stored" flush>
      <Answered query={query} height={24}>
        {({ data }) => {
          const told = merged(deliveries, data, repository)
          return told.length === 0 ? (
            <Empty title="Nothing has arrived yet">
              <Link to="/hooks" search={{ guide: 'connect' } as Search}>
                Connect a repository
              </Link>{' '}
              and see its first delivery, with a public address or without one.
            </Empty>
          ) : (
            <ol className={css.live} aria-label="Deliveries, newest first">
              {told.map((each) => (
                <LiveLine key={each.guid} told={each} />
              ))}
            </ol>
          )
        }}
      </Answered>
    </Panel>
  )
}

/** Each once, the newest first. */
function merged(
  live: readonly Told[],
  before: readonly Told[],
  names: readonly string[] | undefined,
): readonly Told[] {
  const wanted = new Set(names?.map((name) => name.toLowerCase()))
  const all = [...live, ...before].filter(
    ({ repository }) => wanted.size === 0 || wanted.has(repository?.toLowerCase() ?? ''),
  )
  const byGuid = new Map(all.map((each) => [each.guid, each]))
  return [...byGuid.values()].sort((a, b) => b.received_at.localeCompare(a.received_at)).slice(0, SHOWN)
}

function LiveLine({ told }: { readonly told: Told }) {
  const { guid, event, action, repository, sender, received_at } = told
  return (
    <li className={css.event}>
      <time className={css.clock} dateTime={received_at} title={formatTime(received_at)}>
        {formatClock(received_at)}
      </time>
      <Link to="/deliveries" search={{ open: guid }}>
        {event}
        {action && `.${action}`}
      </Link>
      <span className={css.where}>{[repository, sender].filter(Boolean).join(' · ') || 'no repository'}</span>
    </li>
  )
}
