import { getDelivery } from '@octometer/gateway-api'
import { deliveryAttempts, deliveryPayload, deliveryRewriting } from '@octometer/read-store'
import { problem } from '@octometer/service-kit'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import { resolveScope } from '../repository-scope.ts'
import { attemptOf, identityOf } from './delivery-fields.ts'
import { outcomesOf, statusOf } from './delivery-outcomes.ts'

const payloadSchema = z.record(z.string(), z.unknown())

export const getDeliveryEndpoint = endpoint(
  getDelivery,
  'deliveries',
  async (gateway, { path, principal }) => {
    const { ids } = await resolveScope(gateway, principal, undefined)
    const rows = await gateway.store.query(deliveryAttempts, { guid: path.guid, repositories: ids })
    // The first attempt is the delivery; the others were sent again.
    const [first] = rows
    if (first === undefined) {
      throw problem(404, 'delivery_not_found', 'No delivery with this GUID is in the archive.')
    }
    const { guid, stream_sequence, received_at } = first
    const attempt = { guid, received_at: new Date(received_at) }
    const [payloads, rewritings, outcomes] = await Promise.all([
      gateway.store.query(deliveryPayload, attempt),
      gateway.store.query(deliveryRewriting, attempt),
      outcomesOf(gateway, [{ guid, sequence: stream_sequence }]),
    ])
    const ends = outcomes.get(guid) ?? []
    const payload = payloads[0]?.payload ?? ''
    return {
      ...identityOf(first),
      ...attemptOf(first),
      status: statusOf(ends),
      attempts: rows.map(attemptOf),
      outcomes: [...ends],
      payload: payload === '' ? null : payloadSchema.parse(JSON.parse(payload)),
      rewritten_at: rewritings[0]?.rewritten_at ?? null,
    }
  },
)
