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

/** One answered snapshot per type; github-agent appends them, projections read them like deliveries. */
export const snapshotSchema = z.discriminatedUnion('type', [repositorySnapshot])

export type Snapshot = z.output<typeof snapshotSchema>
export type SnapshotType = Snapshot['type']
export type RepositorySnapshot = z.output<typeof repositorySnapshot>

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
  const [owner = '', name = ''] = snapshot.repository.split('/')
  return { owner, name }
}
