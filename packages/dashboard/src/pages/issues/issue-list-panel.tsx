import { useAddressValue, useFilterParameters } from '../../filters/use-filters.ts'
import { ListPanel } from '../../pieces/list-panel.tsx'
import { issueColumns } from './issue-columns.tsx'
import { IssueSide } from './issue-side.tsx'
import css from './issues-page.module.css'
import { type Severity, severities } from './severity.tsx'

const views = {
  '': 'Open now',
  late: 'Over their time',
  blockers: 'Blockers, open now',
  opened: 'Opened in this time',
} as const

/** Issues with their clocks; each opens into its history. */
export function IssueListPanel() {
  const { repository, since, until } = useFilterParameters()
  const [view] = useAddressValue('view')
  const [chosen] = useAddressValue('severity')
  const [, open] = useAddressValue('issue')
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
        note="The last opened first; critical within 4 hours, high 24, medium 72, low 168"
        name="listIssues"
        request={{ query: { repository, severity, ...which } }}
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
      <select
        className={css.choice}
        aria-label="Which issues"
        value={view in views ? view : ''}
        onChange={(event) => chooseView(event.target.value)}
      >
        {Object.entries(views).map(([name, label]) => (
          <option key={name} value={name}>
            {label}
          </option>
        ))}
      </select>
      <select
        className={css.choice}
        aria-label="Severity"
        value={severity in severities ? severity : ''}
        onChange={(event) => chooseSeverity(event.target.value)}
      >
        <option value="">Any severity</option>
        {Object.keys(severities).map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </>
  )
}
