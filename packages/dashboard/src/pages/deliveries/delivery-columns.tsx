import type { Entry } from '../../api/operations.ts'
import { formatBytes } from '../../format/numbers.ts'
import { formatDuration, formatTime } from '../../format/times.ts'
import { Badge, type Tone } from '../../pieces/badge.tsx'
import type { Column } from '../../pieces/table-columns.ts'
import css from './deliveries-page.module.css'

export type Delivery = Entry<'listDeliveries'>

const tones: Readonly<Record<string, Tone>> = { success: 'good', partial: 'warn', error: 'bad' }

export function StatusBadge({ status }: { readonly status: Delivery['status'] }) {
  return <Badge tone={tones[status ?? ''] ?? 'plain'}>{status ?? 'pending'}</Badge>
}

export const deliveryColumns: readonly Column<Delivery>[] = [
  {
    key: 'received',
    title: 'Received',
    sortKey: 'received_at',
    width: '10.5rem',
    render: ({ received_at }) => <time dateTime={received_at}>{formatTime(received_at)}</time>,
  },
  {
    key: 'event',
    title: 'Event',
    sortKey: 'event',
    sortsAs: 'text',
    render: ({ event, action }) => (
      <>
        <span className={css.strong}>{event}</span>
        {action !== null && <span className={css.faint}>.{action}</span>}
      </>
    ),
  },
  {
    key: 'repository',
    title: 'Repository',
    sortKey: 'repository',
    sortsAs: 'text',
    render: ({ repository }) => repository ?? '–',
  },
  {
    key: 'sender',
    title: 'Sender',
    sortKey: 'sender',
    sortsAs: 'text',
    render: ({ sender }) => sender ?? '–',
  },
  {
    key: 'pull',
    title: 'PR',
    align: 'end',
    render: ({ pull_request }) => (pull_request === null ? '' : `#${pull_request}`),
  },
  {
    key: 'status',
    title: 'Outcome',
    hint: 'What the projections made of it, taken together',
    render: ({ status }) => <StatusBadge status={status} />,
  },
  { key: 'size', title: 'Size', align: 'end', sortKey: 'size', render: ({ size }) => formatBytes(size) },
  {
    key: 'duration',
    title: 'Stored after',
    align: 'end',
    hint: 'From receipt until the archive had it',
    render: ({ duration_ms }) => formatDuration(duration_ms / 1000),
  },
  { key: 'source', title: 'Source', hidden: true, render: ({ source }) => source },
  { key: 'hook', title: 'Hook', hidden: true, render: ({ hook_id }) => hook_id ?? '–' },
  { key: 'guid', title: 'GUID', hidden: true, render: ({ guid }) => <code>{guid}</code> },
]
