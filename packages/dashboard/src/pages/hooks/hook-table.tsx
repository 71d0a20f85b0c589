import type { Entry } from '../../api/operations.ts'
import { mayAs, useSession } from '../../api/session.ts'
import { useApi } from '../../api/use-api.ts'
import { useAddressValue } from '../../filters/use-filters.ts'
import { formatCount, formatShare } from '../../format/numbers.ts'
import { Badge, type Tone } from '../../pieces/badge.tsx'
import { Button } from '../../pieces/button.tsx'
import { ColumnMenu } from '../../pieces/column-menu.tsx'
import { DataTable } from '../../pieces/data-table.tsx'
import { ExportMenu } from '../../pieces/export-menu.tsx'
import { Answered, Empty, Panel } from '../../pieces/panel.tsx'
import { type Column, useColumns } from '../../pieces/table-columns.ts'
import { TimeAgo } from '../../pieces/time-ago.tsx'
import { RepairAll, VerifyAll } from './hook-commands.tsx'
import css from './hooks-page.module.css'
import { useGuide } from './use-guide.ts'

export type Hook = Entry<'listHooks'>

const tones: Readonly<Record<Hook['condition'], Tone>> = {
  ok: 'good',
  missing: 'bad',
  disabled: 'bad',
  misaimed: 'bad',
  wrong_secret: 'bad',
  failing: 'bad',
}

export function ConditionBadge({ condition }: Pick<Hook, 'condition'>) {
  return <Badge tone={tones[condition]}>{condition.replaceAll('_', ' ')}</Badge>
}

const columns: readonly Column<Hook>[] = [
  {
    key: 'owner',
    title: 'Of',
    render: ({ owner, hook }) => <span className={css.strong}>{owner ?? hook}</span>,
  },
  {
    key: 'condition',
    title: 'State',
    width: '8rem',
    render: ({ condition }) => <ConditionBadge condition={condition} />,
  },
  {
    key: 'detail',
    title: 'What is wrong',
    render: ({ detail }) => (detail === null ? '–' : <span title={detail}>{detail}</span>),
  },
  { key: 'mode', title: 'Mode', width: '5rem', render: ({ mode }) => mode ?? '–' },
  {
    key: 'delivery',
    title: 'Newest delivery',
    align: 'end',
    hint: 'Of the last 7 days, that we hold',
    render: ({ last_delivery_at }) => (last_delivery_at === null ? '–' : <TimeAgo time={last_delivery_at} />),
  },
  {
    key: 'expected',
    title: 'Sent, 24 h',
    align: 'end',
    hint: 'By GitHub’s log of the last 24 hours',
    render: ({ expected }) => formatCount(expected),
  },
  {
    key: 'complete',
    title: 'Held',
    align: 'end',
    render: ({ completeness }) => formatShare(completeness),
  },
  {
    key: 'number',
    title: 'Number',
    align: 'end',
    hidden: true,
    render: ({ hook_id }) => hook_id ?? '–',
  },
  {
    key: 'seen',
    title: 'Seen at GitHub',
    align: 'end',
    hidden: true,
    render: ({ seen_at }) => (seen_at === null ? '–' : <TimeAgo time={seen_at} />),
  },
]

/** Every hook of ours with what is wrong with it, those that are wrong first. */
export function HookTable() {
  const query = useApi('listHooks')
  const choice = useColumns('hooks', columns)
  const [, open] = useAddressValue('hook')
  return (
    <Panel
      title="Hooks"
      note="As GitHub showed them last. Open one to see its settings, and to mend it"
      flush
      actions={
        <>
          <HookActions />
          <ColumnMenu choice={choice} />
          <ExportMenu name="listHooks" request={{}} />
        </>
      }
    >
      <Answered query={query} height={12}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty title="No hook is known">
              Connect a repository: GitHub is asked to make its hook, and its first delivery is shown.
            </Empty>
          ) : (
            <DataTable
              label="Hooks"
              columns={choice.shown}
              rows={wrongFirst(data)}
              keyOf={({ hook }) => hook}
              onOpen={({ hook }) => open(hook, { replace: false })}
              maxHeight={30}
            />
          )
        }
      </Answered>
    </Panel>
  )
}

/** The one thing to do, and what looks after all of them. */
function HookActions() {
  const { isOpen, open } = useGuide()
  const session = useSession()
  return (
    <>
      {mayAs(session, 'operator') && <VerifyAll />}
      {mayAs(session, 'admin') && <RepairAll />}
      {!isOpen && mayAs(session, 'admin') && (
        <Button icon="hook" look="primary" onClick={open}>
          Connect a repository
        </Button>
      )}
    </>
  )
}

function wrongFirst(hooks: readonly Hook[]): readonly Hook[] {
  const nameOf = ({ owner, hook }: Hook) => owner ?? hook
  return hooks.toSorted(
    (a, b) =>
      Number(a.condition === 'ok') - Number(b.condition === 'ok') || nameOf(a).localeCompare(nameOf(b)),
  )
}
