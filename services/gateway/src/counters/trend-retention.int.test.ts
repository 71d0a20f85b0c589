import { expect, test } from 'vitest'
import { gatewayForTests } from '../gateway.fixture.ts'
import { factRow, nameRow } from '../rows.fixture.ts'

const gateway = gatewayForTests({
  now: new Date('2026-04-08T10:20:00Z'),
  env: { OCTO_RETENTION_TRENDS: '2d' },
})

test('buckets that ended before what trends keep are null, whatever the facts say', async () => {
  await gateway.insert('deliveries', { repository_names: [nameRow(1, 'acme/api', '2026-01-01T00:00:00Z')] })
  await gateway.insert('counters', {
    counter_facts: [
      factRow('commits', 1, new Date('2026-04-05T12:00:00Z'), 'a'),
      factRow('commits', 1, new Date('2026-04-06T01:00:00Z'), 'b'),
    ],
  })
  const { body } = await gateway.ask('/api/v1/counters/commits/trend?since=2026-04-04T00:00:00Z')
  const values = (body.data as { value: number | null }[]).map(({ value }) => value)
  expect(values).toEqual([null, null, 1, 0, 0])
  const all = await gateway.ask('/api/v1/counters?window=all')
  expect(all.body).toMatchObject({ counters: { commits: 2 } })
})
