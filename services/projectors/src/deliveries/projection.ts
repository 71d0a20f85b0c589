import { type Delivery, pullRequestNumber } from '@octometer/event-contracts'
import { ignored, type Projection, projected } from '@octometer/projector-runtime'
import type { DeliveryRow, RepositoryNameRow } from '@octometer/read-store'

/** The archive: every attempt with its payload, and every name under which a repository was seen. */
export const deliveriesProjection: Projection = {
  name: 'deliveries',
  version: 1,
  stream: 'EVENTS',
  handles: { deliveries: 'all', commands: [], apiCalls: false },
  tables: ['deliveries', 'repository_names'],
  dependsOn: [],
  generational: false,
  project({ message, sequence, traceId }) {
    if (message.kind !== 'delivery') return ignored('not a delivery')
    const { delivery } = message
    return projected({
      deliveries: [deliveryRow(delivery, sequence, traceId)],
      repository_names: nameRows(delivery),
    })
  },
}

function deliveryRow(delivery: Delivery, sequence: number | null, traceId: string | null): DeliveryRow {
  const isForm = delivery.contentType === 'application/x-www-form-urlencoded'
  return {
    received_at: delivery.receivedAt,
    guid: delivery.guid,
    event: delivery.event,
    action: delivery.action ?? '',
    repository_id: delivery.repository?.id ?? null,
    repository: delivery.repository?.fullName ?? '',
    sender: delivery.sender,
    pull_request: pullRequestNumber(delivery.payload),
    hook_id: delivery.hookId,
    target_type: delivery.targetType,
    target_id: delivery.targetId,
    source: delivery.source,
    content_type: delivery.contentType,
    signature: delivery.signature,
    trace_id: traceId,
    stream_sequence: sequence ?? 0,
    size: Buffer.byteLength(delivery.body),
    payload: delivery.payloadText,
    form_body: isForm ? delivery.body : '',
  }
}

function nameRows({ repository, receivedAt }: Delivery): RepositoryNameRow[] {
  if (repository === null) return []
  return [
    {
      name_key: repository.fullName.toLowerCase(),
      repository_id: repository.id,
      first_seen_at: receivedAt,
      latest: { seen_at: receivedAt, full_name: repository.fullName },
    },
  ]
}
