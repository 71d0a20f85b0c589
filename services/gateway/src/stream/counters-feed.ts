import type { CountersEvent } from '@octometer/gateway-api'
import type { Logger } from '@octometer/telemetry'
import type { AskedRepositories } from '../counters/counters-now.ts'
import { Rounds } from './rounds.ts'
import type { StreamClient } from './stream-client.ts'
import { countersFailed, eventsSent } from './stream-events.ts'

type CountersNow = Omit<CountersEvent, 'kind'>

export interface CountersSource {
  /** Another text whenever `read` may give other values than before. */
  version(): Promise<string>
  read(asked: AskedRepositories): Promise<CountersNow>
}

export interface CountersFeedOptions {
  readonly source: CountersSource
  readonly logger: Logger
  /** A second unless given. */
  readonly roundMs?: number
  /** Something was written to a client. */
  readonly onTold: (client: StreamClient) => void
}

/** Clients that asked for the same repositories. */
interface Group {
  readonly asked: AskedRepositories
  readonly clients: Set<StreamClient>
  told: CountersNow | null
  version: string | null
  /** Of this version. */
  reads: number
}

/** What names find is known a second late: values of a version are read again until they must have settled. */
const READS_OF_VERSION = 3

/**
 * Tells clients the values of their counters, and then what changes. In a round, a second or longer, the store is asked
 * once for the repositories of each group, one after the other, and not at all while the counters stand still.
 */
export class CountersFeed implements AsyncDisposable {
  readonly #options: CountersFeedOptions
  readonly #groups = new Map<string, Group>()
  readonly #rounds: Rounds

  constructor(options: CountersFeedOptions) {
    this.#options = options
    this.#rounds = new Rounds({
      roundMs: options.roundMs,
      isWanted: () => this.#groups.size > 0,
      round: () => this.#round(),
      failed: (error) => countersFailed(options.logger, error),
    })
  }

  join(client: StreamClient): void {
    const { asked } = client.filter
    const key = keyOf(asked)
    const group = this.#groups.get(key) ?? { asked, clients: new Set(), told: null, version: null, reads: 0 }
    this.#groups.set(key, group)
    group.clients.add(client)
    if (group.told !== null) this.#tell([client], group.told)
    this.#rounds.begin()
  }

  leave(client: StreamClient): void {
    const key = keyOf(client.filter.asked)
    const group = this.#groups.get(key)
    if (group?.clients.delete(client) && group.clients.size === 0) this.#groups.delete(key)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#rounds[Symbol.asyncDispose]()
  }

  async #round(): Promise<void> {
    const { source } = this.#options
    // Asked before the values: what is counted in between is told now, and looked at again.
    const version = await source.version()
    for (const group of [...this.#groups.values()]) {
      if (this.#rounds.hasEnded) return
      if (group.version !== version) group.reads = 0
      if (group.reads === READS_OF_VERSION || group.clients.size === 0) continue
      const now = await source.read(group.asked)
      const changed = changesIn(group.told, now)
      group.told = now
      group.version = version
      group.reads += 1
      if (changed !== null) this.#tell([...group.clients], changed)
    }
  }

  #tell(clients: readonly StreamClient[], counters: CountersNow): void {
    for (const client of clients) {
      client.sink.tell({ kind: 'counters', ...counters })
      this.#options.onTold(client)
    }
    eventsSent('counters', clients.length)
  }
}

function keyOf({ names, visible }: AskedRepositories): string {
  const sorted = (some: readonly string[] | null | undefined) =>
    some == null ? null : [...new Set(some.map((name) => name.toLowerCase()))].sort()
  return JSON.stringify([sorted(names), sorted(visible)])
}

/** Null when there is nothing to tell. */
function changesIn(before: CountersNow | null, now: CountersNow): CountersNow | null {
  if (before === null || before.since !== now.since || before.until !== now.until) return now
  const known = new Map(Object.entries(before.counters))
  const changed = Object.entries(now.counters).filter(([name, value]) => known.get(name) !== value)
  return changed.length === 0 ? null : { ...now, counters: Object.fromEntries(changed) }
}
