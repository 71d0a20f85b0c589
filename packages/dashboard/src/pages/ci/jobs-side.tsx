import { useApi } from '../../api/use-api.ts'
import { TimeAgo } from '../../pieces/time-ago.tsx'
import { JobSteps } from './job-steps.tsx'
import { NewestSide, useOpenedIn } from './newest-side.tsx'

const SHOWN = 20

/** The newest jobs of one name, with their steps. */
export function JobsSide() {
  const opened = useOpenedIn('job')
  const query = useApi(
    'listWorkflowJobs',
    { query: { ...opened.asked, name: [opened.name], limit: SHOWN } },
    { enabled: opened.isOpen, keep: false },
  )
  return (
    <NewestSide opened={opened} what="jobs" query={query}>
      {({ data }) =>
        data.map((job) => (
          <JobSteps
            key={job.id}
            job={job}
            title={
              <>
                {job.head_branch ?? job.head_sha.slice(0, 8)}{' '}
                {job.created_at !== null && <TimeAgo time={job.created_at} />}
              </>
            }
          />
        ))
      }
    </NewestSide>
  )
}
