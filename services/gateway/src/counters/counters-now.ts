import type { CountersEvent } from '@octometer/gateway-api'
import type { GatewayContext } from '../context.ts'
import { isKnown, resolveScope } from '../repository-scope.ts'
import { readWindow } from './counter-window.ts'
import { counterRecord, totalsOf } from './get-counters.ts'

/** Repositories as they were asked for, by somebody who may see some of them. */
export interface AskedRepositories {
  /** Undefined: all. */
  readonly names: readonly string[] | undefined
  /** Null: all. */
  readonly visible: readonly string[] | null
}

/** What `GET /counters` answers to who gives no window. Throws as it does. */
export async function countersNow(
  gateway: GatewayContext,
  { names, visible }: AskedRepositories,
): Promise<Omit<CountersEvent, 'kind'>> {
  const { range, since, until } = currentWeek(gateway)
  const scope = await resolveScope(gateway, { repositories: visible }, names)
  const [known, values] = await Promise.all([isKnown(gateway, scope), totalsOf(gateway, range, scope)])
  const counters = counterRecord((name) => (known ? (values.get(name) ?? 0) : null))
  return { window: 'week', since, until, counters }
}

/** A text that is another one whenever `countersNow` may have come to other values. */
export async function countersVersion(gateway: GatewayContext): Promise<string> {
  const { states } = gateway
  // The archive knows what names find.
  const progress = await Promise.all(['counters', 'deliveries'].map((each) => states.progressOf(each)))
  const generation = await states.liveGeneration('counters')
  // Where it is not known how far they are, they may always have changed.
  const reached = progress.map((each) => each?.acknowledged ?? performance.now())
  return [...reached, generation, currentWeek(gateway).until].join(' ')
}

function currentWeek({ now, timezone }: GatewayContext) {
  const range = readWindow('week', now(), timezone)
  const { since, until } = range
  if (since === null || until === null) throw new TypeError('a week has no bounds')
  return { range, since: since.toISOString(), until: until.toISOString() }
}
