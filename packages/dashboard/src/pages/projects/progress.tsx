import type { Entry } from '../../api/operations.ts'
import { formatCount, UNKNOWN } from '../../format/numbers.ts'
import { Badge, type Tone } from '../../pieces/badge.tsx'
import css from './projects-page.module.css'

export type Project = Entry<'listProjects'>
export type Progress = NonNullable<Project['issues']>

const tones: Readonly<Record<Progress['status'], Tone>> = { green: 'good', yellow: 'warn', red: 'bad' }

/** The status with its name: a colour alone says nothing to many. Where there is no task, red would be no news. */
export function StatusBadge({ progress }: { readonly progress: Progress | null }) {
  if (progress === null) return UNKNOWN
  if (progress.tasks_total === 0) return <Badge>no tasks</Badge>
  return <Badge tone={tones[progress.status]}>{progress.status}</Badge>
}

/** How much of it is done or being done, drawn and as a number. */
export function ProgressBar({ progress }: { readonly progress: Progress | null }) {
  if (progress === null || progress.tasks_total === 0) return UNKNOWN
  const { percentage_complete, tasks_total, tasks_done, tasks_doing } = progress
  const widthOf = (tasks: number) => ({ width: `${(100 * tasks) / tasks_total}%` })
  return (
    <span className={css.progress}>
      <span className={css.track}>
        <span className={css.done} style={widthOf(tasks_done)} />
        <span className={css.doing} style={widthOf(tasks_doing)} />
      </span>
      <span className={css.percent} data-percent>
        {formatPercent(percentage_complete)}
      </span>
    </span>
  )
}

/** Of two decimals no more than there are. */
export function formatPercent(percentage: number | null): string {
  return percentage === null ? UNKNOWN : `${Number(percentage.toFixed(2))} %`
}

/** `3 of 8`. */
export function tasksText(progress: Progress | null): string {
  return progress === null || progress.tasks_total === 0
    ? UNKNOWN
    : `${formatCount(progress.tasks_done)} of ${formatCount(progress.tasks_total)}`
}
