import type { ReceiverState } from '@octometer/event-contracts'
import { consumerProgress, readOne, streamNames } from '@octometer/event-log'
import { consumerOf, type ReceiverLoop } from './receiver-loops.ts'

/** How it stands with a receiver, without what is secret of it. */
export async function receiverState(loop: ReceiverLoop): Promise<ReceiverState> {
  const { receiver, ledger, forwarder } = loop
  const { position: _, ...numbers } = ledger.record
  const waiting = ledger.entries('waiting')
  const unread = await unreadOf(loop).catch(() => null)
  const times = [unread?.oldestAt, waiting[0]?.received_at].filter((time) => typeof time === 'string')
  return {
    name: receiver.name,
    url: new URL(receiver.url).origin,
    events: [...receiver.events],
    repositories: [...receiver.repositories],
    state: forwarder.health.isDown ? 'down' : 'up',
    pending: unread?.count ?? null,
    waiting: waiting.length,
    failed: ledger.entries('failed').length,
    ...numbers,
    oldest_pending_at: times.toSorted()[0] ?? null,
  }
}

/** What nobody has looked at for it, and since when the oldest of it lies in the log; null before it has a consumer. */
async function unreadOf({ log, receiver }: ReceiverLoop) {
  const progress = await consumerProgress(log, streamNames.events, consumerOf(receiver.name))
  if (progress === null) return null
  const count = progress.pending + progress.unacknowledged
  if (count === 0) return { count, oldestAt: null }
  const oldest = Math.max(progress.ackFloorSequence + 1, progress.firstSequence)
  const message = await readOne(log, streamNames.events, oldest)
  return { count, oldestAt: message?.appendedAt.toISOString() ?? null }
}
