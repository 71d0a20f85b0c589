import {
  type DeliveryMetadata,
  describePayload,
  encodeDelivery,
  isJsonObject,
} from '@octometer/event-contracts'
import type { AppendEntry } from '@octometer/event-log'
import type { LogSource, SentRequest } from './log-source.ts'

/**
 * A delivery that GitHub's log keeps, as it is appended: the payload as JSON text of our own, for the log does not keep the bytes
 * that were signed. Its time is GitHub's. Null: the log kept no payload of it.
 */
export function recoveredDelivery(source: LogSource, sent: SentRequest): AppendEntry | null {
  const { headers, payload } = sent.request
  if (!isJsonObject(payload)) return null
  const header = (name: string) => headerOf(headers ?? {}, name)
  const metadata: DeliveryMetadata = {
    guid: sent.guid,
    event: sent.event,
    hookId: header('x-github-hook-id') ?? (source.kind === 'hook' ? source.id : null),
    targetType:
      header('x-github-hook-installation-target-type') ?? (source.kind === 'app' ? 'integration' : null),
    targetId: header('x-github-hook-installation-target-id') ?? (source.kind === 'app' ? source.id : null),
    receivedAt: new Date(sent.delivered_at),
    contentType: 'application/json',
    signature: null,
    source: 'recovery',
  }
  const { repository } = describePayload(payload)
  return { ...encodeDelivery(metadata, repository), body: Buffer.from(JSON.stringify(payload), 'utf8') }
}

function headerOf(headers: Readonly<Record<string, unknown>>, name: string): string | null {
  const entry = Object.entries(headers).find(([key]) => key.toLowerCase() === name)
  return typeof entry?.[1] === 'string' && entry[1] !== '' ? entry[1] : null
}
