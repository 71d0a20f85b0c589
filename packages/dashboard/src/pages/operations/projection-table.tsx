import type { Entry } from '../../api/operations.ts'
import { useApi } from '../../api/use-api.ts'
import { useAskedEvery } from '../../api/use-asked-every.ts'
import { useAddressValue } from '../../filters/use-filters.ts'
import { formatCount, formatShare } from '../../format/numbers.ts'
import { formatDay, formatDuration } from '../../format/times.ts'
import { Badge } from '../../pieces/badge.tsx'
import { ColumnMenu } from '../../pieces/column-menu.tsx'
import { DataTable } from '../../pieces/data-table.tsx'
import { ExportMenu } from '../../pieces/export-menu.tsx'
import { Answered, Panel } from '../../pieces/panel.tsx'
import { type Column, useColumns } from '../../pieces/table-columns.ts'
import { TimeAgo } from '../../pieces/time-ago.tsx'
import css from './operations-page.module.css'

export type Projection = Entry<'listProjections'>
export type Building = Projection['building'][number]

const ASKED_EVERY_MS = 3_000
const LATE_SECONDS = 30
/** It has no generations: rebuilds read it. */
export const ARCHIVE = 'deliveries'

/** Where a projection stands, in a word: what is late or has stopped is coloured. */
export function ProjectionBadge({ projection }: { readonly projection: Projection }) {
  const { building, generation, name, lag_seconds } = projection
  const [rebuild] = building
  if (rebuild !== undefined) {
    const state = rebuild.progress?.state ?? 'silent'
    if (state === 'failed' || state === 'silent') return <Badge tone="bad">rebuild {state}</Badge>
    return <Badge tone="accent">rebuilding {formatShare(readShare(rebuild))}</Badge>
  }
  if (generation === null && name !== ARCHIVE) return <Badge tone="warn">not built</Badge>
  if ((lag_seconds ?? 0) > LATE_SECONDS) return <Badge tone="warn">behind</Badge>
  return (
    <Badge tone={lag_seconds === null ? 'plain' : 'good'}>
      {lag_seconds === null ? 'unknown' : 'up to date'}
    </Badge>
  )
}

/** Of the messages, how many are read: a share that is never more than all. */
export function readShare({ progress }: Building): number | null {
  if (progress?.messages_total == null) return null
  return progress.messages_total === 0 ? 1 : Math.min(1, progress.messages_read / progress.messages_total)
}

const columns: readonly Column<Projection>[] = [
  { key: 'name', title: 'Projection', render: ({ name }) => <span className={css.strong}>{name}</span> },
  {
    key: 'state',
    title: 'State',
    width: '9.5rem',
    render: (projection) => <ProjectionBadge projection={projection} />,
  },
  {
    key: 'lag',
    title: 'Not yet in it',
    align: 'end',
    hint: 'Messages of the log that the projection has not read',
    render: ({ lag_messages }) => formatCount(lag_messages),
  },
  {
    key: 'age',
    title: 'Oldest of them',
    align: 'end',
    render: ({ lag_seconds, lag_messages }) => (lag_messages === 0 ? '–' : formatDuration(lag_seconds)),
  },
  {
    key: 'generation',
    title: 'Generation',
    hint: 'The tables that are read',
    render: ({ generation }) => (generation === null ? '–' : <code>{generation}</code>),
  },
  {
    key: 'since',
    title: 'Live since',
    align: 'end',
    render: ({ live_since }) => (live_since === null ? '–' : <TimeAgo time={live_since} />),
  },
  {
    key: 'true_from',
    title: 'True from',
    align: 'end',
    hint: 'From when its numbers are by the rule of today',
    render: ({ true_from }) => (true_from === null ? 'the beginning' : formatDay(true_from)),
  },
  {
    key: 'rebuilt',
    title: 'Last rebuild took',
    align: 'end',
    render: ({ last_rebuild }) =>
      last_rebuild === null
        ? '–'
        : formatDuration((Date.parse(last_rebuild.ended_at) - Date.parse(last_rebuild.began_at)) / 1000),
  },
  {
    key: 'code',
    title: 'Code',
    hidden: true,
    hint: 'The code and settings that fill it',
    render: ({ code }) => (code === null ? '–' : <code>{code}</code>),
  },
]

/** Every read model: how far behind the log it is, and by which tables it is answered. */
export function ProjectionTable() {
  const query = useApi('listProjections')
  const choice = useColumns('projections', columns)
  const [, open] = useAddressValue('projection')
  useAskedEvery('listProjections', ASKED_EVERY_MS)
  return (
    <Panel
      title="Projections"
      note="How far each read model is. Open one to see its rebuilds"
      flush
      actions={
        <>
          <ColumnMenu choice={choice} />
          <ExportMenu name="listProjections" request={{}} />
        </>
      }
    >
      <Answered query={query} height={36}>
        {({ data }) => (
          <DataTable
            label="Projections"
            columns={choice.shown}
            rows={data}
            keyOf={({ name }) => name}
            onOpen={({ name }) => open(name, { replace: false })}
            maxHeight={40}
          />
        )}
      </Answered>
    </Panel>
  )
}
