import { setTimeout as pause } from 'node:timers/promises'
import type { FollowedBatch, LogFollower } from '@octometer/event-log'
import type { DropReason, EventId } from '@octometer/gateway-api'
import type { Logger } from '@octometer/telemetry'
import type { GatewayLog } from '../gateway-log.ts'
import { type ClientIndex, createClientIndex } from './client-index.ts'
import { fanOut } from './fan-out.ts'
import type { LiveLog } from './live-logs.ts'
import { Replay } from './replay.ts'
import type { StreamClient } from './stream-client.ts'
import { eventTold, followingFailed } from './stream-events.ts'

export interface LiveLaneOptions {
  readonly log: Pick<GatewayLog, 'follow' | 'bounds'>
  readonly of: LiveLog
  readonly logger: Logger
  /** Bytes that a client may leave untaken. */
  readonly clientBytes: number
  /** Positions that are sent again at most. */
  readonly replayed: number
  /** The id of what a client is sent now of this log, once `after` says where that is. */
  readonly idOf: (client: StreamClient) => EventId
  /** A client that named a repository has seen its id: the lanes are to `learn` it. */
  readonly onLearned: (client: StreamClient, repositoryId: number) => void
  readonly drop: (client: StreamClient, reason: DropReason) => void
}

/** Waiting so long between two reads lets one write carry several events. */
const PACE_MS = 20
const READ = { maxMessages: 256, maxBytes: 4 * 1024 * 1024, maxWaitMs: 500 }
const RETRY_MS = 500
/** Nobody has listened for so long: the log is left alone. */
const IDLE_MS = 30_000

/**
 * The one reader of a log, for all live clients of this process that want its events. It reads while there are any.
 * A client that resumes is served by a replay first, and joins the others without missing an event or getting one twice.
 */
export class LiveLane implements AsyncDisposable {
  readonly #options: LiveLaneOptions
  readonly #clients: ClientIndex<StreamClient>
  readonly #replay: Replay
  #follower: Promise<LogFollower> | null = null
  #position = 0
  #reading: Promise<void> = Promise.resolve()
  #wantedAt = 0
  #hasEnded = false

  constructor(options: LiveLaneOptions) {
    this.#options = options
    const { of, onLearned } = options
    this.#clients = createClientIndex({ typesOf: of.typesOf, onLearned })
    this.#replay = new Replay({
      ...options,
      livePosition: () => this.#position,
      join: (client) => this.#clients.add(client),
    })
  }

  get position(): number {
    return this.#position
  }

  /** Reads the log, from now on unless it does already. Throws LogUnavailableError. */
  async open(): Promise<void> {
    this.#wantedAt = performance.now()
    this.#follower ??= this.#start()
    await this.#follower
  }

  /** Serves a client from after its position on: live, or by a replay first. The lane has been opened just now. */
  join(client: StreamClient): void {
    if (client.after[this.#options.of.kind] === this.#position) this.#clients.add(client)
    else this.#replay.add(client)
  }

  leave(client: StreamClient): void {
    this.#clients.delete(client)
    this.#replay.delete(client)
  }

  learn(client: StreamClient, repositoryId: number): void {
    this.#clients.learn(client, repositoryId)
    this.#replay.learn(client, repositoryId)
  }

  isReplaying(client: StreamClient): boolean {
    return this.#replay.has(client)
  }

  /** Up to where a client has got all that is for it. */
  reached(client: StreamClient): number {
    const after = client.after[this.#options.of.kind]
    return this.#clients.has(client) ? Math.max(after, this.#position) : after
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#hasEnded = true
    await Promise.all([this.#reading, this.#replay[Symbol.asyncDispose]()])
  }

  #start(): Promise<LogFollower> {
    const opening = this.#options.log.follow(this.#options.of.stream, 'end').then((follower) => {
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
    const { of, idOf, clientBytes, drop } = this.#options
    while (this.#isWanted()) {
      const batch = await this.#next(follower)
      if (batch === null) continue
      const written = fanOut(this.#clients, batch, { log: of, idOf, onTold: eventTold })
      this.#position = follower.position
      for (const client of written) if (client.sink.buffered > clientBytes) drop(client, 'slow')
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
}
