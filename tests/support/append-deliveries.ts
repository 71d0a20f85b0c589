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

/** Appends deliveries at the times of their receipt, which ingress would take from its own clock. */
export async function appendDeliveries(
  log: EventLog,
  deliveries: readonly ReceivedDelivery[],
): Promise<void> {
  await using appender = createAppender(log, { stream: 'EVENTS' })
  await Promise.all(
    deliveries.map(({ guid, event, receivedAt, payload, hookId = '1' }) => {
      const metadata = {
        ...{
          guid,
          event,
          receivedAt,
          hookId: `${hookId}`,
          targetType: null,
          targetId: null,
          signature: null,
        },
        ...{ contentType: 'application/json' as const, source: 'webhook' as const },
      }
      const body = JSON.stringify(payload)
      const { subject, headers, messageId } = encodeDelivery(
        metadata,
        describePayload(JSON.parse(body)).repository,
      )
      return appender.append({ subject, messageId, headers, body: Buffer.from(body) })
    }),
  )
}
