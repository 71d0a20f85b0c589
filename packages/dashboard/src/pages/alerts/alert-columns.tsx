import type { Entry } from '../../api/operations.ts'
import { formatCount } from '../../format/numbers.ts'
import { Badge, type Tone } from '../../pieces/badge.tsx'
import type { Column } from '../../pieces/table-columns.ts'
import { TimeAgo } from '../../pieces/time-ago.tsx'
import css from './alerts-page.module.css'

export type Alert = Entry<'listAlerts'>

const severityTones: Readonly<Record<string, Tone>> = { critical: 'bad', high: 'bad', medium: 'warn' }
const stateTones: Readonly<Record<string, Tone>> = { resolved: 'good', acknowledged: 'accent' }

export function SeverityBadge({ severity }: Pick<Alert, 'severity'>) {
  return <Badge tone={severityTones[severity] ?? 'plain'}>{severity}</Badge>
}

export function StateBadge({ state }: Pick<Alert, 'state'>) {
  return <Badge tone={stateTones[state] ?? 'plain'}>{state}</Badge>
}

export function isMuted({ muted_until }: Pick<Alert, 'muted_until'>, now: number): boolean {
  return muted_until !== null && Date.parse(muted_until) > now
}

export const alertColumns: readonly Column<Alert>[] = [
  {
    key: 'severity',
    title: 'Severity',
    sortKey: 'severity',
    width: '6rem',
    render: ({ severity }) => <SeverityBadge severity={severity} />,
  },
  {
    key: 'title',
    title: 'Alert',
    sortKey: 'title',
    sortsAs: 'text',
    render: ({ title }) => <span className={css.title}>{title}</span>,
  },
  { key: 'repository', title: 'Repository', render: ({ repository }) => repository ?? 'this system' },
  { key: 'rule', title: 'Rule', sortKey: 'rule', sortsAs: 'text', render: ({ rule }) => <code>{rule}</code> },
  {
    key: 'opened',
    title: 'Began',
    align: 'end',
    sortKey: 'opened_at',
    width: '7rem',
    render: ({ opened_at }) => <TimeAgo time={opened_at} />,
  },
  {
    key: 'seen',
    title: 'Last seen',
    align: 'end',
    sortKey: 'last_evidence_at',
    width: '7rem',
    hidden: true,
    hint: 'When the newest evidence was found',
    render: ({ last_evidence_at }) => <TimeAgo time={last_evidence_at} />,
  },
  {
    key: 'count',
    title: 'Times',
    align: 'end',
    sortKey: 'count',
    width: '4.5rem',
    hint: 'Pieces of evidence, each counted once',
    render: ({ count }) => formatCount(count),
  },
  {
    key: 'state',
    title: 'State',
    width: '7.5rem',
    sortKey: 'state',
    sortsAs: 'text',
    render: ({ state }) => <StateBadge state={state} />,
  },
  {
    key: 'by',
    title: 'Acknowledged by',
    hidden: true,
    render: ({ acknowledged_by }) => acknowledged_by ?? '–',
  },
]
