import { Link } from '@tanstack/react-router'
import { useApi } from '../../api/use-api.ts'
import { onlyFilters, type Search } from '../../filters/filters.ts'
import { useFilterParameters } from '../../filters/use-filters.ts'
import { Badge, type Tone } from '../../pieces/badge.tsx'
import { Answered, Empty, Panel } from '../../pieces/panel.tsx'
import { TimeAgo } from '../../pieces/time-ago.tsx'
import css from './overview-page.module.css'

const SHOWN = 6
const tones: Readonly<Record<string, Tone>> = { critical: 'bad', high: 'bad', medium: 'warn', low: 'plain' }

/** What is open now, whatever the range. */
export function AlertsPanel() {
  const { repository } = useFilterParameters()
  const query = useApi('listAlerts', { query: { state: ['open'], repository, limit: SHOWN } })
  return (
    <Panel title="Open alerts">
      <Answered query={query} height={10}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty title="No alert is open">Rules watch for secrets, failures, stale work and silence.</Empty>
          ) : (
            <ol>
              {data.map(({ id, severity, title, repository: name, opened_at, count }) => (
                <li key={id} className={css.alert}>
                  <Badge tone={tones[severity] ?? 'plain'}>{severity}</Badge>
                  <Link
                    to="/alerts"
                    search={(before: Search) => ({ ...onlyFilters(before), open: id, at: opened_at })}
                    className={css.what}
                  >
                    {title}
                  </Link>
                  <span className={css.small}>
                    <TimeAgo time={opened_at} />
                  </span>
                  <span />
                  <span className={css.small}>
                    {name ?? 'this system'}
                    {count > 1 && ` · ${count} times`}
                  </span>
                </li>
              ))}
            </ol>
          )
        }
      </Answered>
    </Panel>
  )
}
