import { useMemo } from 'react'
import { useApiPages } from '../../api/use-api.ts'
import { listOf } from '../../filters/filters.ts'
import { PickMany } from '../../filters/pick-many.tsx'
import type { UseChoices } from '../../filters/use-choices.ts'
import { useAddress, useFilterParameters } from '../../filters/use-filters.ts'
import { type SortChoice, useSort } from '../../filters/use-sort.ts'
import { ColumnMenu } from '../../pieces/column-menu.tsx'
import { DataTable } from '../../pieces/data-table.tsx'
import { ExportMenu } from '../../pieces/export-menu.tsx'
import { Empty, Panel, ProblemNote, Skeleton } from '../../pieces/panel.tsx'
import { Segments } from '../../pieces/segments.tsx'
import { useColumns } from '../../pieces/table-columns.ts'
import { alertColumns } from './alert-columns.tsx'
import { ruleNames, severities } from './rules.ts'

const states = [
  { value: 'open', label: 'Open' },
  { value: 'acknowledged', label: 'Acknowledged' },
  { value: 'resolved', label: 'Resolved' },
  { value: 'all', label: 'All' },
] as const

type State = (typeof states)[number]['value']

const useSeverities: UseChoices = (text) => severities.filter((each) => each.includes(text.toLowerCase()))
const useRules: UseChoices = (text) => ruleNames.filter((each) => each.includes(text.toLowerCase()))

/** Alerts of any time; the server filters, sorts and pages. */
export function AlertTable() {
  const [search, change] = useAddress()
  const choice = useColumns('alerts', alertColumns)
  const sort = useSort('listAlerts', alertColumns, 'opened_at')
  const { state, query } = useAlertQuery(sort.query)
  const { data, error, table } = useApiPages('listAlerts', { query })
  const rows = useMemo(() => data?.pages.flatMap((page) => page.data) ?? [], [data])
  return (
    <Panel
      title={states.find(({ value }) => value === state)?.label.concat(' alerts') ?? 'Alerts'}
      note="Of any time"
      flush
      actions={
        <>
          <Choices state={state} search={search} change={change} />
          <ColumnMenu choice={choice} />
          <ExportMenu name="listAlerts" request={{ query }} />
        </>
      }
    >
      {error !== null && <ProblemNote error={error} />}
      {data === undefined && error === null && <Skeleton height={36} />}
      {data !== undefined && rows.length === 0 && (
        <Empty title="No alert fits">
          Rules watch for secrets, failures, stale work and silence. The view Rules says which, and how
          closely.
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          label="Alerts"
          columns={choice.shown}
          rows={rows}
          keyOf={({ id }) => id}
          sort={sort.table}
          onOpen={({ id, opened_at }) => change({ open: id, at: opened_at }, { replace: false })}
          {...table}
          maxHeight={44}
        />
      )}
    </Panel>
  )
}

interface ChoicesProps {
  readonly state: State
  readonly search: ReturnType<typeof useAddress>[0]
  readonly change: ReturnType<typeof useAddress>[1]
}

function Choices({ state, search, change }: ChoicesProps) {
  const set = (name: string) => (chosen: readonly string[]) =>
    change({ [name]: chosen.length > 0 ? chosen : undefined })
  return (
    <>
      <Segments
        label="State"
        value={state}
        choices={states}
        onChange={(chosen) => change({ state: chosen === 'open' ? undefined : chosen })}
      />
      <PickMany
        label="Severities"
        chosen={listOf(search.severity)}
        useChoices={useSeverities}
        onChange={set('severity')}
      />
      <PickMany label="Rules" chosen={listOf(search.rule)} useChoices={useRules} onChange={set('rule')} />
    </>
  )
}

function useAlertQuery(sort: SortChoice<'listAlerts'>['query']) {
  const { repository } = useFilterParameters()
  const [{ state: named, severity, rule }] = useAddress()
  const state: State = states.find(({ value }) => value === named)?.value ?? 'open'
  const query = useMemo(() => {
    const chosen = severities.filter((each) => listOf(severity).includes(each))
    const rules = ruleNames.filter((each) => listOf(rule).includes(each))
    return {
      repository,
      state: state === 'all' ? undefined : [state],
      severity: chosen.length > 0 ? chosen : undefined,
      rule: rules.length > 0 ? rules : undefined,
      ...sort,
      limit: 200,
    }
  }, [repository, state, severity, rule, sort])
  return { state, query }
}
