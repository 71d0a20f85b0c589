import { setTimeout as pause } from 'node:timers/promises'
import type { SyncRun, SyncRunsAnswer } from '@octometer/event-contracts'
import { ServiceUnavailableError } from '@octometer/event-log'
import type { SyncEvent } from '@octometer/gateway-api'
import type { Logger } from '@octometer/telemetry'
import { shownSync } from '../sync/sync-shown.ts'
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

const ROUND_MS = 1000
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
  readonly #end = Promise.withResolvers<void>()
  #known: SyncRunsAnswer | null = null
  #running: Promise<void> | null = null
  #hasEnded = false

  constructor(options: SyncFeedOptions) {
    this.#options = options
  }

  join(client: StreamClient): void {
    this.#clients.add(client)
    this.#running ??= this.#run()
  }

  leave(client: StreamClient): void {
    this.#clients.delete(client)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#hasEnded = true
    this.#end.resolve()
    await this.#running
  }

  async #run(): Promise<void> {
    while (this.#clients.size > 0 && !this.#hasEnded) {
      const nextRound = pause(this.#options.roundMs ?? ROUND_MS, undefined, { ref: false })
      try {
        this.#tellChanges(await this.#options.runs())
      } catch (error) {
        // Without an agent nothing is synced, and there is nothing to tell.
        if (!(error instanceof ServiceUnavailableError)) syncFailed(this.#options.logger, error)
      }
      await Promise.race([nextRound, this.#end.promise])
    }
    this.#known = null
    this.#running = null
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
  if (running === null) return ends
  if (running.id !== wasRunning) return [...ends, { change: 'started', run: running }]
  const isSame = JSON.stringify(running) === JSON.stringify(before.running)
  return isSame ? ends : [...ends, { change: 'progress', run: running }]
}

function endOf({ stage }: SyncRun): 'completed' | 'failed' | 'cancelled' {
  return stage === 'completed' || stage === 'cancelled' ? stage : 'failed'
}
