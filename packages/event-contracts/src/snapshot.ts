import { z } from 'zod'
import { appInteractionSnapshot } from './snapshots/app-interaction.ts'
import { checkSuiteSnapshot, commitStatusSnapshot, workflowRunSnapshot } from './snapshots/checks.ts'
import { commitsSnapshot } from './snapshots/commits.ts'
import { deliveryLogSnapshot } from './snapshots/delivery-log.ts'
import { deploymentSnapshot, releaseSnapshot } from './snapshots/deployments.ts'
import { healthCheckSnapshot } from './snapshots/health-check.ts'
import { hookSnapshot } from './snapshots/hook.ts'
import { issueSnapshot } from './snapshots/issue.ts'
import { planSnapshot } from './snapshots/plan.ts'
import { pullRequestSnapshot } from './snapshots/pull-request.ts'
import { repositorySnapshot } from './snapshots/repository.ts'
import { totalsSnapshot } from './snapshots/totals.ts'
import { snapshotSubject } from './subject.ts'

/** One answered snapshot per type; github-agent appends them, projections read them like deliveries. */
export const snapshotSchema = z.discriminatedUnion('type', [
  repositorySnapshot,
  deliveryLogSnapshot,
  hookSnapshot,
  planSnapshot,
  pullRequestSnapshot,
  issueSnapshot,
  commitsSnapshot,
  checkSuiteSnapshot,
  workflowRunSnapshot,
  commitStatusSnapshot,
  deploymentSnapshot,
  releaseSnapshot,
  totalsSnapshot,
  healthCheckSnapshot,
  appInteractionSnapshot,
])

export type Snapshot = z.output<typeof snapshotSchema>
export type SnapshotType = Snapshot['type']

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
