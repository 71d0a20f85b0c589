import type { Answer } from '../../api/operations.ts'
import { mayAs, useSession } from '../../api/session.ts'
import { useApi } from '../../api/use-api.ts'
import { formatCount } from '../../format/numbers.ts'
import { formatDuration, formatTime } from '../../format/times.ts'
import { Badge } from '../../pieces/badge.tsx'
import { ExportMenu } from '../../pieces/export-menu.tsx'
import { Answered, Empty, Panel } from '../../pieces/panel.tsx'
import { TimeAgo } from '../../pieces/time-ago.tsx'
import { whoOf, wrongWith } from './credential-step.tsx'
import css from './hooks-page.module.css'
import { InteractionsPanel } from './interactions-panel.tsx'

/** Who asks GitHub and what it may do, what is watched, and what was done with the App. */
export function GitHubView() {
  const may = mayAs(useSession(), 'admin')
  return (
    <>
      <div className={css.columns}>
        <IdentitiesPanel />
        <HealthChecksPanel />
      </div>
      {may && <InteractionsPanel />}
    </>
  )
}

function IdentitiesPanel() {
  const query = useApi('getConnection', {}, { live: false })
  return (
    <Panel title="Who asks GitHub" note={query.data && wayText(query.data)}>
      <Answered query={query} height={10}>
        {({ identities }) =>
          identities.length === 0 ? (
            <Empty title="Nobody">Set OCTO_GITHUB_TOKEN, or make a GitHub App, and start again.</Empty>
          ) : (
            <ul className={css.lines} aria-label="Who asks GitHub">
              {identities.map((identity) => (
                <IdentityLine key={`${identity.credential} ${identity.name}`} identity={identity} />
              ))}
            </ul>
          )
        }
      </Answered>
    </Panel>
  )
}

function wayText({ mode, webhook_url, poll_seconds }: Answer<'getConnection'>): string {
  const read =
    poll_seconds === null ? 'no log is read' : `logs are read every ${formatDuration(poll_seconds)}`
  if (mode === 'push') return `Hooks deliver to ${webhook_url}; ${read}`
  return mode === 'pull' ? 'Pull mode: logs are read every minute' : 'No delivery can come: see the settings'
}

type Identity = Answer<'getConnection'>['identities'][number]

function IdentityLine({ identity }: { readonly identity: Identity }) {
  const { features, expires_at } = identity
  const wrong = wrongWith(identity)
  const lacking = features.filter(({ allowed }) => allowed === false)
  return (
    <li className={css.line}>
      <span className={css.strong}>{whoOf(identity)}</span>
      <Badge tone={wrong === null ? 'good' : 'bad'}>{wrong === null ? 'ok' : 'mend'}</Badge>
      {wrong !== null && <span className={css.small}>{wrong}</span>}
      {lacking.map(({ feature, missing }) => (
        <span key={feature} className={css.small}>
          {feature}: lacks {missing.join(', ')}
        </span>
      ))}
      <span className={css.small}>
        {[
          `may: ${
            features
              .filter(({ allowed }) => allowed)
              .map(({ feature }) => feature)
              .join(', ') || 'GitHub does not tell'
          }`,
          expires_at !== null && `expires ${formatTime(expires_at)}`,
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </li>
  )
}

function HealthChecksPanel() {
  const query = useApi('listHealthChecks', {}, { live: false })
  return (
    <Panel
      title="Addresses that are watched"
      note="Those of OCTO_HEALTH_URLS, by their last answer"
      actions={<ExportMenu name="listHealthChecks" request={{}} />}
    >
      <Answered query={query} height={10}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty title="No address is watched">
              Name some in OCTO_HEALTH_URLS: one that fails twice is an alert.
            </Empty>
          ) : (
            <ul className={css.lines} aria-label="Addresses that are watched">
              {data.map(({ address, healthy, status, latency_ms, reason, checked_at, looks }) => (
                <li key={address} className={css.line}>
                  <span className={css.strong}>{address}</span>
                  <Badge tone={healthy === null ? 'plain' : healthy ? 'good' : 'bad'}>
                    {healthy === null ? 'not looked at yet' : healthy ? 'healthy' : 'failing'}
                  </Badge>
                  <span className={css.small}>
                    {[
                      reason ?? (status !== null && `answered ${status}`),
                      latency_ms !== null && formatDuration(latency_ms / 1000),
                      looks !== null && `${formatCount(looks)} looks alike`,
                    ]
                      .filter(Boolean)
                      .join(' · ')}{' '}
                    {checked_at !== null && <TimeAgo time={checked_at} />}
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
    </Panel>
  )
}
