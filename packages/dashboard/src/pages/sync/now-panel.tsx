import { mayAs, useSession } from '../../api/session.ts'
import { useApi, useCommand } from '../../api/use-api.ts'
import { useTold } from '../../api/use-told.ts'
import { formatCount, formatShare } from '../../format/numbers.ts'
import { formatAgo, formatDuration } from '../../format/times.ts'
import { Button } from '../../pieces/button.tsx'
import { Empty, Panel, Skeleton } from '../../pieces/panel.tsx'
import { StartSync } from './start-sync.tsx'
import css from './sync-page.module.css'
import { modes, stages } from './sync-words.ts'
import { type Sync, useRunningSync } from './use-running-sync.ts'

/** The sync under way; when there is none, how one is begun. */
export function NowPanel() {
  const running = useRunningSync()
  const { error } = useApi('getSyncStats', {}, { live: false })
  const isNobody = error?.code === 'service_unavailable'
  return (
    <Panel
      title="Now"
      note={running ? `${modes[running.mode]}, ${startedText(running)}` : 'Reads repositories from GitHub'}
      actions={running && <Cancel id={running.id} />}
    >
      {running === undefined && (isNobody ? <Nobody /> : <Skeleton height={5} />)}
      {running === null && <StartSync />}
      {running && <Progress sync={running} />}
    </Panel>
  )
}

/** Without credentials no github-agent tells how it stands. */
function Nobody() {
  return (
    <Empty title="Nobody reads from GitHub here">
      It takes a token or an App: set OCTO_GITHUB_TOKEN, or OCTO_GITHUB_APP_ID and its key, and start again.
    </Empty>
  )
}

function startedText({ started_at, requested_by, cause }: Sync): string {
  const by = requested_by === null ? `by ${cause}` : `by ${requested_by}`
  return `begun ${formatAgo(started_at, Date.now())} ${by}`
}

function Progress({ sync }: { readonly sync: Sync }) {
  const {
    repositories_total,
    repositories_processed,
    current_repositories,
    estimated_completion_at,
    counts,
  } = sync
  const share = repositories_total === null ? null : repositories_processed / Math.max(1, repositories_total)
  const left = leftText(estimated_completion_at)
  return (
    <div className={css.progress}>
      <div className={css.line}>
        <span className={css.strong}>{stages[sync.stage]}</span>
        <span>{formatShare(share)}</span>
      </div>
      <progress className={css.meter} max={1} value={share ?? 0} aria-label="Repositories that are read" />
      <p className={css.small}>
        {formatCount(repositories_processed)} of {formatCount(repositories_total)} repositories in{' '}
        {formatDuration(sync.duration_seconds)}
        {left}. {formatCount(counts.pull_requests)} pull requests, {formatCount(counts.issues)} issues,{' '}
        {formatCount(counts.commits)} commits so far
        {sync.errors_total > 0 && `; ${formatCount(sync.errors_total)} errors`}.
      </p>
      {current_repositories.length > 0 && (
        <p className={css.small}>Being read: {current_repositories.join(', ')}</p>
      )}
    </div>
  )
}

function leftText(end: string | null): string {
  if (end === null) return ''
  const seconds = Math.round((Date.parse(end) - Date.now()) / 1000)
  return seconds < 1 ? '' : `, about ${formatDuration(seconds)} left`
}

function Cancel({ id }: { readonly id: string }) {
  const may = mayAs(useSession(), 'operator')
  const cancel = useCommand('cancelSync')
  const told = useTold()
  if (!may) return null
  const telling = told({
    done: 'The sync was stopped',
    description: 'What it read stays.',
    failed: 'The sync was not stopped',
    changes: ['listSyncs', 'getSyncStats'],
  })
  return (
    <Button disabled={cancel.isPending} onClick={() => cancel.mutate({ path: { id } }, telling)}>
      Stop it
    </Button>
  )
}
