import type { GitHubClient } from '@octometer/github-client'
import type { GraphAsker } from '../graph/graph-asker.ts'
import type { RepositoryName } from '../graph/question.ts'
import type { RepositoryNode } from '../graph/repository-questions.ts'
import type { RepositoryPlace } from '../run/places.ts'
import type { SyncCount } from '../run/sync-record.ts'
import type { PendingCommit } from '../run/sync-store.ts'
import type { CommitChecks } from './commit-checks.ts'
import type { SnapshotSink } from './snapshot-sink.ts'

/** What reading one repository works with. */
export interface RepositoryReading {
  readonly repository: RepositoryName
  readonly client: GitHubClient
  readonly graph: GraphAsker
  readonly sink: SnapshotSink
  readonly place: RepositoryPlace
  /** Commits whose checks went on when they were looked at last. */
  readonly pending: readonly PendingCommit[]
  /** Nothing but those is read: nothing else changed. */
  readonly onlyPending: boolean
  /** Only what changed since then; null: everything. */
  readonly since: Date | null
  readonly now: () => Date
  readonly signal: AbortSignal
  count(what: SyncCount, howMany: number): void
  /** Something could not be read; the rest goes on. */
  failed(operation: string, error: unknown): void
}

/** GitHub's number of the repository, and its name as it is now: what every snapshot of it says. */
export interface OfRepository {
  readonly repository_id: number
  readonly repository: string
  readonly default_branch: string | null
}

/** What the repository is: it is asked for together with the first pages of its lists. */
export interface Identity {
  readonly of: OfRepository
  readonly overview: RepositoryNode
}

export interface IdentifiedReading extends RepositoryReading {
  readonly identity: Promise<Identity>
  /** What checked the commits that lists show. */
  readonly checks: CommitChecks
}
