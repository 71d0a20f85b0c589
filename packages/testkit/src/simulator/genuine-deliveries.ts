import { createSimulatedDelivery, type SimulatedDelivery } from './delivery.ts'
import { genuineExamples } from './examples.ts'
import type { Json, JsonObject } from './json.ts'
import type { TargetType } from './model.ts'
import { createRandom } from './random.ts'

const firstReceipt = Date.UTC(2024, 0, 1)

/**
 * One delivery for each of the 329 genuine payloads of `@octokit/webhooks-examples`, in the package's order, with
 * GUIDs that are always the same. They arrive a second apart from 2024-01-01T00:00:00Z.
 */
export function genuineDeliveries(): SimulatedDelivery[] {
  const random = createRandom('genuine')
  return genuineExamples()
    .flatMap(({ name, examples }) => examples.map((payload) => ({ event: name, payload })))
    .map(({ event, payload }, index) =>
      createSimulatedDelivery({
        ...senderOf(payload),
        guid: random.guid(),
        event,
        payload,
        receivedAt: new Date(firstReceipt + index * 1_000),
      }),
    )
}

function senderOf(payload: JsonObject): { hookId: number; targetType: TargetType; targetId: number } {
  const repositoryId = idOf(payload.repository)
  const organizationId = idOf(payload.organization)
  if (idOf(payload.installation) === null && repositoryId !== null)
    return { hookId: 109_948_940, targetType: 'repository', targetId: repositoryId }
  if (idOf(payload.installation) === null && organizationId !== null)
    return { hookId: 266_738_161, targetType: 'organization', targetId: organizationId }
  return { hookId: 41_300_203, targetType: 'integration', targetId: 29_310 }
}

function idOf(value: Json | undefined): number | null {
  if (typeof value !== 'object' || value === null || !('id' in value)) return null
  return typeof value.id === 'number' ? value.id : null
}
