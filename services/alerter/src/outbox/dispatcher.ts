import type { Alert } from '@octometer/event-contracts'
import type { Logger } from '@octometer/telemetry'
import type { AlertBook } from '../alerts/alert-book.ts'
import { notificationId } from '../alerts/due-notifications.ts'
import { ChannelError, type Notification, type Target } from '../channels/channel.ts'
import { notificationSettled } from '../events.ts'
import type { Outbox } from './outbox.ts'
import type { OutboxEntry } from './outbox-entry.ts'

export interface DispatcherOptions {
  readonly outbox: Outbox
  readonly book: AlertBook
  readonly targets: readonly Target[]
  readonly logger: Logger
  readonly now: () => Date
  /** How long to wait after so many failed attempts; null gives up. */
  waitAfter(attempts: number): number | null
}

/** An answer must come within this, as with Svix. */
const DEADLINE_MS = 15_000

/** Makes every attempt whose time has come, those to different receivers side by side. */
export async function dispatchDue(options: DispatcherOptions, stop: AbortSignal): Promise<void> {
  const byTarget = Map.groupBy(options.outbox.due(), ({ target }) => target)
  await Promise.all(
    [...byTarget.values()].map(async (entries) => {
      for (const entry of entries) {
        if (stop.aborted) return
        await dispatch(options, entry)
      }
    }),
  )
}

async function dispatch(options: DispatcherOptions, entry: OutboxEntry): Promise<void> {
  const { outbox, logger } = options
  const target = options.targets.find(({ name }) => name === entry.target)
  const news = target === undefined ? 'the receiver is not configured any more' : newsOf(options, entry)
  if (target === undefined || typeof news === 'string') {
    const reason = typeof news === 'string' ? news : ''
    await outbox.settle(entry, 'cancelled', reason)
    return
  }
  const claimed = await outbox.claim(entry)
  if (claimed === null) return
  try {
    await target.send(news, AbortSignal.timeout(DEADLINE_MS))
    await outbox.settle(claimed, 'sent', '')
    notificationSettled(logger, claimed, 'sent', null)
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error
    await retryOrFail(options, claimed, error)
  }
}

async function retryOrFail(
  { outbox, logger, now, waitAfter }: DispatcherOptions,
  entry: OutboxEntry,
  error: ChannelError,
): Promise<void> {
  const pause = error.retryable ? waitAfter(entry.attempts) : null
  if (pause === null) await outbox.settle(entry, 'failed', error.message)
  else await outbox.postpone(entry, new Date(now().getTime() + pause), error.message)
  notificationSettled(logger, entry, pause === null ? 'failed' : 'waiting', error)
}

/** What is to be said now; a sentence when it is no longer news. */
function newsOf({ book, outbox, now }: DispatcherOptions, entry: OutboxEntry): Notification | string {
  const { id, alert: about, text } = entry
  if (about === null || entry.about === 'digest') return { kind: 'digest', id, text: text ?? '' }
  const state = book.stateOf(about.state_key)
  const booked = state?.booked.findLast(
    ({ origin, alert }) => origin === about.origin && alert.state !== 'superseded',
  )
  if (state === null || booked === undefined) return 'the alert is no more'
  const isMuted = state.muted_until !== null && Date.parse(state.muted_until) > now().getTime()
  if (isMuted) return 'muted'
  const reason = whyNotTell(booked.alert, entry, () =>
    outbox.get(notificationId(about.origin, 'open', entry.target)),
  )
  return reason ?? { kind: 'alert', id, about: entry.about, alert: booked.alert }
}

function whyNotTell(alert: Alert, entry: OutboxEntry, opening: () => OutboxEntry | null): string | null {
  if (alert.state !== entry.about) return `the alert is ${alert.state}`
  if (entry.about !== 'resolved') return null
  const told = opening()?.status
  return told === 'sent' || told === 'unknown' ? null : 'nobody was told that it was open'
}
