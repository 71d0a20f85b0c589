import type { Entry } from '../../api/operations.ts'
import { mayAs, useSession } from '../../api/session.ts'
import { useCommand } from '../../api/use-api.ts'
import { useTold } from '../../api/use-told.ts'
import { useAddressValue, useFilterParameters } from '../../filters/use-filters.ts'
import { useSort } from '../../filters/use-sort.ts'
import { formatCount } from '../../format/numbers.ts'
import { formatDuration, formatTime } from '../../format/times.ts'
import { Badge, type Tone } from '../../pieces/badge.tsx'
import { Button } from '../../pieces/button.tsx'
import { ListPanel } from '../../pieces/list-panel.tsx'
import { Select } from '../../pieces/select.tsx'
import type { Column } from '../../pieces/table-columns.ts'
import css from './projects-page.module.css'

type Job = Entry<'listJobs'>

const tones: Readonly<Record<Job['state'], Tone>> = {
  queued: 'plain',
  running: 'accent',
  succeeded: 'good',
  failed: 'bad',
}

const causes: Readonly<Record<Job['cause'], string>> = {
  push: 'a push',
  first_reading: 'first reading',
  request: 'asked for',
}

const columns: readonly Column<Job>[] = [
  {
    key: 'queued',
    title: 'Since',
    width: '11rem',
    sortKey: 'queued_at',
    render: ({ queued_at }) => formatTime(queued_at),
  },
  {
    key: 'repository',
    title: 'Project',
    sortKey: 'repository',
    sortsAs: 'text',
    render: ({ repository }) => <span className={css.strong}>{repository}</span>,
  },
  {
    key: 'cause',
    title: 'Because of',
    sortKey: 'cause',
    sortsAs: 'text',
    render: ({ cause, requested_by }) =>
      requested_by === null ? causes[cause] : `asked for by ${requested_by}`,
  },
  {
    key: 'priority',
    title: 'Priority',
    width: '6rem',
    sortKey: 'priority',
    render: ({ priority }) => priority,
  },
  {
    key: 'state',
    title: 'State',
    sortKey: 'state',
    sortsAs: 'text',
    width: '7rem',
    render: ({ state }) => <Badge tone={tones[state]}>{state}</Badge>,
  },
  {
    key: 'attempts',
    title: 'Attempts',
    align: 'end',
    sortKey: 'attempts',
    render: ({ attempts }) => formatCount(attempts),
  },
  {
    key: 'took',
    title: 'Took',
    sortKey: 'duration',
    align: 'end',
    render: ({ started_at, ended_at }) =>
      formatDuration(
        started_at === null || ended_at === null
          ? null
          : (Date.parse(ended_at) - Date.parse(started_at)) / 1000,
      ),
  },
  {
    key: 'error',
    title: 'Error',
    render: ({ error }) => (error === null ? '–' : <span title={error}>{error}</span>),
  },
  { key: 'retry', title: '', width: '6rem', align: 'end', render: (job) => <Retry job={job} /> },
  {
    key: 'sha',
    title: 'Commit',
    hidden: true,
    render: ({ sha }) => (sha === null ? 'head' : sha.slice(0, 7)),
  },
]

const states = ['queued', 'running', 'succeeded', 'failed'] as const
const choices = { '': 'Any state', ...Object.fromEntries(states.map((each) => [each, each])) }

/** Readings of plans: what waits, runs, and how it ended. */
export function JobsPanel() {
  const { repository } = useFilterParameters()
  const [chosen] = useAddressValue('jobs')
  const state = states.find((each) => each === chosen)
  const sort = useSort('listJobs', columns, 'queued_at', 'jobs-sort')
  return (
    <ListPanel
      title="Readings of plans"
      note="What fails is tried three times more by itself"
      name="listJobs"
      request={{ query: { repository, state: state && [state], ...sort.query } }}
      sort={sort.table}
      columns={columns}
      keyOf={({ id }) => id}
      explained={false}
      empty={['No plan was read', 'With a token or an App a plan is read when a push changes it.']}
      actions={<StateChoice />}
      maxHeight={20}
    />
  )
}

function StateChoice() {
  const [state, choose] = useAddressValue('jobs')
  return (
    <Select
      label="State of the readings"
      value={states.some((each) => each === state) ? state : ''}
      choices={choices}
      onChange={choose}
    />
  )
}

function Retry({ job: { id, state, repository } }: { readonly job: Job }) {
  const may = mayAs(useSession(), 'operator')
  const retry = useCommand('retryJob')
  const told = useTold()
  if (state !== 'failed' || !may) return null
  const telling = told({
    done: `The plan of ${repository} is read once more`,
    failed: 'It is not read',
    changes: ['listJobs', 'listProjects'],
  })
  return (
    <Button look="quiet" disabled={retry.isPending} onClick={() => retry.mutate({ path: { id } }, telling)}>
      Retry
    </Button>
  )
}
