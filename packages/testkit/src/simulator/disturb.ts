import { createSimulatedDelivery, type SimulatedDelivery } from './delivery.ts'
import { createMalformed, type MalformedRequest } from './malformed.ts'
import { createRandom, type Random } from './random.ts'

export interface DisturbOptions {
  readonly seed: number
  /** Sent again under the same GUID: half of them soon, half much later. 0.05. */
  readonly redeliverFraction?: number
  /** Sent by a second hook too: another GUID and hook, the same bytes. 0.01. */
  readonly twoHooksFraction?: number
  /** Sent long after their turn. 0.02. */
  readonly outOfOrderFraction?: number
  /** So many requests, per delivery, that are no deliveries. 0.01. */
  readonly malformedFraction?: number
}

/** One request to send. */
export type DisturbedStep =
  | { readonly kind: 'deliver'; readonly delivery: SimulatedDelivery; readonly outOfOrder: boolean }
  | { readonly kind: 'redeliver'; readonly delivery: SimulatedDelivery; readonly when: 'soon' | 'late' }
  | { readonly kind: 'second-hook'; readonly delivery: SimulatedDelivery }
  | ({ readonly kind: 'malformed' } & MalformedRequest)

interface Placed {
  readonly position: number
  readonly step: DisturbedStep
}

/**
 * The same workload as a bad week brings it. Its totals stay what they were; only the number of distinct GUIDs grows,
 * by one for each `second-hook`. A `late` redelivery comes at least a quarter of the workload after its first.
 */
export function disturb(
  workload: { readonly deliveries: readonly SimulatedDelivery[] },
  options: DisturbOptions,
): DisturbedStep[] {
  const random = createRandom(`disturb/${options.seed}`)
  const { deliveries } = workload
  const placed = deliveries.flatMap((delivery, index) =>
    place(random, options, deliveries.length, delivery, index),
  )
  const malformed = Math.round((options.malformedFraction ?? 0.01) * deliveries.length)
  for (let index = 0; index < malformed; index += 1) {
    const step: DisturbedStep = { kind: 'malformed', ...createMalformed(random, index) }
    placed.push({ position: random.next() * deliveries.length, step })
  }
  return placed.sort((left, right) => left.position - right.position).map(({ step }) => step)
}

function place(
  random: Random,
  options: DisturbOptions,
  count: number,
  delivery: SimulatedDelivery,
  index: number,
): Placed[] {
  const outOfOrder = random.chance(options.outOfOrderFraction ?? 0.02)
  const position = outOfOrder ? index + random.int(5, Math.max(6, Math.round(count / 5))) : index
  const placed: Placed[] = [{ position, step: { kind: 'deliver', delivery, outOfOrder } }]
  if (random.chance(options.redeliverFraction ?? 0.05)) {
    const when = random.chance(0.5) ? 'soon' : 'late'
    const wait = when === 'soon' ? 0.5 + random.next() * 10 : count * (0.25 + random.next() / 2)
    placed.push({ position: position + wait, step: { kind: 'redeliver', delivery, when } })
  }
  if (random.chance(options.twoHooksFraction ?? 0.01)) {
    const twin = secondHook(random, delivery)
    placed.push({ position: position + random.next() * 4 - 2, step: { kind: 'second-hook', delivery: twin } })
  }
  return placed
}

function secondHook(random: Random, delivery: SimulatedDelivery): SimulatedDelivery {
  const { event, targetType, targetId, payload, receivedAt } = delivery
  return createSimulatedDelivery({
    event,
    targetType,
    targetId,
    payload,
    receivedAt: new Date(receivedAt.getTime() + random.int(0, 3_000)),
    guid: random.guid(),
    hookId: delivery.hookId + 1,
  })
}
