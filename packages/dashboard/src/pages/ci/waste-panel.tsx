import { useApi } from '../../api/use-api.ts'
import { useFilterParameters } from '../../filters/use-filters.ts'
import { formatShare } from '../../format/numbers.ts'
import { formatDuration } from '../../format/times.ts'
import { BarList } from '../../pieces/bar-list.tsx'
import { Explain } from '../../pieces/explain.tsx'
import { ExportMenu } from '../../pieces/export-menu.tsx'
import { Answered, Empty, Panel } from '../../pieces/panel.tsx'

const SHOWN = 7

/** Where time on runners went for nothing. */
export function WastePanel() {
  const { repository, since, until } = useFilterParameters()
  const request = { query: { repository, since, until, group_by: ['repository' as const], limit: 1000 } }
  const query = useApi('listWorkflowJobMetrics', request)
  return (
    <Panel
      title="Wasted minutes"
      note="Of attempts that failed, were cancelled or were followed by another"
      actions={
        <>
          <Explain label="Wasted minutes" name="listWorkflowJobMetrics" request={request} />
          <ExportMenu name="listWorkflowJobMetrics" request={request} />
        </>
      }
    >
      <Answered query={query} height={13.75}>
        {({ data }) => {
          const bars = data
            .filter(({ wasted_minutes }) => (wasted_minutes ?? 0) > 0)
            .toSorted((a, b) => (b.wasted_minutes ?? 0) - (a.wasted_minutes ?? 0))
            .slice(0, SHOWN)
            .map(({ repository: name = '', wasted_minutes, wasted_share }) => ({
              key: name,
              label: name,
              value: wasted_minutes ?? 0,
              note: `${formatShare(wasted_share)} of its time`,
            }))
          return bars.length === 0 ? (
            <Empty title="No minute was wasted">
              Or none is known: the webhook has to send workflow jobs and runs.
            </Empty>
          ) : (
            <BarList bars={bars} format={(minutes) => formatDuration(minutes * 60)} />
          )
        }}
      </Answered>
    </Panel>
  )
}
