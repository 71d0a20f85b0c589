import type { GitHubIdentity, HookSetUp, Installation } from '@octometer/event-contracts'
import { counter, type Logger } from '@octometer/telemetry'
import type { LogSource } from './recovery/log-source.ts'

const outcomes = ['recovered', 'lost'] as const
const recoveries = counter('octo_agent_missing_deliveries_total', {
  description: "Deliveries that GitHub's log listed and we did not hold, by what became of them",
  unit: '{delivery}',
  series: outcomes.map((outcome) => ({ outcome })),
})
const sweeps = counter('octo_agent_sweeps_total', {
  description: "Looks at GitHub's delivery logs, by whether they came to their end",
  unit: '{sweep}',
  series: ['done', 'failed'].map((result) => ({ result })),
})
const unreadLogs = counter('octo_agent_unread_logs_total', {
  description: 'Delivery logs that could not be read when it was their turn',
  unit: '{log}',
})
const lostCalls = counter('octo_agent_api_calls_not_appended_total', {
  description: 'Events of API calls that the log did not take',
  unit: '{call}',
})

export function leadershipTaken(logger: Logger, token: number): void {
  logger.info({ token }, 'this github-agent works now')
}

export function leadershipEnded(logger: Logger, err: unknown): void {
  logger.warn({ err }, 'this github-agent stands by')
}

export function deliveryRecovered(logger: Logger, { owner }: LogSource, guid: string): void {
  recoveries.add(1, { outcome: 'recovered' })
  logger.info({ delivery_id: guid, owner }, "missed delivery fetched from GitHub's log")
}

export function deliveryLost(logger: Logger, { owner }: LogSource, guid: string, reason: string): void {
  recoveries.add(1, { outcome: 'lost' })
  logger.warn({ delivery_id: guid, owner, reason }, 'missed delivery cannot be fetched any more')
}

export function logUnread(logger: Logger, { kind, id, owner }: LogSource, err: unknown): void {
  unreadLogs.add(1)
  logger.warn(
    { err, source: `${kind}:${id}`, owner },
    "GitHub's delivery log could not be read: the next look does",
  )
}

export function sweepEnded(logger: Logger, err: unknown): void {
  sweeps.add(1, { result: err === null ? 'done' : 'failed' })
  if (err !== null) logger.warn({ err }, 'missed deliveries were not all fetched: the next look goes on')
}

export function hooksSetUp(
  logger: Logger,
  { hooks, refused }: { hooks: readonly HookSetUp[]; refused: readonly { owner: string; message: string }[] },
): void {
  for (const { owner, hook_id, mode, outcome } of hooks)
    logger.info({ owner: owner.name, hook_id, mode, outcome }, 'hook set up')
  for (const { owner, message } of refused) logger.warn({ owner, reason: message }, 'hook not set up')
}

export function hooksSetUpFailed(logger: Logger, err: unknown): void {
  logger.warn({ err }, 'hooks could not be set up: POST /api/v1/hooks/set-up tries again')
}

export function hooksLookFailed(logger: Logger, err: unknown): void {
  logger.warn({ err }, 'hooks could not be looked at: the next look does')
}

export function callNotAppended(logger: Logger, err: unknown): void {
  lostCalls.add(1)
  logger.warn({ err }, 'the log did not take the event of an API call')
}

/** Who asks GitHub, and what for it may not: what the settings need is a warning. */
export function identityTold(logger: Logger, identity: GitHubIdentity): void {
  const { credential, kind, name, suspended, features, problem } = identity
  const facts = { credential, kind, name }
  if (problem !== null) {
    logger.error({ ...facts, problem }, 'GitHub does not tell who asks it')
    return
  }
  const lacking = features.filter(({ allowed }) => allowed === false)
  const missing = Object.fromEntries(lacking.map((each) => [each.feature, each.missing]))
  const isShort = suspended || lacking.some(({ needed }) => needed)
  logger[isShort ? 'warn' : 'info']({ ...facts, suspended, missing }, 'who asks GitHub, and what is missing')
}

// What is done with the GitHub App, and for whom: its audit log, beside the calls in the stream API_CALLS.

export function appFlowBegun(logger: Logger, begun: string, user: string): void {
  logger.info({ audit: 'app', begun, user }, 'somebody was sent to GitHub for the App')
}

export function appMade(
  logger: Logger,
  app: { readonly id: number; readonly slug: string; readonly user: string },
): void {
  logger.info({ audit: 'app', ...app }, 'the GitHub App was made')
}

export function installationClaimed(logger: Logger, ids: readonly number[], user: string): void {
  logger.info({ audit: 'app', installations: ids, user }, 'installations of the App belong to a user')
}

export function installationRead(logger: Logger, installation: Installation): void {
  const { id, account, suspended_at, repositories } = installation
  const facts = { installation: id, account, suspended_at, repositories: repositories.length }
  logger.info({ audit: 'app', ...facts }, 'installation of the App read')
}

export function installationGone(logger: Logger, installation: number): void {
  logger.info({ audit: 'app', installation }, 'the App is not installed there any more')
}

export function accessChecked(
  logger: Logger,
  check: { readonly user: string; readonly repository: string; readonly installation_id: number | null },
): void {
  logger.info({ audit: 'app', ...check }, 'access to a repository checked')
}

export function installationsUnread(logger: Logger, err: unknown): void {
  logger.warn({ err }, 'installations of the App could not be read: the next look does')
}
