import { useMemo } from 'react'
import { useAddressValue } from '../../filters/use-filters.ts'
import { formatCount } from '../../format/numbers.ts'
import { DataTable } from '../../pieces/data-table.tsx'
import { Explain } from '../../pieces/explain.tsx'
import { ExportMenu } from '../../pieces/export-menu.tsx'
import { Answered, Empty, Panel } from '../../pieces/panel.tsx'
import type { Column } from '../../pieces/table-columns.ts'
import { Person } from '../contributors/contributor-columns.tsx'
import { type Member, sortedBy, type TeamProps } from './team.ts'
import css from './team-dynamics-page.module.css'

const sorts = ['pulls_opened', 'reviews', 'approvals'] as const

/** Who opens, reviews and approves how much. */
export function WorkloadPanel({ team, request }: TeamProps) {
  const [chosen, choose] = useAddressValue('workload')
  const sort = sorts.find((each) => each === chosen) ?? 'pulls_opened'
  return (
    <Panel
      title="Workload"
      note="What each opened, reviewed and approved"
      flush
      actions={
        <>
          <Explain label="Workload" name="getTeamMetrics" request={request} />
          <ExportMenu name="getTeamMetrics" request={request} />
        </>
      }
    >
      <Answered query={team} height={26}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty title="Nobody did anything in this time">
              Choose a longer range, or clear the filters.
            </Empty>
          ) : (
            <Members data={data} sort={sort} onSort={(key) => choose(key === 'pulls_opened' ? '' : key)} />
          )
        }
      </Answered>
    </Panel>
  )
}

interface MembersProps {
  readonly data: readonly Member[]
  readonly sort: (typeof sorts)[number]
  readonly onSort: (key: string) => void
}

function Members({ data, sort, onSort }: MembersProps) {
  const rows = useMemo(() => sortedBy(data, (row) => row[sort]), [data, sort])
  const columns = useMemo(() => {
    const most = (key: (typeof sorts)[number]) => Math.max(...data.map((row) => row[key]), 1)
    const barOf = (key: (typeof sorts)[number], title: string, highest: number): Column<Member> => ({
      key,
      title,
      align: 'end',
      sortKey: key,
      render: (row) => <Bar value={row[key]} most={highest} />,
    })
    return [
      { key: 'login', title: 'Contributor', render: (row: Member) => <Person {...row} /> },
      barOf('pulls_opened', 'Opened', most('pulls_opened')),
      barOf('reviews', 'Reviews', most('reviews')),
      barOf('approvals', 'Approvals', most('approvals')),
    ]
  }, [data])
  return (
    <DataTable
      label="Workload"
      columns={columns}
      rows={rows}
      keyOf={({ login }) => login}
      sort={{ key: sort, descending: true, onSort }}
      maxHeight={26}
    />
  )
}

function Bar({ value, most }: { readonly value: number; readonly most: number }) {
  return (
    <span className={css.measure}>
      <span className={css.track}>
        <span style={{ width: `${(value / most) * 100}%` }} />
      </span>
      {formatCount(value)}
    </span>
  )
}
