import type { Entry } from '../../api/operations.ts'
import { useApi } from '../../api/use-api.ts'
import { useAddressValue } from '../../filters/use-filters.ts'
import { formatDuration, formatTime } from '../../format/times.ts'
import { CopyButton } from '../../pieces/copy-button.tsx'
import { Facts } from '../../pieces/facts.tsx'
import { Moment, MomentList } from '../../pieces/moment-list.tsx'
import { Answered, Empty } from '../../pieces/panel.tsx'
import { SidePanel } from '../../pieces/side-panel.tsx'
import { DeploymentBadge } from './deployments-panel.tsx'

/** One deployment and each of its statuses. The address names it by repository, id and creation. */
export function DeploymentSide() {
  const [opened, open] = useAddressValue('deployment')
  const [repository = '', id = '', created = ''] = opened.split(' ')
  const isOpen = !Number.isNaN(Date.parse(created))
  const until = isOpen ? new Date(Date.parse(created) + 1000).toISOString() : undefined
  const query = useApi(
    'listDeployments',
    { query: { repository: [repository], since: created, until } },
    { enabled: isOpen, keep: false },
  )
  return (
    <SidePanel title={`Deployment ${id}`} note={repository} open={isOpen} onClose={() => open('')}>
      <Answered query={query} height={14}>
        {({ data }) => {
          const found = data.find((each) => String(each.id) === id)
          return found === undefined ? (
            <Empty title="There is no such deployment">It may have been deleted, or its link is cut.</Empty>
          ) : (
            <Deployment deployment={found} />
          )
        }}
      </Answered>
    </SidePanel>
  )
}

function Deployment({ deployment }: { readonly deployment: Entry<'listDeployments'> }) {
  const { environment, ref, sha, task, creator, created_at, statuses } = deployment
  const commit = (
    <span key="commit">
      <code>{sha.slice(0, 12)}</code> <CopyButton text={sha} label="Copy the commit" />
    </span>
  )
  const facts = [
    ['Environment', environment],
    ['Ref', ref],
    ['Task', task],
    ['By', creator ?? 'unknown'],
    ['Created', formatTime(created_at)],
    ['Commit', commit],
  ] as const
  return (
    <>
      <Facts facts={facts} />
      <MomentList label="Statuses, oldest first">
        {statuses.map(({ id, state, at, creator: by }) => (
          <Moment
            key={id}
            mark={<DeploymentBadge state={state} />}
            end={
              <span title={formatTime(at)}>
                after {formatDuration((Date.parse(at) - Date.parse(created_at)) / 1000)}
              </span>
            }
          >
            {by ?? 'unknown'}
          </Moment>
        ))}
      </MomentList>
    </>
  )
}
