import type { Answer } from '../../api/operations.ts'
import { useFilters } from '../../filters/use-filters.ts'
import { ColumnMenu } from '../../pieces/column-menu.tsx'
import { DataTable } from '../../pieces/data-table.tsx'
import { Explain } from '../../pieces/explain.tsx'
import { Answered, Empty, Panel } from '../../pieces/panel.tsx'
import { type Column, useColumns } from '../../pieces/table-columns.ts'
import { doraMetrics, doraReasons } from './dora-metrics.ts'
import { useDora } from './use-dora.ts'

type Group = Answer<'getDora'>['groups'][number]

const columns: readonly Column<Group>[] = [
  { key: 'repository', title: 'Repository', render: ({ repository }) => repository },
  ...doraMetrics.map(
    ({ key, label, read, format, noteOf }): Column<Group> => ({
      key,
      title: label,
      align: 'end',
      width: '11rem',
      render: ({ metrics }) => {
        const { reason } = metrics[key]
        return (
          <span title={reason === null ? noteOf(metrics) : doraReasons[reason]}>{format(read(metrics))}</span>
        )
      },
    }),
  ),
]

/** The same metrics of each repository; pressing one looks at it alone. */
export function DoraRepositoriesPanel() {
  const { request, query } = useDora('repository')
  const [, setFilters] = useFilters()
  const choice = useColumns('dora-repositories', columns)
  return (
    <Panel
      title="By repository"
      note="Those that delivered something in this time"
      flush
      actions={
        <>
          <Explain label="DORA by repository" name="getDora" request={request} />
          <ColumnMenu choice={choice} />
        </>
      }
    >
      <Answered query={query} height={10}>
        {({ groups }) =>
          groups.length === 0 ? (
            <Empty title="No repository delivered anything in this time">
              Choose a longer range, or count something else as a deployment.
            </Empty>
          ) : (
            <DataTable
              label="DORA by repository"
              columns={choice.shown}
              rows={groups}
              keyOf={({ repository = '' }) => repository}
              onOpen={({ repository = '' }) => setFilters({ repositories: [repository] })}
              maxHeight={20}
            />
          )
        }
      </Answered>
    </Panel>
  )
}
