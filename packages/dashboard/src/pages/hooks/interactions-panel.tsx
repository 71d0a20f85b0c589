import type { Entry } from '../../api/operations.ts'
import { useSort } from '../../filters/use-sort.ts'
import { formatTime } from '../../format/times.ts'
import { Badge } from '../../pieces/badge.tsx'
import { ListPanel } from '../../pieces/list-panel.tsx'
import type { Column } from '../../pieces/table-columns.ts'
import css from './hooks-page.module.css'

type Interaction = Entry<'listAppInteractions'>

const words: Readonly<Record<Interaction['interaction'], string>> = {
  creation_begun: 'Began to make the App',
  manifest_shown: 'Was shown what the App is to be',
  installation_begun: 'Began to install it',
  returned: 'Came back from GitHub',
  installations_listed: 'Listed installations',
  access_checked: 'Asked for access',
}

const columns: readonly Column<Interaction>[] = [
  { key: 'at', title: 'When', width: '11rem', sortKey: 'at', render: ({ at }) => formatTime(at) },
  {
    key: 'who',
    title: 'Who',
    sortKey: 'user',
    sortsAs: 'text',
    render: ({ user }) => user ?? 'a browser that GitHub sent',
  },
  {
    key: 'what',
    title: 'What',
    sortKey: 'interaction',
    sortsAs: 'text',
    render: ({ interaction }) => <span className={css.strong}>{words[interaction]}</span>,
  },
  {
    key: 'repository',
    title: 'Repository',
    sortKey: 'repository',
    sortsAs: 'text',
    render: ({ repository }) => repository ?? '–',
  },
  {
    key: 'installation',
    title: 'Installation',
    align: 'end',
    render: ({ installation_id }) => installation_id ?? '–',
  },
  {
    key: 'outcome',
    title: 'Outcome',
    sortKey: 'outcome',
    sortsAs: 'text',
    width: '12rem',
    render: ({ outcome, reason }) => (
      <Badge tone={outcome === 'done' ? 'plain' : 'bad'}>
        {outcome === 'done' ? 'done' : `refused: ${reason ?? 'no reason'}`}
      </Badge>
    ),
  },
  { key: 'app', title: 'App', align: 'end', hidden: true, render: ({ app_id }) => app_id ?? '–' },
]

/** What was done with the GitHub App, by whom, and what was refused. */
export function InteractionsPanel() {
  const sort = useSort('listAppInteractions', columns, 'at', 'interactions-sort')
  return (
    <ListPanel
      title="What was done with the GitHub App"
      note="Each is written down before it is answered"
      name="listAppInteractions"
      request={{ query: sort.query }}
      sort={sort.table}
      columns={columns}
      keyOf={({ id }) => id}
      explained={false}
      empty={['Nobody has done anything with a GitHub App', 'POST /auth/github/app begins to make one.']}
    />
  )
}
