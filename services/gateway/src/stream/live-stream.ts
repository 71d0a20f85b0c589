import { setTimeout as pause } from 'node:timers/promises'
import type { FollowedBatch, LogFollower } from '@octometer/event-log'
import type { DropReason } from '@octometer/gateway-api'
import type { Logger } from '@octometer/telemetry'
import type { GatewayLog } from '../gateway-log.ts'
import { type ClientIndex, createClientIndex } from './client-index.ts'
import { fanOut } from './fan-out.ts'
import { Replay } from './replay.ts'
import type { StreamClient } from './stream-client.ts'
import { clientDropped, eventTold, followingFailed, observeClients } from './stream-events.ts'

export interface LiveStreamOptions {
  readonly log: Pick<GatewayLog, 'follow' | 'bounds'>
  readonly logger: Logger
  /** Whether a client's credentials still hold; throws when that cannot be known now. */
  readonly isStillAllowed: (client: StreamClient) => Promise<boolean>
  /** Bytes that a client may leave untaken. */
  readonly clientBytes: number
  readonly heartbeatMs: number
  /** Positions that are sent again at most. */
  readonly replayed: number
}

/** Waiting so long between two reads lets one write carry several events. */
const PACE_MS = 20
const READ = { maxMessages: 256, maxBytes: 4 * 1024 * 1024, maxWaitMs: 500 }
const RETRY_MS = 500
/** Nobody has listened for so long: the log is left alone. */
const IDLE_MS = 30_000
const HEARTBEATS_PER_CHECK = 4

/**
 * Every live client of this process, and the one reader of the log that serves them. It reads while there are clients.
 * A client that resumes is served by a replay first, and joins the others without missing an event or getting one twice.
 */
export class LiveStream implements AsyncDisposable {
  readonly #options: LiveStreamOptions
  readonly #clients: ClientIndex<StreamClient> = createClientIndex()
  readonly #replay: Replay
  readonly #gauge: Disposable
  readonly #timer: NodeJS.Timeout
  #follower: Promise<LogFollower> | null = null
  #position = 0
  #reading: Promise<void> = Promise.resolve()
  #wantedAt = 0
  #heartbeats = 0
  #hasEnded = false

  constructor(options: LiveStreamOptions) {
    this.#options = options
    this.#replay = new Replay({
      ...options,
      livePosition: () => this.#position,
      join: (client) => this.#clients.add(client),
      drop: (client, reason) => this.#drop(client, reason),
    })
    this.#gauge = observeClients(
      (transport) => this.#all().filter(({ sink }) => sink.transport === transport).length,
    )
    this.#timer = setInterval(() => this.#beat(), options.heartbeatMs).unref()
  }

  get hasEnded(): boolean {
    return this.#hasEnded
  }

  /** Reads the log, from now on unless it does already; gives the position reached. Throws LogUnavailableError. */
  async open(): Promise<number> {
    this.#wantedAt = performance.now()
    this.#follower ??= this.#start()
    await this.#follower
    return this.#position
  }

  /**
   * Serves a client from after its position on: live, or by a replay first. Without waiting after `open`, or events
   * between the two are lost.
   */
  join(client: StreamClient): void {
    if (client.after === this.#position) this.#clients.add(client)
    else this.#replay.add(client)
  }

  /** The client's connection is closed. */
  leave(client: StreamClient): void {
    this.#clients.delete(client)
    this.#replay.delete(client)
  }

  drop(client: StreamClient, reason: DropReason): void {
    this.#drop(client, reason)
  }

  /** Ends every client, each with its last word; no more are taken. */
  end(): void {
    if (this.#hasEnded) return
    this.#hasEnded = true
    for (const client of this.#all()) this.#drop(client, 'shutdown')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.end()
    clearInterval(this.#timer)
    this.#gauge[Symbol.dispose]()
    await Promise.all([this.#reading, this.#replay[Symbol.asyncDispose]()])
  }

  #all(): readonly StreamClient[] {
    return [...this.#clients, ...this.#replay.clients()]
  }

  #start(): Promise<LogFollower> {
    const opening = this.#options.log.follow('end').then((follower) => {
      this.#position = follower.position
      this.#reading = this.#read(follower)
      return follower
    })
    opening.catch(() => {
      this.#follower = null
    })
    return opening
  }

  async #read(follower: LogFollower): Promise<void> {
    while (this.#isWanted()) {
      const batch = await this.#next(follower)
      if (batch === null) continue
      const written = fanOut(this.#clients, batch, eventTold)
      this.#position = follower.position
      for (const client of written) this.#dropIfSlow(client)
      await pause(PACE_MS)
    }
    this.#follower = null
    await follower[Symbol.asyncDispose]()
  }

  async #next(follower: LogFollower): Promise<FollowedBatch | null> {
    try {
      return await follower.next(READ)
    } catch (error) {
      followingFailed(this.#options.logger, error)
      await pause(RETRY_MS)
      return null
    }
  }

  #isWanted(): boolean {
    if (this.#clients.size + this.#replay.clients().length > 0) this.#wantedAt = performance.now()
    return !this.#hasEnded && performance.now() - this.#wantedAt < IDLE_MS
  }

  #dropIfSlow(client: StreamClient): void {
    if (client.sink.buffered > this.#options.clientBytes) this.#drop(client, 'slow')
  }

  #drop(client: StreamClient, reason: DropReason): void {
    this.leave(client)
    clientDropped(this.#options.logger, reason, client.sink.transport)
    client.sink.end(reason, client.after)
  }

  #beat(): void {
    this.#heartbeats += 1
    for (const client of this.#all()) {
      if (client.sink.isSilent) this.#drop(client, 'silent')
      else if (this.#heartbeats % HEARTBEATS_PER_CHECK === 0) void this.#check(client)
    }
    for (const client of this.#clients) client.sink.heartbeat(Math.max(client.after, this.#position))
    for (const client of this.#replay.clients()) client.sink.heartbeat(null)
  }

  async #check(client: StreamClient): Promise<void> {
    try {
      if (!(await this.#options.isStillAllowed(client))) this.#drop(client, 'unauthorized')
    } catch (err) {
      // Whoever keeps the keys is away: what was allowed a minute ago goes on.
      this.#options.logger.debug({ err }, 'the credentials of a live client cannot be checked now')
    }
  }
}
