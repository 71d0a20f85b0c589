import type { SyncRun, SyncRunsAnswer } from '@octometer/event-contracts'
import { ServiceUnavailableError } from '@octometer/event-log'
import type { SyncEvent } from '@octometer/gateway-api'
import type { Logger } from '@octometer/telemetry'
import { shownSync } from '../sync/sync-shown.ts'
import { Rounds } from './rounds.ts'
import type { StreamClient } from './stream-client.ts'
import { eventsSent, syncFailed } from './stream-events.ts'

export interface SyncFeedOptions {
  /** The sync under way, and the newest that ended. Throws ServiceUnavailableError. */
  readonly runs: () => Promise<SyncRunsAnswer>
  readonly logger: Logger
  readonly now: () => Date
  /** A second unless given. */
  readonly roundMs?: number
  /** Something was written to a client. */
  readonly onTold: (client: StreamClient) => void
}

interface Change {
  readonly change: SyncEvent['change']
  readonly run: SyncRun | null
}

/** Those that ended of which a round hears: so many may end within one. */
export const ENDED_PER_ROUND = 5

/**
 * Tells clients how the sync stands, and then what changes. github-agent is asked once a second, and only while somebody listens:
 * progress is of now, so that nobody resumes it and no log has to keep it.
 */
export class SyncFeed implements AsyncDisposable {
  readonly #options: SyncFeedOptions
  readonly #clients = new Set<StreamClient>()
  readonly #greeted = new WeakSet<StreamClient>()
  readonly #rounds: Rounds
  #known: SyncRunsAnswer | null = null

  constructor(options: SyncFeedOptions) {
    this.#options = options
    this.#rounds = new Rounds({
      roundMs: options.roundMs,
      isWanted: () => this.#clients.size > 0,
      round: async () => this.#tellChanges(await options.runs()),
      // Without an agent nothing is synced, and there is nothing to tell.
      failed: (error) => {
        if (!(error instanceof ServiceUnavailableError)) syncFailed(options.logger, error)
      },
    })
  }

  join(client: StreamClient): void {
    // What was known when nobody listened may be long over.
    if (this.#clients.size === 0) this.#known = null
    this.#clients.add(client)
    this.#rounds.begin()
  }

  leave(client: StreamClient): void {
    this.#clients.delete(client)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#rounds[Symbol.asyncDispose]()
  }

  #tellChanges(now: SyncRunsAnswer): void {
    const changes = this.#known === null ? [] : changesBetween(this.#known, now)
    this.#known = now
    for (const client of [...this.#clients]) {
      const isNew = !this.#greeted.has(client)
      this.#greeted.add(client)
      const told: readonly Change[] = isNew ? [{ change: 'current', run: now.running }] : changes
      for (const each of told) this.#tell(client, each)
    }
  }

  #tell(client: StreamClient, { change, run }: Change): void {
    const { visible: repositories } = client.filter.asked
    const sync = run && shownSync(run, { repositories }, this.#options.now())
    client.sink.tell({ kind: 'sync', change, sync })
    this.#options.onTold(client)
    eventsSent('sync', 1)
  }
}

function changesBetween(before: SyncRunsAnswer, now: SyncRunsAnswer): readonly Change[] {
  const wasRunning = before.running?.id
  const knownEnds = new Set(before.ended.map(({ id }) => id))
  const ended = now.ended.filter(({ id }) => !knownEnds.has(id)).toReversed()
  const ends = ended.flatMap((run): Change[] => [
    ...(run.id === wasRunning ? [] : [{ change: 'started' as const, run }]),
    { change: endOf(run), run },
  ])
  const { running } = now
  if (running === null) {
    // A poll that found nothing is kept in no history: that it is over is told all the same.
    const isKept = wasRunning === undefined || now.ended.some(({ id }) => id === wasRunning)
    return isKept ? ends : [...ends, { change: 'current', run: null }]
  }
  if (running.id !== wasRunning) return [...ends, { change: 'started', run: running }]
  const isSame = JSON.stringify(running) === JSON.stringify(before.running)
  return isSame ? ends : [...ends, { change: 'progress', run: running }]
}

function endOf({ stage }: SyncRun): 'completed' | 'failed' | 'cancelled' {
  return stage === 'completed' || stage === 'cancelled' ? stage : 'failed'
}
