import { formatCount, formatShare } from '../../format/numbers.ts'
import { formatAgo, formatTime } from '../../format/times.ts'
import css from './operations-page.module.css'
import { type Building, readShare } from './projection-table.tsx'

const phases: Readonly<Record<string, string>> = {
  reading_log: 'Reads the log',
  reading_archive: 'Reads the archive',
  recounting: 'Takes over what has expired, and recounts',
  comparing: 'Compares itself with the live generation',
  replacing: 'Takes the place of the live generation',
}

/** How far a rebuild is, and when it will have read everything. */
export function RebuildProgress({ building }: { readonly building: Building }) {
  const { generation, since, progress } = building
  const share = readShare(building)
  return (
    <section className={css.progress} aria-label={`Rebuild into ${generation}`}>
      <div className={css.line}>
        <span className={css.strong}>
          {progress === null ? 'Begun' : (phases[progress.phase] ?? progress.phase)}
        </span>
        <span>{formatShare(share)}</span>
      </div>
      <progress className={css.meter} max={1} value={share ?? 0} aria-label="Read" />
      <p className={css.small}>{progressText(building)}</p>
      <p className={css.small}>
        Generation <code>{generation}</code>, begun {formatTime(since)}
      </p>
    </section>
  )
}

function progressText({ progress }: Building): string {
  if (progress === null) return 'The projectors have told nothing of it yet.'
  const { state, messages_read, messages_total, messages_per_second, estimated_read_at, heard_at } = progress
  if (state === 'silent') {
    return `Nothing was heard of it since ${formatTime(heard_at)}: its process has probably ended. Begin another, or start the projectors again.`
  }
  if (state === 'failed') return 'It failed: the projectors’ log says why. The live generation stays.'
  const read = `${formatCount(messages_read)} of ${formatCount(messages_total)} messages`
  const rate = messages_per_second === null ? '' : `, ${formatCount(messages_per_second)} a second`
  const end = estimated_read_at === null ? '' : `, all are read ${formatAgo(estimated_read_at, Date.now())}`
  return `${read}${rate}${end}`
}
