import type { GatewayContext } from '../context.ts'
import { deliveryReaders } from '../deliveries/delivery-outcomes.ts'

/**
 * Up to which position of the stream every projection of deliveries has come: of what lies behind it, all is known. Null
 * while that of one that is built is not known.
 */
export async function settledSequence({ states }: Pick<GatewayContext, 'states'>): Promise<number | null> {
  return leastAcknowledged(await deliveryReaders(states))
}

function leastAcknowledged(readers: Awaited<ReturnType<typeof deliveryReaders>>): number | null {
  const positions = readers.map(({ acknowledged }) => acknowledged)
  const known = positions.filter((position) => position !== null)
  if (known.length < positions.length) return null
  return known.length === 0 ? 0 : Math.min(...known)
}

export interface SlowestPosition {
  /** Every projection has come to it. */
  readonly position: number
  /** What lies beyond it was received from then on. */
  readonly since: Date
}

const MARGIN_MS = 60_000

/** How far the slowest projection has come; null while that of one that is built is not known. */
export async function slowestProjection({
  states,
  now,
}: Pick<GatewayContext, 'states' | 'now'>): Promise<SlowestPosition | null> {
  const readers = await deliveryReaders(states)
  const position = leastAcknowledged(readers)
  if (position === null) return null
  const lags = readers.map(({ lagSeconds }) => lagSeconds ?? Number.POSITIVE_INFINITY)
  const since = now().getTime() - Math.max(0, ...lags) * 1000 - MARGIN_MS
  return { position, since: new Date(Math.max(0, since)) }
}
