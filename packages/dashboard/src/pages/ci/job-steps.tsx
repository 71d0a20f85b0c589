import type { Entry } from '../../api/operations.ts'
import { formatDuration } from '../../format/times.ts'
import css from './ci-page.module.css'
import { EndBadge } from './end-badge.tsx'

interface JobStepsProps {
  readonly job: Entry<'listWorkflowJobs'>
  readonly title: React.ReactNode
}

/** One job: what it waited and took, and each step by how much of the job it was. */
export function JobSteps({ job, title }: JobStepsProps) {
  const whole = job.duration_seconds ?? 0
  return (
    <section className={css.job} aria-label={job.name}>
      <header>
        <EndBadge conclusion={job.conclusion} status={job.status} />
        <span className={css.what}>{title}</span>
        <span className={css.small}>waited {formatDuration(job.queue_wait_seconds)}</span>
        <span className={css.number}>{formatDuration(job.duration_seconds)}</span>
      </header>
      {job.steps.length > 0 && (
        <ol className={css.steps}>
          {job.steps.map(({ number, name, conclusion, duration_seconds }) => (
            <li key={number} data-failed={conclusion === 'failure' || undefined}>
              <span
                className={css.stepBar}
                style={{
                  width: whole === 0 ? 0 : `${Math.min(100, ((duration_seconds ?? 0) / whole) * 100)}%`,
                }}
              />
              <span className={css.what}>{name}</span>
              <span className={css.number}>{formatDuration(duration_seconds)}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
