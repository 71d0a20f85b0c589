import { streamOf } from '@octometer/event-contracts'
import { replayDeliveries } from '@octometer/gateway-api'
import { archivedDelivery, deliveryAttempts, readModels } from '@octometer/read-store'
import { problem } from '@octometer/service-kit'
import { endpoint } from '../answer-route.ts'
import type { GatewayContext } from '../context.ts'
import { appendCommand } from '../operations/append-command.ts'
import { type RepositoryScope, resolveScope } from '../repository-scope.ts'
import { wrongField } from '../request-body.ts'

export const replayDeliveriesEndpoint = endpoint(
  replayDeliveries,
  'deliveries',
  async (gateway, { body, principal }) => {
    const { guid, since, event, projection } = body
    checkProjections(projection)
    const scope = await resolveScope(gateway, principal, body.repository)
    const [unknown] = scope.unknown
    if (unknown !== undefined) {
      const members = { field: 'repository' }
      throw problem(404, 'repository_not_found', `No repository named ${unknown} is known.`, { members })
    }
    if (guid !== undefined) await requireArchived(gateway, scope, guid)
    const until = since === undefined ? undefined : (body.until ?? gateway.now().toISOString())
    const command = {
      type: 'replay',
      guid: guid ?? null,
      since: inUtc(since),
      until: inUtc(until),
      events: event ?? null,
      repository_ids: scope.ids === null ? null : [...scope.ids],
      projections: projection ?? null,
    } as const
    return appendCommand(gateway, principal, command, body.command_id)
  },
)

/** Those that read deliveries and are no archive. */
export function replayable(): readonly string[] {
  const readsDeliveries = (name: string) => streamOf(name) === streamOf('deliveries')
  return readModels
    .filter(({ ddl, projection }) => ddl !== null && readsDeliveries(projection))
    .map(({ projection }) => projection)
}

function checkProjections(names: readonly string[] | undefined): void {
  const known = replayable()
  if (names?.every((name) => known.includes(name)) ?? true) return
  throw wrongField('projection', `may name ${known.join(', ')}`)
}

async function requireArchived(
  { store }: GatewayContext,
  { ids }: RepositoryScope,
  guid: string,
): Promise<void> {
  const attempts = await store.query(deliveryAttempts, { guid, repositories: ids })
  if (attempts.length === 0) {
    throw problem(404, 'delivery_not_found', 'No delivery with this GUID is in the archive.')
  }
  if ((await archivedDelivery(store, guid)) === null) {
    throw problem(
      409,
      'payload_expired',
      'The payload of this delivery has expired: it cannot be read again.',
    )
  }
}

function inUtc(time: string | undefined): string | null {
  return time === undefined ? null : new Date(time).toISOString()
}
