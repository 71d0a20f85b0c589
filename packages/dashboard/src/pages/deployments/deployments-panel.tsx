import type { Entry } from '../../api/operations.ts'
import { useAddressValue, useFilterParameters } from '../../filters/use-filters.ts'
import { useSort } from '../../filters/use-sort.ts'
import { formatDuration } from '../../format/times.ts'
import { Badge, type Tone } from '../../pieces/badge.tsx'
import { ListPanel } from '../../pieces/list-panel.tsx'
import { Select } from '../../pieces/select.tsx'
import type { Column } from '../../pieces/table-columns.ts'
import { TimeAgo } from '../../pieces/time-ago.tsx'
import { DeploymentSide } from './deployment-side.tsx'

type Deployment = Entry<'listDeployments'>

const tones: Readonly<Record<string, Tone>> = {
  success: 'good',
  failure: 'bad',
  error: 'bad',
  waiting: 'warn',
  in_progress: 'accent',
}

export function DeploymentBadge({ state }: { readonly state: string }) {
  return <Badge tone={tones[state] ?? 'plain'}>{state.replaceAll('_', ' ')}</Badge>
}

const columns: readonly Column<Deployment>[] = [
  { key: 'repository', title: 'Repository', render: (row) => row.repository },
  {
    key: 'environment',
    title: 'Environment',
    sortKey: 'environment',
    sortsAs: 'text',
    render: ({ environment, production }) => (
      <>
        {environment} {production && environment !== 'production' && <Badge>production</Badge>}
      </>
    ),
  },
  {
    key: 'state',
    title: 'State',
    width: '7rem',
    sortKey: 'state',
    sortsAs: 'text',
    render: ({ state }) => <DeploymentBadge state={state} />,
  },
  {
    key: 'ref',
    title: 'Ref',
    sortKey: 'ref',
    sortsAs: 'text',
    render: ({ ref, hotfix }) => (
      <>
        {ref} {hotfix && <Badge tone="warn">hotfix</Badge>}
      </>
    ),
  },
  {
    key: 'sha',
    title: 'Commit',
    width: '6rem',
    hidden: true,
    render: ({ sha }) => <code>{sha.slice(0, 8)}</code>,
  },
  {
    key: 'creator',
    title: 'By',
    sortKey: 'creator',
    sortsAs: 'text',
    render: ({ creator }) => creator ?? '–',
  },
  {
    key: 'time',
    title: 'To success',
    align: 'end',
    sortKey: 'time_to_success',
    width: '6rem',
    render: (row) => formatDuration(row.time_to_success_seconds),
  },
  {
    key: 'created',
    title: 'Created',
    align: 'end',
    sortKey: 'created_at',
    width: '7rem',
    render: ({ created_at }) => <TimeAgo time={created_at} />,
  },
]

const places = { '': 'All environments', true: 'Production', false: 'Other environments' } as const

/** What was deployed, the newest first; each opens into its statuses. */
export function DeploymentsPanel() {
  const { repository, since, until } = useFilterParameters()
  const [place, choose] = useAddressValue('production')
  const [, open] = useAddressValue('deployment')
  const sort = useSort('listDeployments', columns, 'created_at')
  const production = place === 'true' || place === 'false' ? place : undefined
  return (
    <>
      <ListPanel
        title="Deployments"
        note="Those created in this time, as they are now"
        name="listDeployments"
        request={{ query: { repository, since, until, production, ...sort.query } }}
        sort={sort.table}
        columns={columns}
        keyOf={({ repository_id, id }) => `${repository_id} ${id}`}
        onOpen={({ repository: name, id, created_at }) => open(`${name} ${id} ${created_at}`)}
        explained={false}
        empty={[
          'Nothing was deployed in this time',
          'Choose a longer range, or let the webhook send deployments and their statuses.',
        ]}
        actions={<Select label="Environments" value={production ?? ''} choices={places} onChange={choose} />}
      />
      <DeploymentSide />
    </>
  )
}
