import {
  type Command,
  commandTypes,
  type Delivery,
  pullRequestNumber,
  type Snapshot,
  snapshotTypes,
} from '@octometer/event-contracts'
import { ignored, type Outcome, type Projection, projected } from '@octometer/projector-runtime'
import type {
  CommandRow,
  DeliveryReceiptRow,
  DeliveryRow,
  RepositoryNameRow,
  SnapshotRow,
} from '@octometer/read-store'
import { isStorable } from '../fact-time.ts'

/** The archive: every attempt with its payload and by its GUID, every name under which a repository was seen, every command and snapshot. */
export const deliveriesProjection: Projection = {
  name: 'deliveries',
  version: 1,
  stream: 'EVENTS',
  handles: { deliveries: 'all', commands: commandTypes, apiCalls: false, snapshots: snapshotTypes },
  tables: ['deliveries', 'delivery_receipts', 'repository_names', 'commands', 'snapshots'],
  dependsOn: [],
  generational: false,
  project({ message, sequence, traceId }) {
    if (message.kind === 'command') return archiveCommand(message.command, sequence)
    if (message.kind === 'snapshot') return archiveSnapshot(message.snapshot, sequence)
    if (message.kind !== 'delivery') return ignored('not a delivery')
    const { delivery } = message
    return projected({
      deliveries: [deliveryRow(delivery, sequence, traceId)],
      delivery_receipts: [receiptRow(delivery)],
      repository_names: nameRows(delivery),
    })
  },
}

function archiveCommand(command: Command, sequence: number | null): Outcome {
  const issuedAt = new Date(command.issued_at)
  if (!isStorable(issuedAt)) return ignored('time outside 1970–2105')
  const row: CommandRow = {
    issued_at: issuedAt,
    command_id: command.command_id,
    type: command.type,
    issued_by: command.issued_by,
    stream_sequence: sequence ?? 0,
    body: JSON.stringify(command),
  }
  return projected({ commands: [row] })
}

function archiveSnapshot(snapshot: Snapshot, sequence: number | null): Outcome {
  const takenAt = new Date(snapshot.taken_at)
  if (!isStorable(takenAt)) return ignored('time outside 1970–2105')
  const row: SnapshotRow = {
    taken_at: takenAt,
    snapshot_id: snapshot.snapshot_id,
    type: snapshot.type,
    repository: 'repository' in snapshot ? snapshot.repository : '',
    stream_sequence: sequence ?? 0,
    body: JSON.stringify(snapshot),
  }
  return projected({ snapshots: [row], repository_names: namesTold(snapshot, takenAt) })
}

/** A repository that no delivery told of has its name from the sync that read it. */
function namesTold(snapshot: Snapshot, takenAt: Date): RepositoryNameRow[] {
  if (snapshot.type !== 'repository') return []
  return [nameRow(snapshot.repository_id, snapshot.repository, takenAt)]
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

function receiptRow({ guid, receivedAt, repository, event }: Delivery): DeliveryReceiptRow {
  return { guid, received_at: receivedAt, repository_id: repository?.id ?? null, event }
}

function nameRows({ repository, receivedAt }: Delivery): RepositoryNameRow[] {
  return repository === null ? [] : [nameRow(repository.id, repository.fullName, receivedAt)]
}

function nameRow(repository_id: number, full_name: string, at: Date): RepositoryNameRow {
  return {
    name_key: full_name.toLowerCase(),
    repository_id,
    first_seen_at: at,
    latest: { seen_at: at, full_name },
  }
}
