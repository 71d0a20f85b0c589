import {
  type Delivery,
  decodeReadable,
  parseSubject,
  pullRequestNumber,
  type StoredMessage,
} from '@octometer/event-contracts'
import type { DeliveryEvent } from '@octometer/gateway-api'
import { createLiveEvent, type LiveEvent } from './live-event.ts'

/** The event of a message that is a delivery, by its subject alone; null for any other message. */
function deliveredEvent({ subject }: Pick<StoredMessage, 'subject'>): string | null {
  const parts = parseSubject(subject)
  return parts?.kind === 'delivery' ? parts.type : null
}

/**
 * A stored delivery as it is told live. Its body is opened, for action, sender and the repository's id stand nowhere
 * else; the payload itself is not sent. Null for any other message, one that nobody wants, and one that cannot be read:
 * the archive makes it a dead letter.
 */
export function deliveryLiveEvent(
  message: StoredMessage & { readonly sequence: number },
  isWanted: (event: string) => boolean,
): LiveEvent | null {
  const name = deliveredEvent(message)
  if (name === null || !isWanted(name)) return null
  const decoded = decodeReadable(message)
  if (decoded?.kind !== 'delivery') return null
  const { delivery } = decoded
  const { repository, event } = delivery
  return createLiveEvent({
    told: tell(delivery),
    position: message.sequence,
    type: event,
    severity: null,
    repository: repository && { id: repository.id, nameKey: repository.fullName.toLowerCase() },
  })
}

function tell(delivery: Delivery): Omit<DeliveryEvent, 'id'> {
  const { guid, event, action, repository, sender, payload, receivedAt, hookId, source } = delivery
  return {
    kind: 'delivery',
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
