import { createHash } from 'node:crypto'
import type { HealthCheck, HealthCheckSnapshot } from '@octometer/event-contracts'
import type { AgentWork } from '../agent-work.ts'
import { addressChanged } from './events.ts'
import { type Look, lookAt, type WatchedAddress, watchedAddresses } from './look-at-address.ts'

const HOUR_MS = 3_600_000

interface Known {
  readonly look: Look
  readonly at: number
  readonly since: number
  readonly looks: number
  /** When it was appended last. */
  readonly toldAt: number | null
}

/** Looks at addresses, and tells the log what changed, what fails, and once an hour how each is. */
export class AddressWatch {
  readonly #agent: Pick<AgentWork, 'appender' | 'clock' | 'logger'>
  readonly #addresses: readonly WatchedAddress[]
  readonly #allowedHosts: readonly string[]
  readonly #known = new Map<string, Known>()

  /** Of the hosts that are allowed a private address may be looked at. */
  constructor(
    agent: Pick<AgentWork, 'appender' | 'clock' | 'logger'>,
    urls: readonly string[],
    allowedHosts: readonly string[],
  ) {
    this.#agent = agent
    this.#allowedHosts = allowedHosts
    this.#addresses = watchedAddresses(urls)
  }

  /** As they were seen last. */
  checks(): HealthCheck[] {
    return this.#addresses.map(({ shown: address }) => {
      const known = this.#known.get(address)
      if (known === undefined) return { address, ...NOT_SEEN }
      const { look, at, since, looks } = known
      return { address, ...look, checked_at: timeOf(at), since: timeOf(since), looks }
    })
  }

  /** Throws what the log throws. */
  async look(end: AbortSignal): Promise<void> {
    await Promise.all(this.#addresses.map((address) => this.#lookAt(address, end)))
  }

  async #lookAt(address: WatchedAddress, end: AbortSignal): Promise<void> {
    const { clock, logger, appender } = this.#agent
    const at = clock.now()
    const look = await lookAt(address, { end, allowedHosts: this.#allowedHosts })
    const before = this.#known.get(address.shown)
    const isSame = before !== undefined && before.look.healthy === look.healthy
    const known = {
      ...{ look, at, since: isSame ? before.since : at, looks: isSame ? before.looks + 1 : 1 },
      toldAt: before?.toldAt ?? null,
    }
    this.#known.set(address.shown, known)
    if (!isSame) addressChanged(logger, address.shown, look)
    if (isSame && look.healthy && at - (known.toldAt ?? 0) < HOUR_MS) return
    await appender.snapshot(snapshotOf(address, known))
    this.#known.set(address.shown, { ...known, toldAt: at })
  }
}

const NOT_SEEN = {
  ...{ healthy: null, checked_at: null, status: null, latency_ms: null },
  ...{ reason: null, since: null, looks: null },
}

function snapshotOf({ shown }: WatchedAddress, { look, at, since, looks }: Known): HealthCheckSnapshot {
  const id = createHash('sha256').update(shown).digest('base64url').slice(0, 22)
  return {
    ...{ type: 'health_check', snapshot_id: `health:${id}:${at}`, taken_at: timeOf(at), address: shown },
    ...{ ...look, since: timeOf(since), looks },
  }
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString()
}
