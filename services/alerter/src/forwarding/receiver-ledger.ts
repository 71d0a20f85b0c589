import type { Bucket, BucketEntry } from '@octometer/event-log'
import {
  entryKey,
  type ForwardingEntry,
  forwardingEntrySchema,
  type ReceiverRecord,
  receiverKey,
  receiverRecordSchema,
} from './forwarding-entry.ts'

/** Failed deliveries that are kept for a receiver: the oldest make room, and that is counted. */
const FAILED_KEPT = 5_000

/** What one receiver did not take, and its numbers. Entries are in the bucket at once, numbers when they are flushed. */
export class ReceiverLedger {
  readonly #bucket: Bucket
  readonly #name: string
  readonly #entries = new Map<number, { readonly entry: ForwardingEntry; readonly revision: number }>()
  /** The positions of the entries, ascending: what comes is nearly always the last. */
  readonly #order: number[]
  #record: ReceiverRecord
  #recordRevision = 0
  #isFlushed = true

  /** `found`: what the bucket holds, of whichever receiver. `position`: where a receiver begins that is new. */
  constructor(bucket: Bucket, name: string, found: readonly BucketEntry[], position: number) {
    this.#bucket = bucket
    this.#name = name
    this.#record = { ...EMPTY, position }
    for (const { key, value, revision } of found) {
      if (key === receiverKey(name)) {
        this.#record = receiverRecordSchema.parse(JSON.parse(value))
        this.#recordRevision = revision
      } else if (key.startsWith(entryKey(name, 0).slice(0, -1))) {
        const entry = forwardingEntrySchema.parse(JSON.parse(value))
        this.#entries.set(entry.sequence, { entry, revision })
      }
    }
    this.#order = [...this.#entries.keys()].sort((one, other) => one - other)
  }

  get record(): ReceiverRecord {
    return this.#record
  }

  has(sequence: number): boolean {
    return this.#entries.has(sequence)
  }

  get(sequence: number): ForwardingEntry | null {
    return this.#entries.get(sequence)?.entry ?? null
  }

  /** In the order of the log. */
  entries(status?: ForwardingEntry['status']): readonly ForwardingEntry[] {
    return this.#order
      .flatMap((sequence) => this.get(sequence) ?? [])
      .filter((entry) => status === undefined || entry.status === status)
  }

  /** Changes the numbers; they are written with the next flush. */
  change(part: Partial<ReceiverRecord>): void {
    this.#record = { ...this.#record, ...part }
    this.#isFlushed = false
  }

  async flush(): Promise<void> {
    if (this.#isFlushed) return
    this.#isFlushed = true
    const key = receiverKey(this.#name)
    try {
      this.#recordRevision = await this.#write(key, JSON.stringify(this.#record), this.#recordRevision)
    } catch (error) {
      this.#isFlushed = false
      throw error
    }
  }

  async put(entry: ForwardingEntry): Promise<void> {
    const key = entryKey(this.#name, entry.sequence)
    const known = this.#entries.get(entry.sequence)?.revision ?? 0
    const revision = await this.#write(key, JSON.stringify(entry), known)
    if (!this.has(entry.sequence)) {
      const before = this.#order.findLastIndex((sequence) => sequence < entry.sequence)
      this.#order.splice(before + 1, 0, entry.sequence)
    }
    this.#entries.set(entry.sequence, { entry, revision })
    const failed = entry.status === 'failed' ? this.entries('failed') : []
    for (const { sequence } of failed.slice(0, Math.max(0, failed.length - FAILED_KEPT))) {
      await this.remove(sequence)
      this.change({ forgotten: this.#record.forgotten + 1 })
    }
  }

  async remove(sequence: number): Promise<void> {
    const key = entryKey(this.#name, sequence)
    let revision = this.#entries.get(sequence)?.revision
    while (revision !== undefined && !(await this.#bucket.remove(key, revision))) {
      revision = (await this.#bucket.get(key))?.revision
    }
    if (this.#entries.delete(sequence)) this.#order.splice(this.#order.indexOf(sequence), 1)
  }

  /** The bucket has one owner: what is found there besides was written by one that has ended, and is older. */
  async #write(key: string, value: string, known: number): Promise<number> {
    let revision = known
    for (;;) {
      const written = await this.#bucket.put(key, value, revision)
      if (written !== null) return written
      revision = (await this.#bucket.get(key))?.revision ?? 0
    }
  }
}

const EMPTY: ReceiverRecord = {
  position: 0,
  delivered: 0,
  retried: 0,
  missed: 0,
  forgotten: 0,
  last_success_at: null,
  last_error_at: null,
  last_error: null,
}
