import { header } from '@octometer/event-contracts'
import { type EventLog, readOne, streamNames } from '@octometer/event-log'
import { archivedDelivery, type Store } from '@octometer/read-store'
import { archivedSendable, forwardedDelivery, type SendableDelivery } from './forwarded-request.ts'

/** The bytes of a delivery: of the log while it has them, else of the archive; null when neither has them any more. */
export async function findStored(
  { log, store }: { readonly log: EventLog; readonly store: Store },
  { sequence, delivery_id }: { readonly sequence: number; readonly delivery_id: string },
): Promise<SendableDelivery | null> {
  const message = await readOne(log, streamNames.events, sequence)
  // A log that was restored hands its positions out again.
  if (message?.header(header.messageId) === delivery_id) return forwardedDelivery(message)
  const archived = await archivedDelivery(store, delivery_id)
  return archived === null ? null : archivedSendable(archived)
}
