import { streamOf } from '@octometer/event-contracts'
import { readModels } from '@octometer/read-store'
import type { GatewayContext } from '../context.ts'

/**
 * Up to which position of the stream every projection of deliveries has come: of what lies behind it, all is known. Null
 * while that of one that is built is not known.
 */
export async function settledSequence({ states }: Pick<GatewayContext, 'states'>): Promise<number | null> {
  const names = readModels
    .map(({ projection }) => projection)
    .filter((name) => streamOf(name) === streamOf('deliveries'))
  const positions = await Promise.all(
    names.map(async (name) => {
      // What was never built reads nothing, and nothing waits for it.
      if ((await states.liveGeneration(name)) === undefined) return Number.POSITIVE_INFINITY
      return (await states.progressOf(name))?.acknowledged ?? null
    }),
  )
  const known = positions.filter((position) => position !== null)
  if (known.length < positions.length) return null
  const least = Math.min(...known)
  return Number.isFinite(least) ? least : 0
}
