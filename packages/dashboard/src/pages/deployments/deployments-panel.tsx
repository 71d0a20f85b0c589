import type { Entry } from '../../api/operations.ts'
import { useAddressValue, useFilterParameters } from '../../filters/use-filters.ts'
import { formatDuration } from '../../format/times.ts'
import { Badge, type Tone } from '../../pieces/badge.tsx'
import { ListPanel } from '../../pieces/list-panel.tsx'
import type { Column } from '../../pieces/table-columns.ts'
import { TimeAgo } from '../../pieces/time-ago.tsx'
import { DeploymentSide } from './deployment-side.tsx'
import css from './deployments-page.module.css'

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
    render: ({ environment, production }) => (
      <>
        {environment} {production && environment !== 'production' && <Badge>production</Badge>}
      </>
    ),
  },
  { key: 'state', title: 'State', width: '7rem', render: ({ state }) => <DeploymentBadge state={state} /> },
  {
    key: 'ref',
    title: 'Ref',
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
  { key: 'creator', title: 'By', render: ({ creator }) => creator ?? '–' },
  {
    key: 'time',
    title: 'To success',
    align: 'end',
    width: '6rem',
    render: (row) => formatDuration(row.time_to_success_seconds),
  },
  {
    key: 'created',
    title: 'Created',
    align: 'end',
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
  const production = place === 'true' || place === 'false' ? place : undefined
  return (
    <>
      <ListPanel
        title="Deployments"
        note="By their creation, as they are now; the newest first"
        name="listDeployments"
        request={{ query: { repository, since, until, production } }}
        columns={columns}
        keyOf={({ repository_id, id }) => `${repository_id} ${id}`}
        onOpen={({ repository: name, id, created_at }) => open(`${name} ${id} ${created_at}`)}
        explained={false}
        empty={[
          'Nothing was deployed in this time',
          'Choose a longer range, or let the webhook send deployments and their statuses.',
        ]}
        actions={
          <select
            className={css.choice}
            aria-label="Environments"
            value={production ?? ''}
            onChange={(event) => choose(event.target.value)}
          >
            {Object.entries(places).map(([name, label]) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          </select>
        }
      />
      <DeploymentSide />
    </>
  )
}
