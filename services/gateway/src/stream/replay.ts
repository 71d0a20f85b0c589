import { setTimeout as pause } from 'node:timers/promises'
import type { LogBounds, LogFollower } from '@octometer/event-log'
import type { DropReason, EventId, GapReason } from '@octometer/gateway-api'
import type { Logger } from '@octometer/telemetry'
import type { GatewayLog } from '../gateway-log.ts'
import { type ClientIndex, createClientIndex } from './client-index.ts'
import { fanOut } from './fan-out.ts'
import type { LiveLog } from './live-logs.ts'
import type { StreamClient } from './stream-client.ts'
import { followingFailed } from './stream-events.ts'
import { tellGap } from './tell-gap.ts'

export interface ReplayOptions {
  readonly log: Pick<GatewayLog, 'follow' | 'bounds'>
  readonly of: LiveLog
  readonly logger: Logger
  readonly clientBytes: number
  /** Positions that are sent again at most. */
  readonly replayed: number
  readonly livePosition: () => number
  /** The id of what a client is sent now, once `after` says where that is. */
  readonly idOf: (client: StreamClient) => EventId
  readonly onLearned: (client: StreamClient, repositoryId: number) => void
  /** Takes a client that has caught up. */
  readonly join: (client: StreamClient) => void
  readonly drop: (client: StreamClient, reason: DropReason) => void
}

const READ = { maxMessages: 64, maxBytes: 1024 * 1024, maxWaitMs: 500 }
const RETRY_MS = 500
/** A client that takes nothing of a replay for so long is too slow for it. */
const STALLED_MS = 10_000
const LOOK_AGAIN_MS = 10

/** Brings clients that resume up to where the live reader is. Those who come at the same time share one reader. */
export class Replay implements AsyncDisposable {
  readonly #options: ReplayOptions
  readonly #waiting = new Set<StreamClient>()
  readonly #serving: ClientIndex<StreamClient>
  #running: Promise<void> | null = null
  #hasEnded = false

  constructor(options: ReplayOptions) {
    this.#options = options
    this.#serving = createClientIndex({ typesOf: options.of.typesOf, onLearned: options.onLearned })
  }

  clients(): readonly StreamClient[] {
    return [...this.#waiting, ...this.#serving]
  }

  has(client: StreamClient): boolean {
    return this.#waiting.has(client) || this.#serving.has(client)
  }

  learn(client: StreamClient, repositoryId: number): void {
    this.#serving.learn(client, repositoryId)
  }

  add(client: StreamClient): void {
    this.#waiting.add(client)
    this.#running ??= this.#run()
  }

  delete(client: StreamClient): void {
    this.#waiting.delete(client)
    this.#serving.delete(client)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#hasEnded = true
    await this.#running
  }

  async #run(): Promise<void> {
    const { log, of } = this.#options
    while (this.#waiting.size > 0 && !this.#hasEnded) {
      try {
        const from = this.#place(await log.bounds(of.stream))
        if (from === null) continue
        await using follower = await log.follow(of.stream, from)
        await this.#catchUp(follower)
      } catch (error) {
        followingFailed(this.#options.logger, error)
        for (const client of [...this.#serving]) this.#move(client, () => this.#waiting.add(client))
        await pause(RETRY_MS)
      }
    }
    this.#running = null
  }

  /** Tells those who wait what they miss, and gives the position to read from; null when all have caught up already. */
  #place(bounds: LogBounds): number | null {
    const { join, livePosition, of, replayed } = this.#options
    const live = livePosition()
    let from: number | null = null
    for (const client of [...this.#waiting]) {
      this.#waiting.delete(client)
      this.#skipMissing(client, bounds, live - replayed)
      const after = client.after[of.kind]
      if (after >= live) {
        join(client)
        continue
      }
      this.#serving.add(client)
      from = Math.min(from ?? after, after)
    }
    return from
  }

  async #catchUp(follower: LogFollower): Promise<void> {
    const { idOf, join, livePosition, of } = this.#options
    while (this.#serving.size > 0 && !this.#hasEnded) {
      fanOut(this.#serving, await follower.next(READ), { log: of, idOf })
      // Nothing may wait between this look and the joining: the live reader would move on.
      if (follower.position >= livePosition()) {
        for (const client of [...this.#serving]) this.#move(client, () => join(client))
        return
      }
      await this.#allTaken()
    }
  }

  #move(client: StreamClient, onwards: () => void): void {
    this.#serving.delete(client)
    onwards()
  }

  /** Waits until every client has room again; one that takes nothing is dropped. */
  async #allTaken(): Promise<void> {
    const { clientBytes, drop } = this.#options
    const deadline = performance.now() + STALLED_MS
    await pause(0)
    for (;;) {
      const full = [...this.#serving].filter(({ sink }) => sink.buffered > clientBytes / 4)
      if (full.length === 0 || this.#hasEnded) return
      if (performance.now() >= deadline) for (const client of full) drop(client, 'slow')
      else await pause(LOOK_AGAIN_MS)
    }
  }

  /** Moves a client over what it cannot be sent, and says so. */
  #skipMissing(client: StreamClient, { firstSequence, lastSequence }: LogBounds, oldest: number): void {
    const { idOf, of } = this.#options
    const { after } = client
    const skip = (reason: GapReason, goesOnAfter: number, from: number, to: number) => {
      after[of.kind] = goesOnAfter
      tellGap(client, { of: of.kind, id: idOf(client), reason, from, to })
    }
    const next = after[of.kind] + 1
    // Another process may be ahead of this one, but none is ahead of the log.
    if (next - 1 > lastSequence) skip('set_back', lastSequence, lastSequence + 1, next - 1)
    else if (next < firstSequence) skip('expired', firstSequence - 1, next, firstSequence - 1)
    if (after[of.kind] < oldest) skip('too_far', oldest, after[of.kind] + 1, oldest)
  }
}
