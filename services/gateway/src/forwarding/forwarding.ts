import { listForwardingFailures, listReceivers, retryForwarding } from '@octometer/gateway-api'
import { type Principal, problem } from '@octometer/service-kit'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import type { GatewayContext } from '../context.ts'
import { decodeCursor } from '../cursor.ts'
import { appendCommand } from '../operations/append-command.ts'
import { cutPage } from '../paging.ts'
import { resolveScope } from '../repository-scope.ts'
import { wrongField } from '../request-body.ts'

const place = z.tuple([z.string(), z.int()])

export const listReceiversEndpoint = endpoint(listReceivers, 'deliveries', async ({ log, now }) => {
  const { receivers } = await log.receivers()
  const secondsSince = (at: string) => Math.max(0, (now().getTime() - Date.parse(at)) / 1000)
  return {
    data: receivers.map(({ oldest_pending_at, ...receiver }) => ({
      ...receiver,
      oldest_pending_seconds: oldest_pending_at === null ? null : secondsSince(oldest_pending_at),
    })),
  }
})

export const listForwardingFailuresEndpoint = endpoint(
  listForwardingFailures,
  'deliveries',
  async (gateway, { query, principal }) => {
    const after = decodeCursor(query.cursor, place)
    const { ids } = await resolveScope(gateway, principal, undefined)
    const { failures } = await gateway.log.forwardingFailures({
      ...everyFailure,
      receivers: query.receiver ? [...query.receiver] : null,
      statuses: query.status ? [...query.status] : null,
      repository_ids: ids && [...ids],
      after,
      limit: query.limit + 1,
    })
    const { entries, page } = cutPage(failures, {
      limit: query.limit,
      more: false,
      placeOf: ({ receiver, sequence }) => [receiver, sequence],
    })
    return {
      data: entries.map(({ sequence, repository_id: _, ...failure }) => ({
        ...failure,
        stream_sequence: sequence,
      })),
      page,
    }
  },
)

export const retryForwardingEndpoint = endpoint(
  retryForwarding,
  'deliveries',
  async (gateway, { path, body, principal }) => {
    const { delivery_id = null, command_id } = body
    const { receivers } = await gateway.log.receivers()
    if (!receivers.some(({ name }) => name === path.name)) {
      throw problem(404, 'receiver_not_found', 'There is no receiver of this name.')
    }
    await requireVisible(gateway, principal, path.name, delivery_id)
    const command = { type: 'forwarding_retry', receiver: path.name, delivery_id } as const
    return appendCommand(gateway, principal, command, command_id)
  },
)

/** Who may not see every repository may send again what they see, one by one. */
async function requireVisible(
  gateway: GatewayContext,
  principal: Principal,
  receiver: string,
  delivery_id: string | null,
): Promise<void> {
  const { ids } = await resolveScope(gateway, principal, undefined)
  if (delivery_id === null) {
    if (ids !== null) throw wrongField('delivery_id', 'must be given by who may not see every repository')
    return
  }
  const asked = {
    ...everyFailure,
    receivers: [receiver],
    delivery_id,
    repository_ids: ids && [...ids],
    limit: 1,
  }
  const { failures } = await gateway.log.forwardingFailures(asked)
  if (failures.length > 0) return
  throw problem(
    404,
    'failure_not_found',
    'This receiver refused no delivery of this GUID, or has taken it since.',
  )
}

const everyFailure = { receivers: null, statuses: null, delivery_id: null, repository_ids: null, after: null }
