import { setTimeout as delay } from 'node:timers/promises'
import { type Appender, consumerProgress, type EventLog } from '@octometer/event-log'
import type { Clock, Sleep } from '@octometer/github-client'
import type { Store } from '@octometer/read-store'
import type { Logger } from '@octometer/telemetry'
import { deliveryLost, deliveryRecovered, logUnread, sweepEnded } from '../events.ts'
import type { AskedLook } from './asked-look.ts'
import { fetchMissing } from './fetch-missing.ts'
import type { LogCursors } from './log-cursors.ts'
import type { LogSource } from './log-source.ts'
import { readLog } from './read-log.ts'

export interface RecoveryOptions {
  readonly log: EventLog
  readonly store: Store
  readonly events: Appender
  readonly cursors: LogCursors
  readonly logger: Logger
  readonly clock: Clock
  readonly sleep: Sleep
  /** The logs that are to be read now. */
  sources(signal: AbortSignal): Promise<readonly LogSource[]>
  /** From the end of one look to the next, by the number of logs. */
  everyMs(logs: number): number
  /** What was sent so lately may be on its way to the archive still. */
  readonly settleMs: number
  /** How far GitHub's logs reach back, less what reading them takes. */
  readonly lookBackMs: number
  /** By which somebody begins a look before its time. */
  readonly look: AskedLook
}

const CAUGHT_UP_POLL_MS = 1_000
/** While it goes on it is waited for; a log that is full of what a sync read takes its time. */
const STANDSTILL_TRIES = 60

/** Looks at GitHub's delivery logs again and again, and fetches what they list and we do not hold. */
export async function runRecovery(options: RecoveryOptions, end: AbortSignal): Promise<void> {
  const lost = new Set<string>()
  let logs = 0
  while (!end.aborted) {
    try {
      logs = await sweep(options, lost, end)
      sweepEnded(options.logger, null)
    } catch (error) {
      if (end.aborted) return
      sweepEnded(options.logger, error)
    }
    await options.look.over(options.sleep, options.everyMs(logs), end)
  }
}

/**
 * One look: reads every log as far as it is not read, then fetches what is missing. A log that cannot be read stops no other. Gives
 * how many logs there are.
 */
async function sweep(options: RecoveryOptions, lost: Set<string>, end: AbortSignal): Promise<number> {
  const { logger, clock, store, events } = options
  const sources = await options.sources(end)
  const now = () => new Date(clock.now())
  for (const source of sources) {
    try {
      await readLog(source, { ...options, now }, end)
    } catch (error) {
      end.throwIfAborted()
      logUnread(logger, source, error)
    }
  }
  if (!(await archiveCaughtUp(options, end))) {
    logger.warn('the archive is behind: what is missing is not known yet')
    return sources.length
  }
  const range = {
    since: new Date(clock.now() - options.lookBackMs),
    until: new Date(clock.now() - options.settleMs),
  }
  const onLost = (source: LogSource, guid: string, reason: string) => {
    lost.add(guid)
    deliveryLost(logger, source, guid, reason)
  }
  const onRecovered = (source: LogSource, guid: string) => deliveryRecovered(logger, source, guid)
  await fetchMissing({ store, events, sources, range, lost, onRecovered, onLost }, end)
  return sources.length
}

/** Whether the archive holds what the log held just now: else what they have not come to would look as if it were missing. */
async function archiveCaughtUp({ log }: RecoveryOptions, end: AbortSignal): Promise<boolean> {
  const first = await consumerProgress(log, 'EVENTS', 'deliveries')
  if (first === null) return false
  const target = first.lastSequence
  let reached = first.ackFloorSequence
  for (let tries = 0; tries < STANDSTILL_TRIES; tries += 1) {
    const progress = await consumerProgress(log, 'EVENTS', 'deliveries')
    if (progress === null) return false
    if (progress.ackFloorSequence >= target || (progress.pending === 0 && progress.unacknowledged === 0))
      return true
    if (progress.ackFloorSequence > reached) tries = 0
    reached = progress.ackFloorSequence
    await delay(CAUGHT_UP_POLL_MS, undefined, { signal: end })
  }
  return false
}
