import { setTimeout as delay } from 'node:timers/promises'
import { noCounts, type SyncCount, type SyncRun, withError } from './sync-record.ts'
import type { SyncStore } from './sync-store.ts'

/** The sync under way, as it is told and kept. */
export interface LiveRun extends AsyncDisposable {
  readonly now: SyncRun
  change(changes: Partial<SyncRun>): void
  count(what: SyncCount, howMany: number): void
  failed(repository: string | null, operation: string, error: unknown): void
  /** Whose repositories are not read, and why that is no failure. */
  skipped(owner: string, reason: string): void
  began(repository: string): void
  processed(repository: string): void
}

/** While counts run they are written so often. */
const SAVE_MS = 1_000

const MOST_SKIPPED = 100

/** Keeps the record in the bucket a second behind; disposal writes what is left. */
export function keepRun(
  store: SyncStore,
  begun: SyncRun,
  now: () => Date,
  onLost: (error: unknown) => void,
): LiveRun {
  const stop = new AbortController()
  let run = begun
  let saved: SyncRun | null = null
  const save = async () => {
    if (saved === run) return
    saved = run
    await store.saveRunning(run)
  }
  const saving = (async () => {
    while (!stop.signal.aborted) {
      await save().catch(onLost)
      await delay(SAVE_MS, undefined, { signal: stop.signal, ref: false }).catch(() => undefined)
    }
  })()
  const change = (changes: Partial<SyncRun>) => {
    run = { ...run, ...changes }
  }
  return {
    get now() {
      return run
    },
    change,
    count: (what, howMany) => change({ counts: { ...run.counts, [what]: run.counts[what] + howMany } }),
    failed(repository, operation, error) {
      const message = error instanceof Error ? error.message : String(error)
      run = withError(run, { repository, operation, message, at: now().toISOString() })
    },
    skipped: (owner, reason) =>
      change({ skipped: [...run.skipped, { owner, reason }].slice(0, MOST_SKIPPED) }),
    began: (name) => change({ current_repositories: [...run.current_repositories, name] }),
    processed(name) {
      const repositories_processed = run.repositories_processed + 1
      const current_repositories = run.current_repositories.filter((each) => each !== name)
      change({ repositories_processed, current_repositories })
      change({ estimated_completion_at: estimate(run, now()) })
    },
    async [Symbol.asyncDispose]() {
      stop.abort()
      await saving
      await save().catch(onLost)
    },
  }
}

/** As long for each repository that is left as for those that are read. */
function estimate(run: SyncRun, now: Date): string | null {
  const { repositories_total: total, repositories_processed: processed, started_at } = run
  if (total === null || processed === 0) return null
  const elapsed = now.getTime() - Date.parse(started_at)
  return new Date(now.getTime() + ((total - processed) * elapsed) / processed).toISOString()
}

export function newRun(
  id: string,
  asked: Pick<SyncRun, 'mode' | 'repository' | 'cause' | 'requested_by'>,
  now: Date,
): SyncRun {
  return {
    id,
    ...asked,
    stage: 'initializing',
    started_at: now.toISOString(),
    ended_at: null,
    resumed: 0,
    repositories_total: null,
    repositories_processed: 0,
    current_repositories: [],
    estimated_completion_at: null,
    counts: noCounts,
    errors_total: 0,
    errors: [],
    skipped: [],
    rate_limit_remaining: null,
  }
}
