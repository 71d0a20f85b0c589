import { useApi } from '../../api/use-api.ts'
import { useAddressValue, useFilterParameters } from '../../filters/use-filters.ts'
import { Answered, Empty } from '../../pieces/panel.tsx'
import { SidePanel } from '../../pieces/side-panel.tsx'
import { TimeAgo } from '../../pieces/time-ago.tsx'
import { JobSteps } from './job-steps.tsx'

const SHOWN = 20

/** The newest jobs of one name, with their steps. */
export function JobsSide() {
  const { since, until } = useFilterParameters()
  const [opened, open] = useAddressValue('job')
  const split = opened.indexOf(':')
  const [repository, name] = [opened.slice(0, split), opened.slice(split + 1)]
  const query = useApi(
    'listWorkflowJobs',
    { query: { since, until, repository: [repository], name: [name], limit: SHOWN } },
    { enabled: split > 0, keep: false },
  )
  return (
    <SidePanel
      title={name}
      note={`The newest jobs in ${repository}`}
      open={split > 0}
      onClose={() => open('')}
    >
      <Answered query={query} height={16}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty title="It did not run in this time">Choose a longer range.</Empty>
          ) : (
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
          )
        }
      </Answered>
    </SidePanel>
  )
}
