import { useApi } from '../../api/use-api.ts'
import { useAddressValue, useFilterParameters } from '../../filters/use-filters.ts'
import { formatShare } from '../../format/numbers.ts'
import { BarList } from '../../pieces/bar-list.tsx'
import { Explain } from '../../pieces/explain.tsx'
import { Answered, Empty, Panel } from '../../pieces/panel.tsx'
import css from './issues-page.module.css'
import { type Severity, SeverityBadge, severities } from './severity.tsx'

/** How severe is what is open now; pressing one lists it. */
export function SeverityPanel() {
  const { repository, since, until } = useFilterParameters()
  const [, choose] = useAddressValue('severity')
  const request = { query: { repository, since, until } }
  const query = useApi('getIssueHealth', request)
  return (
    <Panel
      title="Open by severity"
      note="By labels, whatever the range; medium without one"
      actions={<Explain label="Open by severity" name="getIssueHealth" request={request} />}
    >
      <Answered query={query} height={13.75}>
        {({ health: { open } }) => {
          if (open.total === null || open.total === 0)
            return <Empty title="No issue is open">When one is opened, its clock begins here.</Empty>
          const all = open.total
          const barOf = (severity: Severity) => ({
            key: severity,
            label: (
              <button type="button" className={css.only} onClick={() => choose(severity)}>
                <SeverityBadge severity={severity} />
                <span className={css.within}>within {severities[severity]}</span>
              </button>
            ),
            value: open.by_severity[severity] ?? 0,
            note: formatShare((open.by_severity[severity] ?? 0) / all),
          })
          return <BarList bars={(Object.keys(severities) as Severity[]).map(barOf)} />
        }}
      </Answered>
    </Panel>
  )
}
