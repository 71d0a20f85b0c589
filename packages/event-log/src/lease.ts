import { randomUUID } from 'node:crypto'
import { type KV, type KvEntry, Kvm } from '@nats-io/kv'
import { z } from 'zod'
import { connectionOf, type EventLog } from './connection.ts'
import { LeaseLostError, StreamConfigurationError } from './errors.ts'
import { asLogError, isStreamMissing, isWrongSequence } from './jetstream-errors.ts'
import { LEASE_BUCKET } from './streams.ts'

export interface Lease extends AsyncDisposable {
  /** Fencing token: greater than that of every earlier holder of the key. */
  readonly token: number
  /** Aborted as soon as this holder can no longer be sure of the lease: not renewed within the ttl, or taken over. */
  readonly lost: AbortSignal
  /** Prolongs by the ttl from now; to be called every third of it. Throws LogUnavailableError (try again) or LeaseLostError. */
  renew(): Promise<void>
}

export interface LeaseOptions {
  readonly ttlMs: number
  /** Shown to others: host and process. */
  readonly holder: string
}

/** `nonce` tells our own write from another's when its answer was lost. */
const recordSchema = z.object({ holder: z.string(), ttl_ms: z.number(), nonce: z.string() })
type LeaseRecord = z.output<typeof recordSchema>

/**
 * The lease of `key`, or null while another holds it. Disposal gives it back. Whether one has run out is judged by the
 * NATS server's clock alone. Throws LogUnavailableError; StreamConfigurationError before `ensureStreams`.
 */
export async function acquireLease(log: EventLog, key: string, options: LeaseOptions): Promise<Lease | null> {
  const kv = await new Kvm(connectionOf(log).nats).open(LEASE_BUCKET, { allow_direct: false })
  const record = { holder: options.holder, ttl_ms: options.ttlMs, nonce: randomUUID() }
  try {
    const entry = await kv.get(key)
    if (entry !== null && entry.operation === 'PUT' && !(await hasRunOut(kv, entry, options.ttlMs)))
      return null
    const sentAt = performance.now()
    const revision = await claim(kv, key, record, entry?.revision ?? 0)
    return revision === null ? null : new HeldLease(kv, key, record, revision, sentAt)
  } catch (cause) {
    if (isStreamMissing(cause)) {
      throw new StreamConfigurationError(`bucket ${LEASE_BUCKET} does not exist: ensureStreams makes it`, {
        cause,
      })
    }
    throw asLogError(cause, `lease ${key}`)
  }
}

async function hasRunOut(kv: KV, entry: KvEntry, defaultTtlMs: number): Promise<boolean> {
  const { streamInfo } = await kv.status()
  const age = Date.parse(streamInfo.ts ?? '') - entry.created.getTime()
  return age > (recordOf(entry)?.ttl_ms ?? defaultTtlMs)
}

/** Writes the record over the revision seen; its new revision, or null when somebody else was faster. */
async function claim(kv: KV, key: string, record: LeaseRecord, previous: number): Promise<number | null> {
  try {
    return await kv.put(key, JSON.stringify(record), { previousSeq: previous })
  } catch (error) {
    if (!isWrongSequence(error)) throw error
    const entry = await kv.get(key)
    // An earlier write of ours whose answer was lost: the time counts from a new one.
    const ours = entry !== null && recordOf(entry)?.nonce === record.nonce
    return ours ? claim(kv, key, record, entry.revision) : null
  }
}

/** Null for a deleted key, and for what we did not write. */
function recordOf(entry: KvEntry): LeaseRecord | null {
  if (entry.operation !== 'PUT') return null
  try {
    return recordSchema.parse(JSON.parse(entry.string()))
  } catch {
    // Whoever wrote this did not mean a lease.
    return null
  }
}

class HeldLease implements Lease {
  readonly token: number
  readonly #kv: KV
  readonly #key: string
  readonly #record: LeaseRecord
  readonly #lost = new AbortController()
  #revision: number
  #expiry: NodeJS.Timeout

  constructor(kv: KV, key: string, record: LeaseRecord, revision: number, sentAt: number) {
    this.#kv = kv
    this.#key = key
    this.#record = record
    this.token = revision
    this.#revision = revision
    this.#expiry = this.#expireFrom(sentAt)
  }

  get lost(): AbortSignal {
    return this.#lost.signal
  }

  async renew(): Promise<void> {
    this.#lost.signal.throwIfAborted()
    const sentAt = performance.now()
    const revision = await this.#write()
    if (revision === null) this.#lose('another holder has taken it over')
    else this.#revision = revision
    // It may have run out while the server was thinking.
    this.#lost.signal.throwIfAborted()
    clearTimeout(this.#expiry)
    this.#expiry = this.#expireFrom(sentAt)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#expiry)
    if (this.#lost.signal.aborted) return
    this.#lose('it was given back')
    try {
      await this.#kv.delete(this.#key, { previousSeq: this.#revision })
    } catch {
      // It runs out by itself, or another has it already.
    }
  }

  async #write(): Promise<number | null> {
    try {
      return await claim(this.#kv, this.#key, this.#record, this.#revision)
    } catch (cause) {
      throw asLogError(cause, `lease ${this.#key}`)
    }
  }

  /** Counted from before the request was sent: the server's own clock of it starts later. */
  #expireFrom(sentAt: number): NodeJS.Timeout {
    const left = sentAt + this.#record.ttl_ms - performance.now()
    return setTimeout(() => this.#lose('it was not renewed in time'), Math.max(0, left)).unref()
  }

  #lose(reason: string): void {
    this.#lost.abort(new LeaseLostError(`lease ${this.#key} is lost: ${reason}`))
  }
}
