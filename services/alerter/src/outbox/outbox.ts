import { randomUUID } from 'node:crypto'
import type { AlertEvent, AlertNotification } from '@octometer/event-contracts'
import type { Bucket } from '@octometer/event-log'
import { type OutboxEntry, outboxEntrySchema } from './outbox-entry.ts'

export interface OutboxOptions {
  readonly bucket: Bucket
  /** Puts what became of an entry into the log. */
  report(event: AlertEvent): Promise<void>
  readonly now: () => Date
}

interface Held {
  readonly entry: OutboxEntry
  readonly revision: number
}

const SETTLED: ReadonlySet<OutboxEntry['status']> = new Set(['sent', 'failed', 'cancelled', 'unknown'])

/**
 * Who is to be told what. Whether an attempt is made is written before it is made, over what was seen: of two alerters
 * one may, and what a dead one was about is not done again by another.
 */
export class Outbox {
  readonly #options: OutboxOptions
  readonly #held = new Map<string, Held>()

  private constructor(options: OutboxOptions) {
    this.#options = options
  }

  /** Reads everything. An attempt that somebody began and never ended was heard or not: it is not repeated. */
  static async open(options: OutboxOptions): Promise<Outbox> {
    const outbox = new Outbox(options)
    for (const { key, value, revision } of await options.bucket.entries()) {
      outbox.#held.set(key, { entry: outboxEntrySchema.parse(JSON.parse(value)), revision })
    }
    for (const { entry } of [...outbox.#held.values()]) {
      if (entry.status !== 'sending') continue
      await outbox.settle(entry, 'unknown', 'whoever sent it stopped before the answer came')
    }
    return outbox
  }

  get(id: string): OutboxEntry | null {
    return this.#held.get(id)?.entry ?? null
  }

  /** Adds an entry, unless it is there: decided twice, it is one. */
  async add(entry: OutboxEntry): Promise<void> {
    if (this.#held.has(entry.id)) return
    const written = await this.#options.bucket.put(entry.id, JSON.stringify(entry), 0)
    if (written !== null) this.#held.set(entry.id, { entry, revision: written })
  }

  /** Those whose time has come, the earliest first. */
  due(): readonly OutboxEntry[] {
    const now = this.#options.now().getTime()
    return [...this.#held.values()]
      .map(({ entry }) => entry)
      .filter(({ status, due_at }) => status === 'waiting' && Date.parse(due_at) <= now)
      .sort((one, other) => Date.parse(one.due_at) - Date.parse(other.due_at))
  }

  /** Takes an attempt for this process; null when another has taken it. */
  claim(entry: OutboxEntry): Promise<OutboxEntry | null> {
    return this.#put({
      ...entry,
      status: 'sending',
      attempts: entry.attempts + 1,
      claim: randomUUID(),
    })
  }

  /** Puts the next attempt off. */
  async postpone(entry: OutboxEntry, until: Date, detail: string): Promise<void> {
    await this.#put({ ...entry, status: 'waiting', due_at: until.toISOString(), detail })
    await this.#report({ ...entry, detail }, 'waiting')
  }

  async settle(
    entry: OutboxEntry,
    status: Exclude<AlertNotification['status'], 'waiting'>,
    detail: string,
  ): Promise<void> {
    const settled = await this.#put({ ...entry, status, detail })
    if (settled !== null) await this.#report(settled, status)
  }

  /** Forgets what was settled and due before a time: the alerts themselves say that it was decided. */
  async forget(before: Date): Promise<void> {
    for (const [id, { entry, revision }] of [...this.#held]) {
      if (!SETTLED.has(entry.status) || Date.parse(entry.due_at) >= before.getTime()) continue
      if (await this.#options.bucket.remove(id, revision)) this.#held.delete(id)
    }
  }

  async #put(entry: OutboxEntry): Promise<OutboxEntry | null> {
    const revision = this.#held.get(entry.id)?.revision ?? 0
    const written = await this.#options.bucket.put(entry.id, JSON.stringify(entry), revision)
    if (written === null) {
      await this.#reread(entry.id)
      return null
    }
    this.#held.set(entry.id, { entry, revision: written })
    return entry
  }

  async #reread(id: string): Promise<void> {
    const now = await this.#options.bucket.get(id)
    if (now === null) this.#held.delete(id)
    else this.#held.set(id, { entry: outboxEntrySchema.parse(JSON.parse(now.value)), revision: now.revision })
  }

  #report(entry: OutboxEntry, status: AlertNotification['status']): Promise<void> {
    const { id, alert, about, channel, attempts, detail } = entry
    return this.#options.report({
      type: 'notified',
      at: this.#options.now().toISOString(),
      notification: {
        notification_id: id,
        alert_id: alert?.alert_id ?? null,
        about,
        channel,
        attempts,
        status,
        detail,
      },
    })
  }
}
