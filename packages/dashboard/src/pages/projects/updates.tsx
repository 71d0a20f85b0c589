import { useApiPages } from '../../api/use-api.ts'
import { formatTime } from '../../format/times.ts'
import { Badge } from '../../pieces/badge.tsx'
import { Button } from '../../pieces/button.tsx'
import { ExportMenu } from '../../pieces/export-menu.tsx'
import { Empty, ProblemNote, Skeleton } from '../../pieces/panel.tsx'
import css from './projects-page.module.css'

const kinds = { plan: 'plan', manifest: 'manifest', read: 'reading' } as const

/** Pushes that touched the plan or a manifest, and readings of the plan. */
export function Updates({ id }: { readonly id: number }) {
  const request = { path: { id }, query: { limit: 50 } }
  const { data, error, fetchNextPage, hasNextPage, isFetching } = useApiPages('listProjectUpdates', request)
  const updates = data?.pages.flatMap((page) => page.data) ?? []
  return (
    <section>
      <div className={css.bar}>
        <h3>What changed it</h3>
        <ExportMenu name="listProjectUpdates" request={request} />
      </div>
      {error !== null && <ProblemNote error={error} />}
      {data === undefined && error === null && <Skeleton height={6} />}
      {data !== undefined && updates.length === 0 && (
        <Empty title="Nothing yet">
          Pushes to the default branch that touch the plan or a manifest come here.
        </Empty>
      )}
      <ol className={css.updates} aria-label="What changed the plan">
        {updates.map(({ at, kind, path, change, sha, job_id }) => (
          <li key={`${at} ${kind} ${path} ${sha}`}>
            <time dateTime={at}>{formatTime(at)}</time>
            <span>
              <Badge tone={kind === 'read' ? 'accent' : 'plain'}>{kinds[kind]}</Badge>{' '}
              <code>{path ?? 'no plan file'}</code> {change}
            </span>
            <span className={css.small}>
              {sha.slice(0, 7)}
              {kind !== 'read' && job_id === null && ' · not read yet'}
            </span>
          </li>
        ))}
      </ol>
      {hasNextPage && (
        <Button look="quiet" disabled={isFetching} onClick={() => void fetchNextPage()}>
          Show more
        </Button>
      )}
    </section>
  )
}
