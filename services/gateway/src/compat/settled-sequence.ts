import type { GatewayContext } from '../context.ts'
import { deliveryReaders } from '../deliveries/delivery-outcomes.ts'

/**
 * Up to which position of the stream every projection of deliveries has come: of what lies behind it, all is known. Null
 * while that of one that is built is not known.
 */
export async function settledSequence({ states }: Pick<GatewayContext, 'states'>): Promise<number | null> {
  const positions = (await deliveryReaders(states)).map(({ acknowledged }) => acknowledged)
  const known = positions.filter((position) => position !== null)
  if (known.length < positions.length) return null
  return known.length === 0 ? 0 : Math.min(...known)
}
