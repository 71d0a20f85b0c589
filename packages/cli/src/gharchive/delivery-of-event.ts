import { createHash } from 'node:crypto'
import type { LogFileDelivery } from '@octometer/gateway-api'
import type { ArchivedEvent } from './archived-event.ts'
import { mappings } from './webhook-payloads.ts'

export type DeliveryOfEvent = { readonly delivery: LogFileDelivery } | { readonly skipped: string }

/** A line of a log file for an event of GH Archive, under a GUID that is always the same; or why there is none. */
export function deliveryOfEvent(archived: ArchivedEvent): DeliveryOfEvent {
  const mapping = mappings[archived.type]
  if (mapping === undefined) return { skipped: 'no webhook is mapped to such events' }
  const mapped = mapping(archived.payload)
  if ('skipped' in mapped) return mapped
  const body = JSON.stringify({ ...mapped.payload, ...surroundings(archived) })
  return {
    delivery: {
      kind: 'delivery',
      id: guidOf(archived.id),
      event: mapped.event,
      received_at: new Date(archived.created_at).toISOString(),
      hook_id: null,
      target_type: null,
      target_id: null,
      content_type: 'application/json',
      signature: null,
      source: 'gharchive',
      body,
      encoding: 'text',
      sha256: createHash('sha256').update(body).digest('hex'),
    },
  }
}

/** Only what the event says: nothing is known of a repository but its id, its name and that it was public. */
function surroundings({
  repo,
  actor,
  org,
  public: isPublic,
}: ArchivedEvent): Readonly<Record<string, unknown>> {
  const [owner = '', name = ''] = repo.name.split('/')
  return {
    repository: { id: repo.id, name, full_name: repo.name, private: !isPublic, owner: { login: owner } },
    sender: { login: actor.login, id: actor.id },
    ...(org !== undefined && { organization: { login: org.login, id: org.id } }),
  }
}

/** RFC 9562's namespace of URLs, and the name of GH Archive's event in it. */
const URLS = Buffer.from('6ba7b8119dad11d180b400c04fd430c8', 'hex')

/** A UUID of version 5. */
function guidOf(eventId: string): string {
  const digest = createHash('sha1').update(URLS).update(`https://www.gharchive.org/event/${eventId}`).digest()
  const bytes = digest.subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
