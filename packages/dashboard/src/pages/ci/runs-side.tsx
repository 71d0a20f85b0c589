import { useState } from 'react'
import type { Entry } from '../../api/operations.ts'
import { useApi } from '../../api/use-api.ts'
import { formatDuration } from '../../format/times.ts'
import { Answered } from '../../pieces/panel.tsx'
import { TimeAgo } from '../../pieces/time-ago.tsx'
import css from './ci-page.module.css'
import { EndBadge } from './end-badge.tsx'
import { JobSteps } from './job-steps.tsx'
import { NewestSide, useOpenedIn } from './newest-side.tsx'

const SHOWN = 30

/** The newest runs of one workflow; each opens into its jobs, and those into their steps. */
export function RunsSide() {
  const opened = useOpenedIn('workflow')
  const query = useApi(
    'listWorkflowRuns',
    { query: { ...opened.asked, workflow: [opened.name], limit: SHOWN } },
    { enabled: opened.isOpen, keep: false },
  )
  return (
    <NewestSide opened={opened} what="runs" query={query}>
      {({ data }) => data.map((run) => <Run key={`${run.id} ${run.attempt}`} run={run} />)}
    </NewestSide>
  )
}

function Run({ run }: { readonly run: Entry<'listWorkflowRuns'> }) {
  const [open, setOpen] = useState(false)
  return (
    <details className={css.run} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <EndBadge conclusion={run.conclusion} status={run.status} />
        <span className={css.what}>
          #{run.run_number} {run.title ?? run.event}
          <span className={css.small}>
            {run.head_branch ?? run.head_sha.slice(0, 8)}
            {run.attempt > 1 && ` · attempt ${run.attempt}`} · <TimeAgo time={run.started_at} />
          </span>
        </span>
        <span className={css.number}>{formatDuration(run.duration_seconds)}</span>
      </summary>
      {open && <RunJobs run={run} />}
    </details>
  )
}

function RunJobs({ run: { id, attempt, repository } }: { readonly run: Entry<'listWorkflowRuns'> }) {
  const query = useApi(
    'listWorkflowJobs',
    { query: { repository: [repository], run_id: id } },
    { keep: false },
  )
  return (
    <Answered query={query} height={4}>
      {({ data }) => {
        const jobs = data.filter((job) => job.attempt === attempt)
        return jobs.length === 0 ? (
          <p className={css.small}>No delivery told of its jobs.</p>
        ) : (
          jobs.map((job) => <JobSteps key={job.id} job={job} title={job.name} />)
        )
      }}
    </Answered>
  )
}
