import { useApi } from '../../api/use-api.ts'
import { usePeriod } from '../../filters/use-filters.ts'
import { formatCount } from '../../format/numbers.ts'
import { BarList } from '../../pieces/bar-list.tsx'
import { Explain } from '../../pieces/explain.tsx'
import { ExportMenu } from '../../pieces/export-menu.tsx'
import { Answered, Empty, Panel } from '../../pieces/panel.tsx'
import { shortToken } from './limit-table.tsx'

const SHOWN = 12

interface SpendersPanelProps {
  readonly by: 'route' | 'token'
  readonly title: string
}

/** Who makes the most calls. */
export function SpendersPanel({ by, title }: SpendersPanelProps) {
  const { since, until } = usePeriod()
  const request = { query: { since, until, group_by: [by], limit: SHOWN } }
  const query = useApi('getApiUsage', request)
  return (
    <Panel
      title={title}
      note="Those with the most calls"
      actions={
        <>
          <Explain label={title} name="getApiUsage" request={request} />
          <ExportMenu name="getApiUsage" request={request} />
        </>
      }
    >
      <Answered query={query} height={16}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty title="No call in this time">Choose a longer range.</Empty>
          ) : (
            <BarList
              bars={data.map(({ route = '', token = '', calls, cost }) => ({
                key: by === 'route' ? route : token,
                label: by === 'route' ? route : shortToken(token),
                value: calls,
                ...(cost !== null && { note: `cost ${formatCount(cost)}` }),
              }))}
            />
          )
        }
      </Answered>
    </Panel>
  )
}
