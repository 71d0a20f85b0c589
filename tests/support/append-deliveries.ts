import { describePayload, encodeDelivery } from '@octometer/event-contracts'
import { createAppender, type EventLog } from '@octometer/event-log'

/** A delivery as ingress would have appended it. */
export interface ReceivedDelivery {
  readonly guid: string
  readonly event: string
  readonly receivedAt: Date
  readonly payload: object
  readonly hookId?: string | number
}

const AT_ONCE = 100

/** Appends deliveries at the times of their receipt, which ingress would take from its own clock. */
export async function appendDeliveries(
  log: EventLog,
  deliveries: readonly ReceivedDelivery[],
): Promise<void> {
  await using appender = createAppender(log, { stream: 'EVENTS' })
  for (let from = 0; from < deliveries.length; from += AT_ONCE) {
    await Promise.all(deliveries.slice(from, from + AT_ONCE).map((each) => appender.append(entryOf(each))))
  }
}

function entryOf({ guid, event, receivedAt, payload, hookId = '1' }: ReceivedDelivery) {
  const metadata = {
    ...{ guid, event, receivedAt, hookId: `${hookId}`, targetType: null, targetId: null, signature: null },
    ...{ contentType: 'application/json' as const, source: 'webhook' as const },
  }
  const body = JSON.stringify(payload)
  const { subject, headers, messageId } = encodeDelivery(
    metadata,
    describePayload(JSON.parse(body)).repository,
  )
  return { subject, messageId, headers, body: Buffer.from(body) }
}
