import { createHmac } from 'node:crypto'
import { type BodyEncoding, decodeDelivery, type StoredMessage } from '@octometer/event-contracts'
import type { ArchivedDelivery } from '@octometer/read-store'

/** What is sent of a delivery. */
export interface SendableDelivery {
  readonly guid: string
  readonly event: string
  readonly hookId: string | null
  readonly targetType: string | null
  readonly targetId: string | null
  readonly contentType: BodyEncoding
  /** The bytes that GitHub signed. */
  readonly body: Uint8Array
}

/** A delivery with what tells whether it is sent. */
export interface ForwardedDelivery extends SendableDelivery {
  readonly action: string | null
  readonly repository: { readonly id: number; readonly fullName: string } | null
  readonly receivedAt: Date
  /** Whether somebody vouches for it: GitHub's signature, or GitHub's own delivery log. */
  readonly isVerified: boolean
}

/** A stored delivery with its bytes. Throws UndecodableMessageError. */
export function forwardedDelivery(message: StoredMessage): ForwardedDelivery {
  const { guid, event, action, repository, hookId, targetType, targetId, ...rest } = decodeDelivery(message)
  const { receivedAt, contentType, signature, source, body } = rest
  return {
    ...{ guid, event, action, repository, hookId, targetType, targetId, receivedAt, contentType },
    // Strictly decoded, the text is these bytes again.
    body: Buffer.from(body),
    isVerified: signature !== null || source === 'recovery',
  }
}

/** The same of the archive. */
export function archivedSendable(row: ArchivedDelivery): SendableDelivery {
  const isForm = row.content_type === 'application/x-www-form-urlencoded'
  return {
    ...{ guid: row.guid, event: row.event, body: row.body },
    ...{ hookId: row.hook_id, targetType: row.target_type, targetId: row.target_id },
    contentType: isForm ? 'application/x-www-form-urlencoded' : 'application/json',
  }
}

/** The headers that GitHub sends, signed with the receiver's own secret over exactly these bytes. */
export function forwardedHeaders(
  delivery: SendableDelivery,
  secret: string,
): Readonly<Record<string, string>> {
  const { guid, event, hookId, targetType, targetId, contentType, body } = delivery
  return {
    Accept: '*/*',
    'Content-Type': contentType,
    'X-GitHub-Delivery': guid,
    'X-GitHub-Event': event,
    ...(hookId !== null && { 'X-GitHub-Hook-ID': hookId }),
    ...(targetType !== null && { 'X-GitHub-Hook-Installation-Target-Type': targetType }),
    ...(targetId !== null && { 'X-GitHub-Hook-Installation-Target-ID': targetId }),
    'X-Hub-Signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  }
}
