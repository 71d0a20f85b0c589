import type { Answer } from '../../api/operations.ts'
import { useApi } from '../../api/use-api.ts'
import { formatBytes } from '../../format/numbers.ts'
import { formatDuration, formatTime } from '../../format/times.ts'
import { Badge, type Tone } from '../../pieces/badge.tsx'
import { CopyButton } from '../../pieces/copy-button.tsx'
import { Facts } from '../../pieces/facts.tsx'
import { Answered } from '../../pieces/panel.tsx'
import { SidePanel } from '../../pieces/side-panel.tsx'
import { asCurl } from './as-curl.ts'
import css from './deliveries-page.module.css'
import { StatusBadge } from './delivery-columns.tsx'
import { PayloadTree } from './payload-tree.tsx'
import { ReplayButton } from './replay-button.tsx'

interface DeliveryPanelProps {
  readonly guid: string
  readonly onClose: () => void
}

type Detail = Answer<'getDelivery'>

/** One delivery: its attempts, what each projection made of it, and what GitHub said. */
export function DeliveryPanel({ guid, onClose }: DeliveryPanelProps) {
  const query = useApi('getDelivery', { path: { guid } }, { live: false, keep: false })
  return (
    <SidePanel title="Delivery" note={<code className={css.faint}>{guid}</code>} open onClose={onClose}>
      <Answered query={query} height={30}>
        {(delivery) => (
          <div className={css.detail}>
            <Facts facts={factsOf(delivery)} />
            <Outcomes outcomes={delivery.outcomes} />
            <Payload delivery={delivery} />
          </div>
        )}
      </Answered>
    </SidePanel>
  )
}

function factsOf(delivery: Detail) {
  const { event, action, received_at, duration_ms, status, attempts } = delivery
  return [
    ['Outcome', <StatusBadge key="status" status={status} />],
    ['Event', action === null ? event : `${event}.${action}`],
    ['Repository', delivery.repository ?? '–'],
    ['Sender', delivery.sender ?? '–'],
    ['Received', `${formatTime(received_at)}, stored after ${formatDuration(duration_ms / 1000)}`],
    ['Body', formatBytes(delivery.size)],
    ['Source', delivery.source],
    ['Attempts', String(attempts.length)],
    ['Trace', delivery.trace_id ?? '–'],
  ] as const
}

const tones: Readonly<Record<string, Tone>> = { projected: 'good', rejected: 'bad', pending: 'warn' }

function Outcomes({ outcomes }: Pick<Detail, 'outcomes'>) {
  const handled = outcomes.filter(({ outcome }) => outcome !== 'unhandled')
  return (
    <section>
      <h3 className={css.heading}>What was made of it</h3>
      <table className={css.outcomes}>
        <thead>
          <tr>
            <th scope="col">Projection</th>
            <th scope="col">Outcome</th>
            <th scope="col">Rows</th>
          </tr>
        </thead>
        <tbody>
          {handled.map(({ projection, outcome, reason, rows }) => (
            <tr key={projection}>
              <td>{projection}</td>
              <td>
                <Badge tone={tones[outcome] ?? 'plain'}>{outcome}</Badge>{' '}
                {reason !== null && <span className={css.faint}>{reason}</span>}
              </td>
              <td>{rows ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Payload({ delivery }: { readonly delivery: Detail }) {
  const { payload, guid } = delivery
  return (
    <section>
      <div className={css.bar}>
        <h3 className={css.heading}>Payload</h3>
        {payload !== null && (
          <>
            <CopyButton label="Copy JSON" text={JSON.stringify(payload, null, 2)} />
            <CopyButton label="Copy as curl" text={asCurl({ ...delivery, payload }, location.origin)} />
            <ReplayButton guid={guid} />
          </>
        )}
      </div>
      {payload === null ? (
        <p className={css.faint}>Its payload is kept no longer: OCTO_RETENTION_PAYLOADS says how long.</p>
      ) : (
        <PayloadTree value={payload} />
      )}
    </section>
  )
}
