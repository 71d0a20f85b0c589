import { beforeAll, expect, test } from 'vitest'
import { memoryBucket } from './documents/memory-bucket.fixture.ts'
import { gatewayForTests, tokenFor } from './gateway.fixture.ts'
import { deliveryRow, nameRow } from './rows.fixture.ts'

const gateway = gatewayForTests({ built: ['deliveries'] })
let key: string

/** What a delivery tells: at this minute the repository has this name. */
async function told(repository_id: number, repository: string, minute: number): Promise<void> {
  const time = `2026-03-01T00:0${minute}:00Z`
  await gateway.insert('deliveries', {
    deliveries: [deliveryRow(`${repository}-${minute}`, time, { repository_id, repository })],
    repository_names: [nameRow(repository_id, repository, time)],
  })
}

/** The repositories whose deliveries a credential shows. */
async function shown(as: string, query = ''): Promise<readonly unknown[]> {
  const { status, body } = await gateway.ask(`/api/v1/deliveries?limit=1000${query}`, { as })
  expect(status).toBe(200)
  const ids = (body.data as readonly { readonly repository_id: number }[]).map(
    ({ repository_id }) => repository_id,
  )
  return [...new Set(ids)].sort()
}

/** A name is known a second after it was told at the latest. */
const eventually = (as: string) => expect.poll(() => shown(as), { timeout: 5000 })

beforeAll(async () => {
  const bucket = memoryBucket()
  gateway.log.keys = async () => bucket
  await told(1, 'acme/api', 1)
  await told(2, 'other/tool', 1)
  await told(3, 'acmeish/api', 1)
  const body = { name: 'of-acme', role: 'admin', repositories: ['ACME/*'] }
  key = String((await gateway.ask('/api/v1/keys', { body })).body.key)
})

test('a key for an owner shows what is theirs, and a repository that comes later', async () => {
  expect(await shown(key)).toEqual([1])
  await told(4, 'Acme/new', 2)
  await eventually(key).toEqual([1, 4])
  expect(await shown(key, '&repository=acme/new&repository=other/tool')).toEqual([4])
})

test('what is renamed is shown under both names; what goes to another owner is not, and what comes from one is', async () => {
  await told(4, 'acme/newer', 3)
  await told(1, 'other/api', 3)
  await told(2, 'acme/tool', 3)
  await eventually(key).toEqual([2, 4])
  expect(await shown(key, '&repository=acme/new')).toEqual([4])
  expect(await shown(key, '&repository=acme/api')).toEqual([])
  expect(await shown(key, '&repository=other/api')).toEqual([])
})

test('a token may be limited to an owner too, beside repositories by their names, which stay whatever they are called', async () => {
  expect(await shown(await tokenFor(['acme/*', 'acme/api']))).toEqual([1, 2, 4])
  expect(await shown(await tokenFor(['nobody/*']))).toEqual([])
  expect(await shown(await tokenFor(['*/*']))).toEqual([])
})

test('it does nothing that is of every repository', async () => {
  const refused = { status: 403, body: { code: 'repositories_restricted' } }
  expect(await gateway.ask('/api/v1/keys', { as: key })).toMatchObject(refused)
  expect(await gateway.ask('/api/v1/audit', { as: key })).toMatchObject(refused)
})

test.each(['*', '*/*', 'acme*', 'acme/a*', 'a*/*', 'acme/**'])(
  '%s limits a key to nothing that is known',
  async (name) => {
    const body = { name: 'x', repositories: [name] }
    const answer = { status: 400, body: { code: 'bad_field', field: 'repositories.0' } }
    expect(await gateway.ask('/api/v1/keys', { body })).toMatchObject(answer)
  },
)
