import { Link } from '@tanstack/react-router'
import { useApi } from '../../api/use-api.ts'
import { onlyFilters, type Search } from '../../filters/filters.ts'
import { useAddress, useNow } from '../../filters/use-filters.ts'
import { formatCount } from '../../format/numbers.ts'
import { formatTime } from '../../format/times.ts'
import { Badge, type Tone } from '../../pieces/badge.tsx'
import { Facts } from '../../pieces/facts.tsx'
import { Icon } from '../../pieces/icons.tsx'
import { Answered, Empty } from '../../pieces/panel.tsx'
import { SidePanel } from '../../pieces/side-panel.tsx'
import { AlertActions } from './alert-actions.tsx'
import { type Alert, isMuted, SeverityBadge, StateBadge } from './alert-columns.tsx'
import css from './alerts-page.module.css'

/** The alert that the address names, whatever its state: what was found, who was told, what can be done. */
export function AlertPanel() {
  const [{ open, at }, change] = useAddress()
  const since = typeof at === 'string' && !Number.isNaN(Date.parse(at)) ? new Date(at) : null
  const isOpen = typeof open === 'string' && since !== null
  const query = {
    since: since?.toISOString(),
    until: since === null ? undefined : new Date(since.getTime() + 1).toISOString(),
    limit: 1000,
  }
  const asked = useApi('listAlerts', { query }, { enabled: isOpen, keep: false })
  const alert = asked.data?.data.find(({ id }) => id === open)
  return (
    <SidePanel
      title={alert?.title ?? 'Alert'}
      open={isOpen}
      onClose={() => change({ open: undefined, at: undefined })}
    >
      <Answered query={asked} height={30}>
        {() =>
          alert === undefined ? (
            <Empty title="This alert is not there any more">
              It turned out to be part of another one. Close this to see all.
            </Empty>
          ) : (
            <Detail alert={alert} />
          )
        }
      </Answered>
    </SidePanel>
  )
}

function Detail({ alert }: { readonly alert: Alert }) {
  const { severity, state, message, url, rule, repository, opened_at, last_evidence_at, count } = alert
  const now = useNow()
  const facts = [
    ['Rule', <code key="rule">{rule}</code>],
    ['Repository', repository ?? 'this system'],
    ['Began', formatTime(opened_at)],
    ['Last seen', formatTime(last_evidence_at)],
    ['Times', formatCount(count)],
    ['Resolved', alert.resolved_at === null ? 'not yet' : formatTime(alert.resolved_at)],
    ['Acknowledged', acknowledgedText(alert)],
    ['Muted', isMuted(alert, now) ? `until ${formatTime(alert.muted_until)}` : 'no'],
  ] as const
  return (
    <div className={css.detail}>
      <div className={css.badges}>
        <SeverityBadge severity={severity} />
        <StateBadge state={state} />
        {url !== null && (
          <a href={url} target="_blank" rel="noreferrer" className={css.link}>
            <Icon name="external" size={12} /> Look at it on GitHub
          </a>
        )}
      </div>
      {message !== '' && <p className={css.message}>{message}</p>}
      <AlertActions alert={alert} />
      <Facts facts={facts} />
      <Behind deliveries={alert.deliveries} />
      <Told notifications={alert.notifications} />
    </div>
  )
}

function acknowledgedText({ acknowledged_at, acknowledged_by }: Alert): string {
  if (acknowledged_at === null) return 'by nobody'
  return `${formatTime(acknowledged_at)} by ${acknowledged_by ?? 'somebody'}`
}

function Behind({ deliveries }: Pick<Alert, 'deliveries'>) {
  if (deliveries.length === 0) return null
  return (
    <section>
      <h3 className={css.heading}>Deliveries behind it</h3>
      <ul className={css.lines}>
        {deliveries.map((guid) => (
          <li key={guid}>
            <Link to="/deliveries" search={(before: Search) => ({ ...onlyFilters(before), open: guid })}>
              <code>{guid}</code>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

const tones: Readonly<Record<string, Tone>> = {
  sent: 'good',
  failed: 'bad',
  waiting: 'warn',
  unknown: 'warn',
}

function Told({ notifications }: Pick<Alert, 'notifications'>) {
  return (
    <section>
      <h3 className={css.heading}>Who was told</h3>
      {notifications.length === 0 && (
        <p className={css.small}>
          Nobody: no channel is configured, or none wants this severity at once. The view Rules says which.
        </p>
      )}
      <ul className={css.lines}>
        {notifications.map(({ about, channel, status, attempts, detail, at }) => (
          <li key={`${channel} ${about} ${at}`} className={css.told}>
            <Badge tone={tones[status] ?? 'plain'}>{status}</Badge>
            <span>
              {channel}, that it is {about}
              {detail !== '' && <span className={css.small}> · {detail}</span>}
            </span>
            <span className={css.small}>
              {formatTime(at)}
              {attempts > 1 && ` · ${attempts} attempts`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
