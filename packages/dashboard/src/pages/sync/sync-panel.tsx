import { useApi } from '../../api/use-api.ts'
import { useAddressValue } from '../../filters/use-filters.ts'
import { formatCount } from '../../format/numbers.ts'
import { formatDuration, formatTime } from '../../format/times.ts'
import { Facts } from '../../pieces/facts.tsx'
import { Answered } from '../../pieces/panel.tsx'
import { SidePanel } from '../../pieces/side-panel.tsx'
import { StageBadge } from './history-table.tsx'
import css from './sync-page.module.css'
import { modes } from './sync-words.ts'
import type { Sync } from './use-running-sync.ts'

/** The sync that the address names: what it read, and what it could not read. */
export function SyncPanel() {
  const [id, open] = useAddressValue('open')
  const query = useApi('getSync', { path: { id } }, { enabled: id !== '', live: false, keep: false })
  return (
    <SidePanel
      title="Sync"
      note={query.data && <StageBadge stage={query.data.stage} />}
      open={id !== ''}
      onClose={() => open('')}
    >
      <Answered query={query} height={24}>
        {(sync) => (
          <div className={css.detail}>
            <Facts facts={factsOf(sync)} />
            <Errors errors={sync.errors} total={sync.errors_total} />
          </div>
        )}
      </Answered>
    </SidePanel>
  )
}

function factsOf(sync: Sync) {
  const { counts } = sync
  return [
    ['What was read', sync.repository ?? modes[sync.mode]],
    ['Begun', `${formatTime(sync.started_at)} by ${sync.requested_by ?? sync.cause}`],
    ['Ended', formatTime(sync.ended_at)],
    ['Took', formatDuration(sync.duration_seconds)],
    ['Gone on with', sync.resumed === 0 ? 'never' : `${formatCount(sync.resumed)} times by another process`],
    ['Repositories', `${formatCount(counts.repositories)} of ${formatCount(sync.repositories_total)}`],
    ['Pull requests', formatCount(counts.pull_requests)],
    ['Issues', formatCount(counts.issues)],
    ['Commits', formatCount(counts.commits)],
    ['Deployments', formatCount(counts.deployments)],
    ['Releases', formatCount(counts.releases)],
    ['Snapshots', formatCount(counts.snapshots)],
    ['Points left', formatCount(sync.rate_limit_remaining)],
  ] as const
}

interface ErrorsProps {
  readonly errors: Sync['errors']
  readonly total: number
}

function Errors({ errors, total }: ErrorsProps) {
  return (
    <section>
      <h3 className={css.heading}>
        {total === 0 ? 'Everything was read' : `What could not be read: ${formatCount(total)}`}
      </h3>
      <ul className={css.errors}>
        {errors.map(({ repository, operation, message, at }) => (
          <li key={`${repository} ${operation} ${at}`}>
            <span className={css.strong}>{repository ?? 'The sync itself'}</span>, {operation}
            <p className={css.small}>
              {message} · {formatTime(at)}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
