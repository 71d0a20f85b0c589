import { randomUUID } from 'node:crypto'
import type { AgentWork } from '../../agent-work.ts'
import { syncEnded, syncStarted } from '../events.ts'
import { keepRun, type LiveRun, newRun } from './live-run.ts'
import { runSync } from './run-sync.ts'
import type { SyncRun } from './sync-record.ts'
import type { SyncStore } from './sync-store.ts'

class SyncRunningError extends Error {
  override readonly name = 'SyncRunningError'
  readonly code = 'sync_running'
  readonly retryable = true
}

class SyncNotRunningError extends Error {
  override readonly name = 'SyncNotRunningError'
  readonly code = 'sync_not_running'
  readonly retryable = false
}

export interface SyncRunnerOptions {
  readonly agent: AgentWork
  readonly store: SyncStore
  readonly end: AbortSignal
  /** The log or the lease is gone: the part has to begin anew. */
  onBroken(error: unknown): void
}

type Asked = Pick<SyncRun, 'mode' | 'repository' | 'cause' | 'requested_by'>

interface Running {
  readonly live: LiveRun
  readonly cancel: AbortController
  readonly work: Promise<void>
}

/** One sync at a time. */
export class SyncRunner {
  readonly #options: SyncRunnerOptions
  #running: Running | null = null
  #isStarting = false
  /** The schedule's hour came while another sync ran. */
  #isDue = false

  constructor(options: SyncRunnerOptions) {
    this.#options = options
  }

  /** Begins. Throws SyncRunningError while one runs, and LogUnavailableError. */
  async start(asked: Asked): Promise<SyncRun> {
    const { agent, store } = this.#options
    if (this.#running !== null || this.#isStarting) {
      const id = this.#running?.live.now.id ?? ''
      throw new SyncRunningError(`the sync ${id} runs: wait for its end, or cancel it`)
    }
    const run = newRun(randomUUID(), asked, new Date(agent.clock.now()))
    this.#isStarting = true
    try {
      // Whoever is told that it began finds it after a crash, too.
      await store.saveRunning(run)
    } finally {
      this.#isStarting = false
    }
    this.#begin(run)
    return run
  }

  /** Begins what changed, unless one runs; the schedule comes after that one. */
  tryStart(cause: 'schedule' | 'poll'): void {
    if (this.#running !== null || this.#isStarting) {
      this.#isDue ||= cause === 'schedule'
      return
    }
    void this.start({ mode: 'incremental', repository: null, cause, requested_by: null }).catch((error) =>
      this.#options.onBroken(error),
    )
  }

  /** Goes on with what another process left. */
  resume(): void {
    const left = this.#options.store.running()
    if (left !== null) this.#begin({ ...left, resumed: left.resumed + 1 })
  }

  /** Stops it; what is in the log stays. Throws SyncNotRunningError. */
  async cancel(id: string): Promise<SyncRun> {
    const running = this.#running
    if (running === null || running.live.now.id !== id)
      throw new SyncNotRunningError(`the sync ${id} does not run`)
    running.cancel.abort(new Error('the sync was cancelled'))
    await running.work
    return running.live.now
  }

  runs(ended: number): { running: SyncRun | null; ended: SyncRun[] } {
    const running = this.#running?.live.now ?? null
    // One that is being put away is among those that ended a moment later.
    const others = this.#options.store.ended().filter(({ id }) => id !== running?.id)
    return { running, ended: others.slice(0, ended) }
  }

  /** When what runs has ended. */
  async settled(): Promise<void> {
    await this.#running?.work
  }

  #begin(run: SyncRun): void {
    const { agent, store, onBroken } = this.#options
    const cancel = new AbortController()
    const live = keepRun(store, run, () => new Date(agent.clock.now()), onBroken)
    syncStarted(agent.logger, run)
    const work = this.#work(live, cancel.signal).catch(onBroken)
    this.#running = { live, cancel, work }
  }

  async #work(live: LiveRun, cancelled: AbortSignal): Promise<void> {
    const { agent, store, end } = this.#options
    const signal = AbortSignal.any([end, cancelled])
    try {
      await this.#read(live, signal, cancelled)
    } finally {
      await live[Symbol.asyncDispose]()
    }
    // Told to end by the agent, another goes on with it.
    if (end.aborted && !cancelled.aborted) return
    live.change({ ended_at: new Date(agent.clock.now()).toISOString(), estimated_completion_at: null })
    const run = live.now
    const foundNothing = run.cause === 'poll' && run.repositories_total === 0 && run.errors_total === 0
    await store.end(run, !foundNothing)
    this.#running = null
    syncEnded(agent.logger, run, !foundNothing)
    if (!this.#isDue) return
    this.#isDue = false
    this.tryStart('schedule')
  }

  async #read(live: LiveRun, signal: AbortSignal, cancelled: AbortSignal): Promise<void> {
    const { agent, store } = this.#options
    try {
      await runSync({ agent, store, run: live, signal })
      live.change({ stage: live.now.errors_total === 0 ? 'completed' : 'failed' })
    } catch (error) {
      if (cancelled.aborted) live.change({ stage: 'cancelled' })
      else if (!signal.aborted) {
        live.failed(live.now.repository, 'sync', error)
        live.change({ stage: 'failed' })
      }
    }
    live.change({ current_repositories: [] })
  }
}
