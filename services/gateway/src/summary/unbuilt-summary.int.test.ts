import { expect, test } from 'vitest'
import { gatewayForTests } from '../gateway.fixture.ts'
import { deliveryRow, guidOf, nameRow } from '../rows.fixture.ts'

const gateway = gatewayForTests({ now: new Date('2026-04-08T10:20:00Z'), built: [] })

test('a part whose read model is not built is null; the others are answered', async () => {
  await gateway.insert('deliveries', {
    deliveries: [deliveryRow('a', '2026-04-08T09:00:00Z')],
    repository_names: [nameRow(1, 'acme/api', '2026-01-01T00:00:00Z')],
  })
  expect(await gateway.ask('/api/v1/summary')).toMatchObject({
    status: 200,
    body: {
      week: { counters: { commits: null } },
      previous_week: { counters: { hotfixes: null } },
      pull_requests: { open: null },
      deliveries: { last_24_hours: 1, newest: { guid: guidOf('a') } },
      dead_letters: { open: 0 },
    },
  })
})
