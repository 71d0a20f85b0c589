import { erasePerson, listErasures } from '@octometer/gateway-api'
import { openErasures } from '@octometer/read-store'
import { endpoint } from '../answer-route.ts'
import { requireEveryRepository } from '../every-repository.ts'
import { appendCommand } from '../operations/append-command.ts'

const BECAUSE = 'A person is erased from every repository'

export const erasePersonEndpoint = endpoint(
  erasePerson,
  'deliveries',
  async (gateway, { path, body, principal }) => {
    requireEveryRepository(principal, BECAUSE)
    return appendCommand(gateway, principal, { type: 'person_erase', login: path.login }, body.command_id)
  },
)

export const listErasuresEndpoint = endpoint(listErasures, 'deliveries', async (gateway, { principal }) => {
  requireEveryRepository(principal, BECAUSE)
  const erasures = await openErasures(gateway.store).list()
  return {
    data: erasures.map((erasure) => ({
      id: erasure.erasure_id,
      phase: erasure.phase,
      placeholder: erasure.placeholder,
      asked_at: erasure.asked_at.toISOString(),
      asked_by: erasure.asked_by,
      updated_at: erasure.updated_at.toISOString(),
      deliveries: erasure.deliveries,
      other_rows: erasure.other_rows,
      messages: erasure.messages,
      bucket_entries: erasure.bucket_entries,
      read_models: erasure.read_models,
    })),
  }
})
