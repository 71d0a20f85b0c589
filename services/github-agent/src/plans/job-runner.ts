import type { Job } from '@octometer/event-contracts'
import type { AgentWork } from '../agent-work.ts'
import { jobBegun, jobEnded, jobPutOff, jobResumed, jobStuck } from './events.ts'
import type { JobBook } from './job-book.ts'

/** It did not end within the hour. */
class JobStuckError extends Error {
  override readonly name = 'JobStuckError'
  readonly code = 'job_stuck'
  readonly retryable = true

  constructor() {
    super('it did not end within an hour')
  }
}

/** Since its first attempt what it reads has a time. */
export type BegunJob = Job & { readonly as_of: string }

const CONCURRENCY = 5
const MOST_ATTEMPTS = 4
const STUCK_MS = 3_600_000
const RETRY_MS = 30_000
const RANK: Readonly<Record<Job['priority'], number>> = { high: 0, normal: 1, low: 2 }

export interface JobRunnerOptions extends Pick<AgentWork, 'clock' | 'sleep' | 'logger'> {
  readonly book: JobBook
  readonly end: AbortSignal
  /** Does it; gives the id of the snapshot that is in the log then, or null. */
  work(job: BegunJob, signal: AbortSignal): Promise<string | null>
  /** The book cannot be written: another process has to go on with it. */
  onBroken(error: unknown): void
}

/**
 * Five jobs at a time, the most urgent first, one of a repository. What fails is tried three times more, after 30 s, 2 and 8 minutes; what does
 * not end within an hour is given up and begun anew.
 */
export class JobRunner {
  readonly #options: JobRunnerOptions
  /** By repository. */
  readonly #running = new Map<number, Promise<void>>()

  constructor(options: JobRunnerOptions) {
    this.#options = options
  }

  /** Goes on with what another process left. */
  async resume(): Promise<void> {
    const { book, logger } = this.#options
    for (const job of book.jobs()) {
      if (job.state !== 'running') continue
      const queued = { ...job, state: 'queued' as const, resumed: job.resumed + 1 }
      await book.save(queued)
      jobResumed(logger, queued)
    }
    for (const job of book.jobs()) if (job.state === 'queued') this.#wakeAt(job)
  }

  /** A job that is known already stays as it is: false then. Throws LogUnavailableError. */
  async add(job: Job): Promise<boolean> {
    const { book } = this.#options
    if (book.job(job.id) !== null) return false
    await book.save(job)
    this.#pump()
    return true
  }

  /** A failed one begins anew. Throws LogUnavailableError. */
  async again(job: Job): Promise<Job> {
    if (job.state !== 'failed') return job
    const at = this.#now()
    const queued = {
      ...job,
      state: 'queued',
      attempts: 0,
      queued_at: at,
      due_at: at,
      ended_at: null,
    } as const
    await this.#options.book.save(queued)
    this.#pump()
    return queued
  }

  /** When what runs has ended. */
  async settled(): Promise<void> {
    await Promise.all(this.#running.values())
  }

  #now(): string {
    return new Date(this.#options.clock.now()).toISOString()
  }

  #pump(): void {
    const { book, end, onBroken } = this.#options
    if (end.aborted || this.#running.size >= CONCURRENCY) return
    const due = book
      .jobs()
      .filter(({ state, due_at }) => state === 'queued' && due_at <= this.#now())
      .sort((a, b) => RANK[a.priority] - RANK[b.priority] || a.queued_at.localeCompare(b.queued_at))
    for (const job of due) {
      if (this.#running.size >= CONCURRENCY) return
      if (this.#running.has(job.repository_id)) continue
      const work = this.#attempt(job)
        .catch(onBroken)
        .finally(() => {
          this.#running.delete(job.repository_id)
          this.#pump()
        })
      this.#running.set(job.repository_id, work)
    }
  }

  #wakeAt({ due_at }: Job): void {
    const { clock, sleep, end } = this.#options
    const wait = Date.parse(due_at) - clock.now()
    const waited = wait > 0 ? sleep(wait, end).catch(() => undefined) : Promise.resolve()
    void waited.then(() => this.#pump())
  }

  async #attempt(queued: Job): Promise<void> {
    const { book, end, logger } = this.#options
    const at = this.#now()
    const job: BegunJob = {
      ...queued,
      ...{ state: 'running', attempts: queued.attempts + 1, started_at: at, as_of: queued.as_of ?? at },
    }
    await book.save(job)
    jobBegun(logger, job)
    try {
      const snapshot_id = await this.#inTime(job)
      await book.saveRead(job)
      await this.#end({ ...job, state: 'succeeded', snapshot_id, error: null })
    } catch (error) {
      // Another agent goes on with it.
      if (!end.aborted) await this.#failed(job, error)
    }
  }

  /** Throws JobStuckError, though the work may not hear of it. */
  async #inTime(job: BegunJob): Promise<string | null> {
    const { sleep, end, work } = this.#options
    const given = new AbortController()
    const done = new AbortController()
    const signal = AbortSignal.any([end, given.signal])
    const stuck = sleep(STUCK_MS, AbortSignal.any([end, done.signal]))
      .catch(() => undefined)
      .then(() => {
        if (done.signal.aborted || end.aborted) return
        given.abort(new JobStuckError())
        throw given.signal.reason
      })
    try {
      return await Promise.race([work(job, signal), stuck.then(() => new Promise<never>(() => undefined))])
    } finally {
      done.abort()
    }
  }

  async #failed(job: Job, error: unknown): Promise<void> {
    const { clock, book, logger } = this.#options
    const isStuck = error instanceof JobStuckError
    if (isStuck) jobStuck(logger, job)
    const message = error instanceof Error ? error.message : String(error)
    const told = { ...job, stuck: job.stuck + (isStuck ? 1 : 0), error: message.slice(0, 500) }
    const mayHelp = !(error instanceof Error && 'retryable' in error && error.retryable === false)
    if (!mayHelp || job.attempts >= MOST_ATTEMPTS) return this.#end({ ...told, state: 'failed' })
    const wait = isStuck ? 0 : RETRY_MS * 4 ** (job.attempts - 1)
    const queued = { ...told, state: 'queued', due_at: new Date(clock.now() + wait).toISOString() } as const
    await book.save(queued)
    jobPutOff(logger, queued, error)
    this.#wakeAt(queued)
  }

  async #end(job: Job): Promise<void> {
    const { book, clock, logger } = this.#options
    await book.save({ ...job, ended_at: this.#now() })
    jobEnded(logger, job)
    await book.forgetOld(clock.now())
  }
}
