import type { EvidencePart } from '@octometer/read-store'
import type { GatewayContext } from '../context.ts'
import { factsBehind } from '../counters/facts-behind.ts'
import { readLive } from '../live-generation.ts'
import type { Behind } from '../proof/behind.ts'

interface Week {
  readonly since: Date
  readonly until: Date
}

export interface Weeks {
  readonly current: Week
  readonly previous: Week
}

/**
 * The facts of both weeks, what says of each pull request that it is open, what was received since a time and the newest of
 * all, and what is a dead letter. A part whose read model is not built is left out, as its numbers are.
 */
export async function summaryBehind(
  gateway: GatewayContext,
  repositories: readonly number[] | null,
  { current, previous }: Weeks,
  receivedSince: Date,
): Promise<Behind> {
  const always = { since: null, until: null, repositories }
  const twoWeeks = { since: previous.since, until: current.until, repositories }
  const isBuilt = async (projection: string) =>
    (await gateway.states.liveGeneration(projection)) !== undefined
  const [facts, pulls] = await Promise.all([
    (await isBuilt('counters')) ? [await factsBehind(gateway, twoWeeks, null)] : [],
    (await isBuilt('pull-requests')) ? [await openPullsBehind(gateway, repositories)] : [],
  ])
  const received = { since: receivedSince, until: null, repositories }
  return {
    deliveries: [
      ...facts,
      ...pulls,
      { ...received, of: { kind: 'received', senders: null, without: [] } },
      { ...always, of: { kind: 'newest' } },
      { ...always, of: { kind: 'dead_letters' } },
    ],
  }
}

/** Each of the open pull requests by the delivery that says so. */
export function openPullsBehind(
  gateway: GatewayContext,
  repositories: readonly number[] | null,
): Promise<EvidencePart> {
  return readLive(gateway, 'pull-requests', async (generation) => ({
    ...{ since: null, until: null, repositories },
    of: { kind: 'open_pulls', generation },
  }))
}
