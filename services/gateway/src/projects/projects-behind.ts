import { planReadings } from '@octometer/read-store'
import type { GatewayContext } from '../context.ts'
import { type Behind, messagesOf } from '../proof/behind.ts'

/** What plans of these repositories rest on: issues, milestones and pushes, and the newest readings, so many of each. */
export async function projectsBehind(
  { store }: GatewayContext,
  repositories: readonly number[],
  readings: number,
): Promise<Behind> {
  return {
    deliveries: [{ since: null, until: null, repositories, of: { kind: 'plans' } }],
    elsewhere: messagesOf('snapshots', await store.query(planReadings, { repositories, readings })),
  }
}
