import { type Job, jobSchema } from '@octometer/event-contracts'
import { z } from 'zod'
import type { OwnedBucket } from '../owned-bucket.ts'

const [JOBS, READ] = ['job.', 'read.']
const DAY_MS = 86_400_000
/** Seed 002's cleanup. */
const KEPT_MS = 30 * DAY_MS
const MOST_ENDED = 5_000

const readSchema = z.object({ repository_id: z.int(), repository: z.string() })

/** Jobs, and whose plan was read ever, as they outlive a process. Its writes throw what the bucket throws. */
export class JobBook {
  readonly #bucket: OwnedBucket
  readonly #jobs = new Map<string, Job>()
  readonly #readIds = new Set<number>()
  readonly #readNames = new Set<string>()

  constructor(bucket: OwnedBucket) {
    this.#bucket = bucket
    for (const key of bucket.keys()) this.#take(key, bucket.get(key) ?? '')
  }

  jobs(): readonly Job[] {
    return [...this.#jobs.values()]
  }

  job(id: string): Job | null {
    return this.#jobs.get(id) ?? null
  }

  /** Known to whoever asks once it is kept. */
  async save(job: Job): Promise<void> {
    await this.#bucket.put(`${JOBS}${job.id}`, JSON.stringify(job))
    this.#jobs.set(job.id, job)
  }

  wasRead(repository: number | string): boolean {
    return typeof repository === 'number'
      ? this.#readIds.has(repository)
      : this.#readNames.has(repository.toLowerCase())
  }

  async saveRead({ repository_id, repository }: Pick<Job, 'repository_id' | 'repository'>): Promise<void> {
    if (this.wasRead(repository_id) && this.wasRead(repository)) return
    await this.#bucket.put(`${READ}${repository_id}`, JSON.stringify({ repository_id, repository }))
    this.#markRead({ repository_id, repository })
  }

  /** Those that ended long ago, or before many others. */
  async forgetOld(now: number): Promise<void> {
    const ended = this.jobs()
      .filter(({ ended_at }) => ended_at !== null)
      .sort((one, other) => (other.ended_at ?? '').localeCompare(one.ended_at ?? ''))
    const old = ended.filter(
      ({ ended_at }, place) => place >= MOST_ENDED || Date.parse(ended_at ?? '') < now - KEPT_MS,
    )
    for (const { id } of old) {
      this.#jobs.delete(id)
      await this.#bucket.remove(`${JOBS}${id}`)
    }
  }

  #take(key: string, value: string): void {
    try {
      if (key.startsWith(JOBS)) {
        const job = jobSchema.parse(JSON.parse(value))
        this.#jobs.set(job.id, job)
      } else {
        this.#markRead(readSchema.parse(JSON.parse(value)))
      }
    } catch (error) {
      // Of another version: its repository is read anew with the next push.
      if (!(error instanceof z.ZodError || error instanceof SyntaxError)) throw error
    }
  }

  #markRead({ repository_id, repository }: z.output<typeof readSchema>): void {
    this.#readIds.add(repository_id)
    this.#readNames.add(repository.toLowerCase())
  }
}
