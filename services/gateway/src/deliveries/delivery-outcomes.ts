import { streamOf } from '@octometer/event-contracts'
import type { AnswerOf, getDelivery } from '@octometer/gateway-api'
import { messageOutcomes, readModels } from '@octometer/read-store'
import type { GatewayContext } from '../context.ts'

export type DeliveryOutcome = AnswerOf<typeof getDelivery>['outcomes'][number]
export type DeliveryStatus = AnswerOf<typeof getDelivery>['status']

interface DeliveryPosition {
  readonly guid: string
  /** Position in the stream; 0 when the archive got it from elsewhere. */
  readonly sequence: number
}

/** What each projection of the deliveries' stream made of some deliveries, by GUID. */
export async function outcomesOf(
  { store, states }: GatewayContext,
  deliveries: readonly DeliveryPosition[],
): Promise<ReadonlyMap<string, readonly DeliveryOutcome[]>> {
  if (deliveries.length === 0) return new Map()
  const [rows, readers] = await Promise.all([
    store.query(messageOutcomes, { messages: deliveries.map(({ guid }) => guid) }),
    deliveryReaders(states),
  ])
  const known = new Map(
    rows.map((row) => [keyOf(row.message_id, row.projection, row.generation), row.result]),
  )
  // The archive handles every delivery, and its outcomes are forgotten first: while there is one, what a projection has
  // come past without a word it has no use for.
  const silence = (guid: string) => (known.has(keyOf(guid, 'deliveries', '')) ? 'unhandled' : 'unknown')
  return new Map(
    deliveries.map(({ guid, sequence }) => [
      guid,
      readers.map(({ projection, generation, acknowledged }): DeliveryOutcome => {
        const result = known.get(keyOf(guid, projection, generation ?? ''))
        if (result !== undefined) {
          const { outcome, reason, rows: produced } = result
          return { projection, outcome, reason: reason === '' ? null : reason, rows: produced }
        }
        const seen = acknowledged !== null && acknowledged >= sequence
        return { projection, outcome: seen ? silence(guid) : 'pending', reason: null, rows: null }
      }),
    ]),
  )
}

interface DeliveryReader {
  readonly projection: string
  readonly generation: string | null
  /** Null when it is not known how far it has come. */
  readonly acknowledged: number | null
  /** Age of the oldest message that it has not come to; null when that is not known. */
  readonly lagSeconds: number | null
}

/** Every projection of the deliveries' stream that was built. */
export async function deliveryReaders(states: GatewayContext['states']): Promise<readonly DeliveryReader[]> {
  const names = readModels.map(({ projection }) => projection)
  const archived = names.filter((name) => streamOf(name) === streamOf('deliveries'))
  const readers = await Promise.all(
    archived.map(async (projection) => {
      const generation = await states.liveGeneration(projection)
      // A projection that was never built reads nothing, and nothing waits for it.
      if (generation === undefined) return null
      const progress = await states.progressOf(projection)
      const { acknowledged = null, lagSeconds = null } = progress ?? {}
      return { projection, generation, acknowledged, lagSeconds }
    }),
  )
  return readers.filter((reader) => reader !== null)
}

function keyOf(message: string, projection: string, generation: string): string {
  return `${projection} ${generation} ${message}`
}

/**
 * Success when every projection that handles a delivery projected or ignored it, error when every one rejected it,
 * partial when some did; null until all have come to it, and when it is no longer known what they made of it.
 */
export function statusOf(outcomes: readonly Pick<DeliveryOutcome, 'outcome'>[]): DeliveryStatus {
  const ends = outcomes.map(({ outcome }) => outcome).filter((outcome) => outcome !== 'unhandled')
  if (ends.length === 0 || ends.includes('pending') || ends.includes('unknown')) return null
  const rejected = ends.filter((outcome) => outcome === 'rejected').length
  if (rejected === 0) return 'success'
  return rejected === ends.length ? 'error' : 'partial'
}
