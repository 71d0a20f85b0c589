import type { Bucket } from '@octometer/event-log'
import { z } from 'zod'

const cursorSchema = z.object({
  /** Every attempt before it has been read and appended. */
  read_until: z.iso.datetime(),
})

/** How far each log was read, kept over restarts. One agent works at a time, so each key has one writer. */
export class LogCursors {
  readonly #bucket: Bucket

  constructor(bucket: Bucket) {
    this.#bucket = bucket
  }

  /** Null: this log was never read, or what is kept of it cannot be. Throws LogUnavailableError. */
  async readUntil(source: string): Promise<Date | null> {
    const entry = await this.#bucket.get(keyOf(source))
    return entry === null ? null : timeIn(entry.value)
  }

  /** Throws LogUnavailableError. */
  async advance(source: string, until: Date): Promise<void> {
    const key = keyOf(source)
    const entry = await this.#bucket.get(key)
    const before = entry === null ? null : timeIn(entry.value)
    if (before !== null && before >= until) return
    await this.#bucket.put(key, JSON.stringify({ read_until: until.toISOString() }), entry?.revision ?? 0)
  }
}

/** `hook:7` holds a character that no key may have. */
function keyOf(source: string): string {
  return `log.${source.replace(':', '.')}`
}

function timeIn(text: string): Date | null {
  try {
    return new Date(cursorSchema.parse(JSON.parse(text)).read_until)
  } catch {
    // Read from the beginning again: what is listed twice counts once.
    return null
  }
}
