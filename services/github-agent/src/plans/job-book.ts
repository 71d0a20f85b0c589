import { type Job, jobSchema } from '@octometer/event-contracts'
import type { Bucket } from '@octometer/event-log'
import { z } from 'zod'

const [JOBS, READ] = ['job.', 'read.']
const DAY_MS = 86_400_000
/** Seed 002's cleanup. */
const KEPT_MS = 30 * DAY_MS
const MOST_ENDED = 5_000

const readSchema = z.object({ repository_id: z.int(), repository: z.string() })

/** Another process wrote what only the leader writes: it leads now. */
class JobStateTakenError extends Error {
  override readonly name = 'JobStateTakenError'
  readonly code = 'job_state_taken'
  readonly retryable = true
}

/**
 * Jobs, and whose plan was read ever, as they outlive a process. One agent works at a time, so each key has one writer. Its writes throw
 * LogUnavailableError.
 */
export class JobBook {
  readonly #bucket: Bucket
  readonly #revisions = new Map<string, number>()
  readonly #jobs = new Map<string, Job>()
  readonly #readIds = new Set<number>()
  readonly #readNames = new Set<string>()
  #writing: Promise<void> = Promise.resolve()

  private constructor(bucket: Bucket) {
    this.#bucket = bucket
  }

  static async open(bucket: Bucket): Promise<JobBook> {
    const book = new JobBook(bucket)
    for (const { key, value, revision } of await bucket.entries()) {
      book.#revisions.set(key, revision)
      book.#take(key, value)
    }
    return book
  }

  jobs(): readonly Job[] {
    return [...this.#jobs.values()]
  }

  job(id: string): Job | null {
    return this.#jobs.get(id) ?? null
  }

  /** Known to whoever asks once it is kept. */
  async save(job: Job): Promise<void> {
    const key = `${JOBS}${job.id}`
    await this.#put(key, job)
    this.#jobs.set(job.id, job)
  }

  wasRead(repository: number | string): boolean {
    return typeof repository === 'number'
      ? this.#readIds.has(repository)
      : this.#readNames.has(repository.toLowerCase())
  }

  async saveRead({ repository_id, repository }: Pick<Job, 'repository_id' | 'repository'>): Promise<void> {
    if (this.wasRead(repository_id) && this.wasRead(repository)) return
    const key = `${READ}${repository_id}`
    await this.#put(key, { repository_id, repository })
    this.#take(key, JSON.stringify({ repository_id, repository }))
  }

  /** Those that ended long ago, or before many others. */
  async forgetOld(now: number): Promise<void> {
    const ended = this.jobs()
      .filter(({ ended_at }) => ended_at !== null)
      .sort((one, other) => (other.ended_at ?? '').localeCompare(one.ended_at ?? ''))
    const old = ended.filter(
      ({ ended_at }, place) => place >= MOST_ENDED || Date.parse(ended_at ?? '') < now - KEPT_MS,
    )
    for (const { id } of old) await this.#forget(id)
  }

  #take(key: string, value: string): void {
    try {
      if (key.startsWith(JOBS)) {
        const job = jobSchema.parse(JSON.parse(value))
        this.#jobs.set(job.id, job)
      } else {
        const { repository_id, repository } = readSchema.parse(JSON.parse(value))
        this.#readIds.add(repository_id)
        this.#readNames.add(repository.toLowerCase())
      }
    } catch (error) {
      // Of another version: its repository is read anew with the next push.
      if (!(error instanceof z.ZodError || error instanceof SyntaxError)) throw error
    }
  }

  async #forget(id: string): Promise<void> {
    this.#jobs.delete(id)
    const key = `${JOBS}${id}`
    await this.#inTurn(async () => {
      await this.#bucket.remove(key, this.#revisions.get(key) ?? 0)
      this.#revisions.delete(key)
    })
  }

  async #put(key: string, value: object): Promise<void> {
    await this.#inTurn(async () => {
      const revision = await this.#bucket.put(key, JSON.stringify(value), this.#revisions.get(key) ?? 0)
      if (revision === null) throw new JobStateTakenError(`another github-agent has written ${key}`)
      this.#revisions.set(key, revision)
    })
  }

  /** Each write knows the revision of the one before it. */
  #inTurn(write: () => Promise<void>): Promise<void> {
    const turn = this.#writing.then(write)
    this.#writing = turn.catch(() => undefined)
    return turn
  }
}
