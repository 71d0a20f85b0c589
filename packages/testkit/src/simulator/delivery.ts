import type { JsonObject } from './json.ts'
import type { TargetType } from './model.ts'

/** One delivery as GitHub sends it. */
export interface SimulatedDelivery {
  /** `X-GitHub-Delivery`. */
  readonly guid: string
  /** `X-GitHub-Event`. */
  readonly event: string
  readonly hookId: number
  readonly targetType: TargetType
  readonly targetId: number
  /** When it arrives: some seconds after what it tells of, seldom some minutes. */
  readonly receivedAt: Date
  readonly payload: JsonObject
  /** The JSON text, written anew on each reading so that a workload does not hold it. */
  readonly body: string
}

export function createSimulatedDelivery(parts: Omit<SimulatedDelivery, 'body'>): SimulatedDelivery {
  const { payload } = parts
  return {
    ...parts,
    get body() {
      return JSON.stringify(payload)
    },
  }
}

/** The headers that GitHub sends with a delivery, lower-case, all but the signature. */
export function deliveryHeaders(delivery: SimulatedDelivery): Record<string, string> {
  return {
    accept: '*/*',
    'content-type': 'application/json',
    'user-agent': `GitHub-Hookshot/${delivery.guid.slice(0, 7)}`,
    'x-github-delivery': delivery.guid,
    'x-github-event': delivery.event,
    'x-github-hook-id': String(delivery.hookId),
    'x-github-hook-installation-target-id': String(delivery.targetId),
    'x-github-hook-installation-target-type': delivery.targetType,
  }
}
