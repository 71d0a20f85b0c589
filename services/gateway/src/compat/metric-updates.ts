import { setTimeout as pause } from 'node:timers/promises'
import type { DeliveryEvent } from '@octometer/gateway-api'
import { githubMetricsAttempts, githubMetricsAttemptsOf } from '@octometer/read-store'
import type { Logger } from '@octometer/telemetry'
import type { z } from 'zod'
import type { GatewayContext } from '../context.ts'
import { entriesOf, type webhook } from './metrics-webhooks.ts'
import { settledSequence } from './settled-sequence.ts'

type WebhookEntry = z.output<typeof webhook>

/** What seed 003 sends of one webhook event. */
export interface MetricUpdate {
  readonly type: 'metric_update'
  readonly timestamp: string
  readonly data: {
    readonly event: WebhookEntry
    readonly summary_delta: {
      readonly total_events: number
      readonly successful_events: number
      readonly failed_events: number
      readonly partial_events: number
    }
  }
}

export interface UpdateListener {
  tell(update: MetricUpdate): void
  /** One that was waited for will not be told. */
  skip(): void
}

interface Found {
  readonly entry: WebhookEntry
  readonly position: number
}

interface Waiting {
  readonly guid: string
  readonly receivedAt: Date
  readonly since: number
  readonly listeners: Set<UpdateListener>
}

const LOOK_AGAIN_MS = 100
const BATCH = 200
/** What a projection has not come to by then is told without a status. */
const SETTLED_WITHIN_MS = 5_000
/** What the archive has not got by then is a dead letter there, or no delivery. */
const ARCHIVED_WITHIN_MS = 60_000
const HISTORY = 100

/**
 * Webhook events as seed 003 tells them live: what the log says has come is looked up as soon as the archive and the
 * projections have it, for their outcome is part of what is told. Nothing is looked up while nothing comes.
 */
export class MetricUpdates implements AsyncDisposable {
  readonly #gateway: GatewayContext
  readonly #logger: Logger
  readonly #waiting = new Map<number, Waiting>()
  #running: Promise<void> | null = null
  #hasEnded = false

  constructor(gateway: GatewayContext, logger: Logger) {
    this.#gateway = gateway
    this.#logger = logger
  }

  /** Tells a listener of an event once all is known of it, or as much as there is in time. */
  add(position: number, delivery: DeliveryEvent['delivery'], listener: UpdateListener): void {
    const known = this.#waiting.get(position)
    if (known !== undefined) {
      known.listeners.add(listener)
      return
    }
    const receivedAt = new Date(delivery.received_at)
    const since = performance.now()
    this.#waiting.set(position, { guid: delivery.guid, receivedAt, since, listeners: new Set([listener]) })
    this.#running ??= this.#run()
  }

  /** The newest events that the archive has, the newest first. Throws StoreError. */
  async history({ status, ...filter }: HistoryFilter): Promise<MetricHistory> {
    const settled = await settledSequence(this.#gateway)
    const known = status === null || status === 'success' || status === 'partial' ? status : undefined
    if (known === undefined || (known !== null && settled === null)) return { ...NOTHING, settled }
    const times = { from: null, to: null }
    const rows = await this.#gateway.store.query(githubMetricsAttempts, {
      ...{ ...filter, ...times, status: known, settled: settled ?? 0 },
      ...{ limit: HISTORY, offset: 0 },
    })
    const entries = await entriesOf(this.#gateway, rows)
    const events = entries.map((entry, index) => ({ entry, position: rows[index]?.stream_sequence ?? 0 }))
    const isOpen = ({ entry, position }: Found) => entry.status === null && position > (settled ?? 0)
    const told = events.filter((event) => !isOpen(event))
    const open = events.filter(isOpen).map(({ position }) => position)
    return {
      updates: told.map(({ entry }) => this.#update(entry)),
      positions: new Set(told.map(({ position }) => position)),
      settled,
      firstOpen: open.length === 0 ? null : Math.min(...open),
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#hasEnded = true
    await this.#running
  }

  async #run(): Promise<void> {
    while (this.#waiting.size > 0 && !this.#hasEnded) {
      try {
        await this.#look([...this.#waiting].slice(0, BATCH))
      } catch (err) {
        this.#logger.warn({ err }, 'webhook events cannot be looked up now for who follows them live')
      }
      await pause(LOOK_AGAIN_MS)
    }
    this.#running = null
  }

  async #look(batch: readonly (readonly [number, Waiting])[]): Promise<void> {
    const times = batch.map(([, { receivedAt }]) => receivedAt.getTime())
    const rows = await this.#gateway.store.query(githubMetricsAttemptsOf, {
      from: new Date(Math.min(...times)),
      to: new Date(Math.max(...times)),
      guids: batch.map(([, { guid }]) => guid),
    })
    const entries = await entriesOf(this.#gateway, rows)
    const found = new Map(rows.map(({ stream_sequence }, index) => [stream_sequence, entries[index]]))
    for (const [position, waiting] of batch) this.#settle(position, waiting, found.get(position))
  }

  #settle(position: number, { since, listeners }: Waiting, entry: WebhookEntry | undefined): void {
    const age = performance.now() - since
    if (entry === undefined ? age < ARCHIVED_WITHIN_MS : entry.status === null && age < SETTLED_WITHIN_MS)
      return
    this.#waiting.delete(position)
    for (const listener of listeners) {
      if (entry === undefined) listener.skip()
      else listener.tell(this.#update(entry))
    }
  }

  #update(event: WebhookEntry): MetricUpdate {
    const one = (status: WebhookEntry['status']) => (event.status === status ? 1 : 0)
    return {
      type: 'metric_update',
      timestamp: this.#gateway.now().toISOString(),
      data: {
        event,
        summary_delta: {
          total_events: 1,
          successful_events: one('success'),
          failed_events: one('error'),
          partial_events: one('partial'),
        },
      },
    }
  }
}

export interface MetricHistory {
  readonly updates: readonly MetricUpdate[]
  /** Where they stand in the log. */
  readonly positions: ReadonlySet<number>
  /** Up to where all is known of every event; null when that is not known itself. */
  readonly settled: number | null
  /** The first that the archive has before its outcome is known: left to the log, to be told with it. */
  readonly firstOpen: number | null
}

const NOTHING = { updates: [], positions: new Set<number>(), firstOpen: null }

interface HistoryFilter {
  readonly repositories: readonly number[] | null
  readonly event: string | null
  readonly status: string | null
}
