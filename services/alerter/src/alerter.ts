import type { AlertsConfig } from '@octometer/config'
import { type EventLog, type Leader, startLeader } from '@octometer/event-log'
import type { Store } from '@octometer/read-store'
import type { Logger } from '@octometer/telemetry'
import type { Target } from './channels/channel.ts'
import { targetsOf } from './channels/targets.ts'
import { leadershipEnded, leadershipTaken } from './events.ts'
import { type Forwarding, type ForwardingOptions, startForwarding } from './forwarding/forwarding.ts'
import { type Leadership, lead } from './leadership.ts'
import { waitAfter } from './outbox/retry-schedule.ts'

export interface AlerterOptions {
  readonly config: { readonly alerts: AlertsConfig; readonly server: { readonly timezone: string } }
  readonly log: EventLog
  readonly store: Store
  readonly logger: Logger
  readonly now?: () => Date
  /** Who is told; those that are configured unless given. */
  readonly targets?: readonly Target[]
  /** How often the clock's rules are asked; default 60 s. */
  readonly clockMs?: number
  /** An alerter that died is followed by another after so long; default 15 s. */
  readonly leaseMs?: number
  /** Replaces the schedule of retries in tests. */
  readonly waitAfter?: typeof waitAfter
  /** How often a receiver of deliveries that takes nothing is tried; default 60 s. */
  readonly probeMs?: number
}

/** One of several works; the others stand by. */
export type Alerter = Leader

/** Works, or stands by while another alerter does. */
export function startAlerter(options: AlerterOptions): Alerter {
  const { log, logger, leaseMs } = options
  return startLeader(
    log,
    {
      key: 'alerter',
      ttlMs: leaseMs,
      onTaken: ({ token }) => leadershipTaken(logger, token),
      onEnded: (error) => leadershipEnded(logger, error),
      onRenewalFailed: (err) => logger.warn({ err }, 'the lease could not be renewed'),
    },
    async (_, end) => {
      await using forwarding = await startForwarding(forwardingOptions(options))
      await lead(leadershipOf(options, forwarding), end)
    },
  )
}

function forwardingOptions(options: AlerterOptions): ForwardingOptions {
  const { receivers, allowedHosts } = options.config.alerts
  return { ...options, receivers, allowedHosts, ...timing(options), probeMs: options.probeMs ?? 60_000 }
}

function leadershipOf(options: AlerterOptions, forwarding: Forwarding): Leadership {
  const { alerts, server } = options.config
  return {
    ...options,
    forwarding,
    targets: options.targets ?? targetsOf(alerts),
    clockMs: options.clockMs ?? 60_000,
    ...timing(options),
    digest: alerts.digestAt && { at: alerts.digestAt, timezone: server.timezone },
  }
}

function timing(options: AlerterOptions): Pick<Leadership, 'waitAfter' | 'now'> {
  return { waitAfter: options.waitAfter ?? waitAfter, now: options.now ?? (() => new Date()) }
}
