import { hostname } from 'node:os'
import type { AlertsConfig } from '@octometer/config'
import { acquireLease, type EventLog, type Lease } from '@octometer/event-log'
import type { Store } from '@octometer/read-store'
import type { Logger } from '@octometer/telemetry'
import type { Target } from './channels/channel.ts'
import { targetsOf } from './channels/targets.ts'
import { leadershipEnded, leadershipTaken } from './events.ts'
import { type Forwarding, type ForwardingOptions, startForwarding } from './forwarding/forwarding.ts'
import { type Leadership, lead } from './leadership.ts'
import { waitAfter } from './outbox/retry-schedule.ts'
import { pause } from './pause.ts'

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

export interface Alerter extends AsyncDisposable {
  /** Whether this one works; another may, while this one stands by. */
  isLeading(): boolean
}

const LEASE_KEY = 'alerter'

/** Works, or stands by while another alerter does. */
export function startAlerter(options: AlerterOptions): Alerter {
  const stopping = new AbortController()
  let leading = false
  const loop = standBy(options, stopping.signal, (now) => {
    leading = now
  })
  return {
    isLeading: () => leading,
    [Symbol.asyncDispose]: async () => {
      stopping.abort()
      await loop
    },
  }
}

async function standBy(
  options: AlerterOptions,
  stop: AbortSignal,
  leads: (now: boolean) => void,
): Promise<void> {
  const { log, logger, leaseMs = 15_000 } = options
  const holder = `${hostname()}:${process.pid}`
  while (!stop.aborted) {
    try {
      await using lease = await acquireLease(log, LEASE_KEY, { ttlMs: leaseMs, holder })
      if (lease !== null) {
        leadershipTaken(logger, lease.token)
        leads(true)
        await leadWhileLeased(options, lease, leaseMs / 3, stop)
      }
    } catch (error) {
      leadershipEnded(logger, error)
    } finally {
      leads(false)
    }
    await pause(leaseMs / 3, stop)
  }
}

/** Works until told to stop, until the lease is lost, or until the work fails. */
async function leadWhileLeased(
  options: AlerterOptions,
  lease: Lease,
  everyMs: number,
  stop: AbortSignal,
): Promise<void> {
  const failed = new AbortController()
  const end = AbortSignal.any([stop, lease.lost, failed.signal])
  const renewing = renewRegularly(lease, everyMs, end, options.logger)
  try {
    await using forwarding = await startForwarding(forwardingOptions(options))
    await lead(leadershipOf(options, forwarding), end)
  } finally {
    failed.abort()
    await renewing
  }
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

async function renewRegularly(
  lease: Lease,
  everyMs: number,
  end: AbortSignal,
  logger: Logger,
): Promise<void> {
  for (;;) {
    await pause(everyMs, end)
    if (end.aborted) return
    // Until it runs out, another try may succeed; then `lost` ends the work.
    await lease.renew().catch((err: unknown) => logger.warn({ err }, 'the lease could not be renewed'))
  }
}
