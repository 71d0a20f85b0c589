import {
  type Delivery,
  decodeDelivery,
  parseSubject,
  pullRequestNumber,
  type StoredMessage,
  UndecodableMessageError,
} from '@octometer/event-contracts'
import type { DeliveryEvent } from '@octometer/gateway-api'
import { createLiveEvent, type LiveEvent } from './live-event.ts'

/** The event of a message that is a delivery, by its subject alone; null for any other message. */
export function deliveredEvent({ subject }: Pick<StoredMessage, 'subject'>): string | null {
  const parts = parseSubject(subject)
  return parts?.kind === 'delivery' ? parts.type : null
}

/**
 * A stored delivery as it is told live. Its body is opened, for action, sender and the repository's id stand nowhere
 * else; the payload itself is not sent. Null for one that cannot be read: the archive makes it a dead letter.
 */
export function deliveryLiveEvent(message: StoredMessage & { readonly sequence: number }): LiveEvent | null {
  const delivery = decode(message)
  if (delivery === null) return null
  const { repository, event } = delivery
  return createLiveEvent({
    told: tell(delivery, message.sequence),
    event,
    repository: repository && { id: repository.id, nameKey: repository.fullName.toLowerCase() },
  })
}

function decode(message: StoredMessage): Delivery | null {
  try {
    return decodeDelivery(message)
  } catch (error) {
    if (error instanceof UndecodableMessageError) return null
    throw error
  }
}

function tell(delivery: Delivery, id: number): DeliveryEvent {
  const { guid, event, action, repository, sender, payload, receivedAt, hookId, source } = delivery
  return {
    kind: 'delivery',
    id,
    delivery: {
      guid,
      event,
      // As the archive has it: an empty action is none.
      action: action || null,
      repository: repository?.fullName ?? null,
      repository_id: repository?.id ?? null,
      sender,
      pull_request: pullRequestNumber(payload),
      received_at: receivedAt.toISOString(),
      hook_id: hookId,
      source,
    },
  }
}
