import type { DropReason, EventId, LoggedKind, StreamKind } from '@octometer/gateway-api'
import type { Logger } from '@octometer/telemetry'
import type { GatewayLog } from '../gateway-log.ts'
import { CountersFeed, type CountersSource } from './counters-feed.ts'
import { LiveLane } from './live-lane.ts'
import { alertLog, deliveryLog, type LiveLog } from './live-logs.ts'
import { eventId, type Positions } from './positions.ts'
import type { StreamClient } from './stream-client.ts'
import { clientDropped, observeClients } from './stream-events.ts'
import { ENDED_PER_ROUND, SyncFeed } from './sync-feed.ts'

export interface LiveStreamOptions {
  readonly log: Pick<GatewayLog, 'follow' | 'bounds' | 'sync'>
  readonly counters: CountersSource
  readonly logger: Logger
  readonly now: () => Date
  /** Whether a client's credentials still hold; throws when that cannot be known now. */
  readonly isStillAllowed: (client: StreamClient) => Promise<boolean>
  /** Bytes that a client may leave untaken. */
  readonly clientBytes: number
  readonly heartbeatMs: number
  /** Positions of each log that are sent again at most. */
  readonly replayed: number
}

const HEARTBEATS_PER_CHECK = 4

/** Every live client of this process, a lane for each log that they are told of, and their counters. */
export class LiveStream implements AsyncDisposable {
  readonly #options: LiveStreamOptions
  readonly #clients = new Set<StreamClient>()
  readonly #lanes: Readonly<Record<LoggedKind, LiveLane>>
  readonly #counters: CountersFeed
  readonly #syncs: SyncFeed
  readonly #gauge: Disposable
  readonly #timer: NodeJS.Timeout
  #heartbeats = 0
  #hasEnded = false

  constructor(options: LiveStreamOptions) {
    this.#options = options
    this.#lanes = { delivery: this.#lane(deliveryLog), alert: this.#lane(alertLog) }
    const { logger, now, log } = options
    const onTold = (client: StreamClient) => {
      if (client.sink.buffered > options.clientBytes) this.drop(client, 'slow')
    }
    this.#counters = new CountersFeed({ source: options.counters, logger, onTold })
    this.#syncs = new SyncFeed({ runs: () => log.sync.runs(ENDED_PER_ROUND), logger, now, onTold })
    this.#gauge = observeClients(
      (transport) => [...this.#clients].filter(({ sink }) => sink.transport === transport).length,
    )
    this.#timer = setInterval(() => this.#beat(), options.heartbeatMs).unref()
  }

  get hasEnded(): boolean {
    return this.#hasEnded
  }

  /**
   * Reads the logs of which a client of these kinds has a position, from now on unless it does already; gives the
   * positions reached. Throws LogUnavailableError.
   */
  async open(kinds: ReadonlySet<StreamKind>): Promise<Positions> {
    const { delivery, alert } = this.#lanes
    await Promise.all([delivery.open(), kinds.has('alert') && alert.open()])
    return { delivery: delivery.position, alert: alert.position }
  }

  /**
   * Serves a client from after its positions on: live, or by a replay first. Without waiting after `open`, or events
   * between the two are lost.
   */
  join(client: StreamClient): void {
    this.#clients.add(client)
    for (const lane of this.#lanesOf(client)) lane.join(client)
    if (client.filter.kinds.has('counters')) this.#counters.join(client)
    if (client.filter.kinds.has('sync')) this.#syncs.join(client)
  }

  /** The client's connection is closed. */
  leave(client: StreamClient): void {
    this.#clients.delete(client)
    for (const lane of this.#all()) lane.leave(client)
    this.#counters.leave(client)
    this.#syncs.leave(client)
  }

  drop(client: StreamClient, reason: DropReason): void {
    this.leave(client)
    clientDropped(this.#options.logger, reason, client.sink.transport)
    client.sink.end(reason, eventId(client.after, client.filter.kinds))
  }

  /** Ends every client, each with its last word; no more are taken. */
  end(): void {
    if (this.#hasEnded) return
    this.#hasEnded = true
    for (const client of [...this.#clients]) this.drop(client, 'shutdown')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.end()
    clearInterval(this.#timer)
    this.#gauge[Symbol.dispose]()
    await Promise.all(
      [...this.#all(), this.#counters, this.#syncs].map((each) => each[Symbol.asyncDispose]()),
    )
  }

  #lane(of: LiveLog): LiveLane {
    return new LiveLane({
      ...this.#options,
      of,
      idOf: (client) => this.#idOf(client, of.kind),
      onLearned: (client, repositoryId) => {
        for (const lane of this.#all()) lane.learn(client, repositoryId)
      },
      drop: (client, reason) => this.drop(client, reason),
    })
  }

  #all(): readonly LiveLane[] {
    return [this.#lanes.delivery, this.#lanes.alert]
  }

  #lanesOf({ filter: { kinds } }: StreamClient): readonly LiveLane[] {
    const { delivery, alert } = this.#lanes
    return [...(kinds.has('delivery') ? [delivery] : []), ...(kinds.has('alert') ? [alert] : [])]
  }

  /** Of what a client is sent now of one log: in the other one it has got all up to where that lane is. */
  #idOf(client: StreamClient, of: LoggedKind | null): EventId {
    const reached = (kind: LoggedKind) =>
      kind === of ? client.after[kind] : this.#lanes[kind].reached(client)
    return eventId({ delivery: reached('delivery'), alert: reached('alert') }, client.filter.kinds)
  }

  #beat(): void {
    this.#heartbeats += 1
    for (const client of [...this.#clients]) {
      if (client.sink.isSilent) this.drop(client, 'silent')
      else if (this.#heartbeats % HEARTBEATS_PER_CHECK === 0) void this.#check(client)
    }
    for (const client of this.#clients) {
      const isReplaying = this.#all().some((lane) => lane.isReplaying(client))
      client.sink.heartbeat(isReplaying ? null : this.#idOf(client, null))
    }
  }

  async #check(client: StreamClient): Promise<void> {
    try {
      if (!(await this.#options.isStillAllowed(client))) this.drop(client, 'unauthorized')
    } catch (err) {
      // Whoever keeps the keys is away: what was allowed a minute ago goes on.
      this.#options.logger.debug({ err }, 'the credentials of a live client cannot be checked now')
    }
  }
}
