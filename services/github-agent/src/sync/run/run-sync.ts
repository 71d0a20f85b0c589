import type { GitHubClient } from '@octometer/github-client'
import type { AgentWork } from '../../agent-work.ts'
import { listRepositories, type RepositoryTarget } from '../../github/repositories.ts'
import { repositorySynced } from '../events.ts'
import { createGraphAskers, type GraphAsker } from '../graph/graph-asker.ts'
import { readRepository } from '../reading/read-repository.ts'
import { createSnapshotSink, type SnapshotSink } from '../reading/snapshot-sink.ts'
import { changedRepositories } from './changed-repositories.ts'
import { inTurns } from './in-turns.ts'
import type { LiveRun } from './live-run.ts'
import { placeOf, type RepositoryPlace } from './places.ts'
import { targetOf } from './single-target.ts'
import type { SyncStore } from './sync-store.ts'

export interface SyncWork {
  readonly agent: Pick<AgentWork, 'config' | 'clients' | 'appender' | 'clock'>
  readonly store: SyncStore
  readonly run: LiveRun
  readonly signal: AbortSignal
}

/** A repository that is to be read, and since when it may have changed; null: all of it. */
interface DueRepository {
  readonly target: RepositoryTarget
  readonly since: Date | null
  /** Nothing changed but checks that went on. */
  readonly onlyPending: boolean
}

/** Repositories that are read beside one another. */
const CONCURRENCY = 5

/** Does one sync from where it stands. What one repository does not give is told and leaves the others alone. Throws when it is told to end, and what the log throws. */
export async function runSync(work: SyncWork): Promise<void> {
  const { agent, run, signal } = work
  run.change({ stage: 'fetching_repos', current_repositories: [], repositories_processed: 0, skipped: [] })
  const askerOf = createGraphAskers({ now: () => new Date(agent.clock.now()), signal })
  const due = await dueRepositories(work, askerOf)
  run.change({ stage: 'syncing_repos', repositories_total: due.length })
  const sink = createSnapshotSink(async (snapshot) => {
    await agent.appender.snapshot(snapshot)
    run.count('snapshots', 1)
  })
  await inTurns(due, CONCURRENCY, async (each) => {
    signal.throwIfAborted()
    await syncRepository(work, each, askerOf(each.target.client), sink)
    run.change({ rate_limit_remaining: remainingOf(each.target.client) })
  })
  run.change({ stage: 'finalizing' })
}

async function dueRepositories(
  work: SyncWork,
  askerOf: (client: GitHubClient) => GraphAsker,
): Promise<readonly DueRepository[]> {
  const { agent, store, run, signal } = work
  const { mode, repository, cause } = run.now
  if (mode === 'repository') {
    const target = await targetOf(agent.clients, repository ?? '', signal)
    return [whole(target)]
  }
  const targets = await listRepositories(agent.clients, agent.config.github, signal, run.skipped)
  if (mode === 'full') return targets.map(whole)
  // A poll is no reason to read a repository whole.
  const unread = cause === 'poll' ? [] : targets.filter((target) => store.read(nameOf(target)) === null)
  const changed = await changedRepositories(
    targets.flatMap((target) => {
      const read = store.read(nameOf(target))
      return read === null ? [] : [{ target, since: read.until, isPending: read.pending.length > 0 }]
    }),
    askerOf,
    (target, error) => run.failed(nameOf(target), 'pulse', error),
  )
  signal.throwIfAborted()
  return [...unread.map(whole), ...changed]
}

function whole(target: RepositoryTarget): DueRepository {
  return { target, since: null, onlyPending: false }
}

function nameOf({ owner, name }: Pick<RepositoryTarget, 'owner' | 'name'>): string {
  return `${owner}/${name}`
}

async function syncRepository(
  { agent, store, run, signal }: SyncWork,
  { target, since, onlyPending }: DueRepository,
  graph: GraphAsker,
  sink: SnapshotSink,
): Promise<void> {
  const name = nameOf(target)
  const now = () => new Date(agent.clock.now())
  const place = placeOf(store, run.now.id, name, now)
  if (place.isDone) return run.processed(name)
  run.began(name)
  const began = agent.clock.now()
  const isWhole = await readRepository({
    ...{ repository: target, client: target.client, graph, sink, place, since, onlyPending, now, signal },
    pending: store.read(name)?.pending ?? [],
    count: (what, howMany) => run.count(what, howMany),
    failed: (operation, error) => run.failed(name, operation, error),
  }).catch((error: unknown) => {
    if (signal.aborted) throw error
    run.failed(name, 'repository', error)
    return false
  })
  if (isWhole) await finish(store, name, place)
  else await place.finish()
  run.count('repositories', isWhole ? 1 : 0)
  run.processed(name)
  repositorySynced(isWhole, agent.clock.now() - began)
}

/** What changed while it was read is read by the next sync again. */
async function finish(store: SyncStore, name: string, place: RepositoryPlace): Promise<void> {
  await store.saveRead(name, place.beganAt, place.pending)
  await place.finish()
}

function remainingOf(client: GitHubClient): number | null {
  return client.budget().find(({ resource }) => resource === 'graphql')?.remaining ?? null
}
