import { z } from 'zod'
import { snapshotSubject } from './subject.ts'

const taken = {
  /** The snapshot's own id: appended twice, it counts once. */
  snapshot_id: z.string().min(1).max(200),
  /** When GitHub was asked. */
  taken_at: z.iso.datetime(),
}

const ofRepository = {
  repository_id: z.int().min(0),
  /** `owner/name` as it was called then. */
  repository: z
    .string()
    .max(300)
    .regex(/^[^/]+\/[^/]+$/),
}

/** What only GitHub's API tells of a repository. Null: it could not be asked. */
const repositorySnapshot = z.object({
  ...taken,
  ...ofRepository,
  type: z.literal('repository'),
  /** Bytes of code by language (`GET /repos/{owner}/{repo}/languages`). */
  languages: z.record(z.string().min(1).max(100), z.int().min(0)).nullable(),
  /** Who has commits on the default branch, anonymous authors not among them (`GET …/contributors`). */
  contributors: z.int().min(0).max(0xffff_ffff).nullable(),
})

const loggedDelivery = z.object({
  /** Of the attempt; as text, for it may be greater than a number holds. */
  id: z.string().regex(/^\d{1,20}$/),
  /** The same for every attempt at one delivery. */
  guid: z.string().min(1).max(100),
  delivered_at: z.iso.datetime(),
  redelivery: z.boolean(),
  event: z.string().max(100),
  action: z.string().max(100).nullable(),
  /** What the receiver answered; 0 when it did not. */
  status_code: z.int().min(0).max(999),
  installation_id: z.int().min(0).nullable(),
  repository_id: z.int().min(0).nullable(),
})

/** A part of the delivery log that GitHub keeps of each hook and App. */
const deliveryLogSnapshot = z.object({
  ...taken,
  type: z.literal('delivery_log'),
  /** Whose log it is, and its number at GitHub. */
  source: z.enum(['hook', 'app']),
  source_id: z.string().regex(/^\d{1,20}$/),
  /** All attempts from then, inclusive, to then, exclusive, are listed. */
  since: z.iso.datetime(),
  until: z.iso.datetime(),
  deliveries: z.array(loggedDelivery).max(10_000),
})

/** The file that a repository keeps its plan in, as the default branch had it. */
const planSnapshot = z.object({
  ...taken,
  ...ofRepository,
  type: z.literal('plan'),
  /** The commit that was read. */
  sha: z.string().max(64),
  /** Null: the repository has no plan file. */
  path: z.string().min(1).max(4096).nullable(),
  /** Its Markdown; null without a file. */
  content: z.string().max(1_000_000).nullable(),
})

/** One answered snapshot per type; github-agent appends them, projections read them like deliveries. */
export const snapshotSchema = z.discriminatedUnion('type', [
  repositorySnapshot,
  deliveryLogSnapshot,
  planSnapshot,
])

export type Snapshot = z.output<typeof snapshotSchema>
export type SnapshotType = Snapshot['type']
export type RepositorySnapshot = z.output<typeof repositorySnapshot>
export type PlanSnapshot = z.output<typeof planSnapshot>
export type DeliveryLogSnapshot = z.output<typeof deliveryLogSnapshot>

export const snapshotTypes: readonly SnapshotType[] = snapshotSchema.options.map(
  ({ shape }) => shape.type.value,
)

export interface EncodedSnapshot {
  readonly subject: string
  readonly messageId: string
  readonly body: Uint8Array
}

/** Where and how a snapshot is appended: into the stream of deliveries, whose read models it completes. */
export function encodeSnapshot(snapshot: Snapshot): EncodedSnapshot {
  return {
    subject: snapshotSubject(snapshot.type, repositoryOf(snapshot)),
    messageId: snapshot.snapshot_id,
    body: Buffer.from(JSON.stringify(snapshot), 'utf8'),
  }
}

function repositoryOf(snapshot: Snapshot): { readonly owner: string; readonly name: string } | null {
  if (!('repository' in snapshot)) return null
  const [owner = '', name = ''] = snapshot.repository.split('/')
  return { owner, name }
}
