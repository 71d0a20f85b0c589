import { Toggle } from '@base-ui/react/toggle'
import { ToggleGroup } from '@base-ui/react/toggle-group'
import { useMemo } from 'react'
import { useApiPages } from '../../api/use-api.ts'
import { useAddressValue, useFilterParameters } from '../../filters/use-filters.ts'
import { useSort } from '../../filters/use-sort.ts'
import { ColumnMenu } from '../../pieces/column-menu.tsx'
import { DataTable } from '../../pieces/data-table.tsx'
import { ExportMenu } from '../../pieces/export-menu.tsx'
import { Empty, Panel, ProblemNote, Skeleton } from '../../pieces/panel.tsx'
import { useColumns } from '../../pieces/table-columns.ts'
import { pullColumns } from './pull-columns.tsx'
import css from './pull-requests-page.module.css'

const states = ['open', 'merged', 'closed'] as const

/** Pull requests as they are now, the last updated first. */
export function PullTable({ onOpen }: { readonly onOpen: (name: string) => void }) {
  const [state, setState] = useAddressValue('state')
  const choice = useColumns('pull-requests', pullColumns)
  const { since, until, repository, author, exclude_user } = useFilterParameters()
  const sort = useSort('listPullRequests', pullColumns, 'updated_at')
  const query = useMemo(() => {
    const chosen = states.filter((each) => each === state)
    const wanted = chosen.length > 0 ? chosen : undefined
    return { state: wanted, since, until, repository, author, exclude_user, ...sort.query, limit: 100 }
  }, [state, since, until, repository, author, exclude_user, sort.query])
  const { data, error, table } = useApiPages('listPullRequests', { query })
  const rows = useMemo(() => data?.pages.flatMap((page) => page.data) ?? [], [data])
  return (
    <Panel
      title="Pull requests"
      note="Those that changed in this time"
      flush
      actions={
        <>
          <StateChoice state={state} onChange={setState} />
          <ColumnMenu choice={choice} />
          <ExportMenu name="listPullRequests" request={{ query }} />
        </>
      }
    >
      {error !== null && <ProblemNote error={error} />}
      {data === undefined && error === null && <Skeleton height={30} />}
      {data !== undefined && rows.length === 0 && (
        <Empty title="No pull request changed in this time">
          Choose a longer range, or clear the filters.
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          label="Pull requests"
          columns={choice.shown}
          rows={rows}
          keyOf={({ repository_id, number }) => `${repository_id}#${number}`}
          sort={sort.table}
          onOpen={({ repository: name, number }) => onOpen(`${name}#${number}`)}
          {...table}
        />
      )}
    </Panel>
  )
}

interface StateChoiceProps {
  readonly state: string
  readonly onChange: (state: string) => void
}

function StateChoice({ state, onChange }: StateChoiceProps) {
  return (
    <ToggleGroup
      value={[state === '' ? 'all' : state]}
      onValueChange={([chosen = 'all']) => onChange(chosen === 'all' ? '' : chosen)}
      className={css.states}
      aria-label="State"
    >
      {['all', ...states].map((each) => (
        <Toggle key={each} value={each} className={css.state}>
          {each}
        </Toggle>
      ))}
    </ToggleGroup>
  )
}
