import {
  genuineDeliveries,
  type SimulatedDelivery,
  simulateWorkload,
  type Workload,
} from '@octometer/testkit'

export interface DemoWorkload {
  /** The 329 genuine payloads, then a month of simulated history. */
  readonly deliveries: readonly SimulatedDelivery[]
  readonly simulated: Workload
}

const DAYS = 30

/** The month before today: on one day always the same, so that a second start sends nothing new. */
export function demoWorkload(now: Date): DemoWorkload {
  const today = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate())
  const start = new Date(today - DAYS * 86_400_000)
  const simulated = simulateWorkload({ seed: 7, deliveries: 3000, start, days: DAYS })
  return { deliveries: [...genuineDeliveries(), ...simulated.deliveries], simulated }
}
