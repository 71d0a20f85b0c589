import { useMemo } from 'react'
import { useApi } from '../../api/use-api.ts'
import { useFilterParameters, useNow } from '../../filters/use-filters.ts'
import { Answered, Empty, Panel } from '../../pieces/panel.tsx'
import { TimeAgo } from '../../pieces/time-ago.tsx'
import css from './pull-requests-page.module.css'

const DAYS = 7
const SHOWN = 6

/** Open ones in which nothing happened for a week, whatever the range. */
export function StalePanel({ onOpen }: { readonly onOpen: (name: string) => void }) {
  const now = useNow()
  const { repository, author, exclude_user } = useFilterParameters()
  const until = useMemo(
    () => new Date(Math.floor(now / 60_000) * 60_000 - DAYS * 86_400_000).toISOString(),
    [now],
  )
  const query = useApi('listPullRequests', {
    query: { state: ['open'], until, repository, author, exclude_user, limit: SHOWN },
  })
  return (
    <Panel title="Stale" note={`Open, and nothing happened for ${DAYS} days`}>
      <Answered query={query} height={10}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty title="Nothing is stale">Every open pull request moved within the last week.</Empty>
          ) : (
            <ul>
              {data.map(({ repository: name, number, title, updated_at }) => (
                <li key={`${name}#${number}`} className={css.stale}>
                  <button type="button" onClick={() => onOpen(`${name}#${number}`)}>
                    {title}
                  </button>
                  <span className={css.where}>
                    {name}#{number} · <TimeAgo time={updated_at} />
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
    </Panel>
  )
}
