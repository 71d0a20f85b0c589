import { useAddressValue, useFilterParameters } from '../../filters/use-filters.ts'
import { useSort } from '../../filters/use-sort.ts'
import { ListPanel } from '../../pieces/list-panel.tsx'
import { Select } from '../../pieces/select.tsx'
import { issueColumns } from './issue-columns.tsx'
import { IssueSide } from './issue-side.tsx'
import { type Severity, severities } from './severity.tsx'

const views = {
  '': 'Open now',
  late: 'Over their time',
  blockers: 'Blockers, open now',
  opened: 'Opened in this time',
} as const

const severityChoices = {
  '': 'Any severity',
  ...Object.fromEntries(Object.keys(severities).map((name) => [name, name])),
}

/** Issues with their clocks; each opens into its history. */
export function IssueListPanel() {
  const { repository, since, until } = useFilterParameters()
  const [view] = useAddressValue('view')
  const [chosen] = useAddressValue('severity')
  const [, open] = useAddressValue('issue')
  const sort = useSort('listIssues', issueColumns, 'opened_at')
  const severity = chosen in severities ? [chosen as Severity] : undefined
  const which =
    view === 'opened'
      ? { since, until }
      : {
          state: ['open' as const],
          ...(view === 'late' && { breached: 'true' as const }),
          ...(view === 'blockers' && { blocker: 'true' as const }),
        }
  return (
    <>
      <ListPanel
        title="Issues and their clocks"
        note="Critical within 4 hours, high 24, medium 72, low 168"
        name="listIssues"
        request={{ query: { repository, severity, ...which, ...sort.query } }}
        sort={sort.table}
        columns={issueColumns}
        keyOf={({ key }) => key}
        onOpen={({ key }) => open(key)}
        maxHeight={30}
        empty={['No issue is like that', 'Choose other ones above, a longer range, or other repositories.']}
        actions={<Choices />}
      />
      <IssueSide />
    </>
  )
}

function Choices() {
  const [view, chooseView] = useAddressValue('view')
  const [severity, chooseSeverity] = useAddressValue('severity')
  return (
    <>
      <Select label="Which issues" value={view in views ? view : ''} choices={views} onChange={chooseView} />
      <Select
        label="Severity"
        value={severity in severities ? severity : ''}
        choices={severityChoices}
        onChange={chooseSeverity}
      />
    </>
  )
}
