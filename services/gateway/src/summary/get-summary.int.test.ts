import { counterNames } from '@octometer/gateway-api'
import { openJournal } from '@octometer/read-store'
import { expect, test } from 'vitest'
import { gatewayForTests, keys, tokenFor } from '../gateway.fixture.ts'
import { deadLetterRow, deliveryRow, factRow, guidOf, nameRow, pullRow } from '../rows.fixture.ts'

// A Wednesday in Berlin; the week began on Sunday, 22:00 UTC.
const now = new Date('2026-04-08T10:20:00Z')
const gateway = gatewayForTests({ timezone: 'Europe/Berlin', now })

const summary = (query = '', as: string = keys.viewer) => gateway.ask(`/api/v1/summary${query}`, { as })

test('before any data nothing is known', async () => {
  expect(await summary()).toMatchObject({
    status: 200,
    body: {
      week: { counters: { commits: null } },
      pull_requests: { open: null },
      deliveries: { last_24_hours: null, newest: null },
      dead_letters: { open: 0 },
    },
  })
})

async function insertEverything() {
  const fact = (repository: number, time: string) => factRow('commits', repository, new Date(time), time)
  await gateway.insert('deliveries', {
    deliveries: [
      deliveryRow('a', '2026-04-07T10:19:59Z'),
      deliveryRow('b', '2026-04-07T10:20:00Z'),
      deliveryRow('b', '2026-04-08T09:00:00Z'),
      deliveryRow('c', '2026-04-08T08:00:00Z', { repository_id: 2, repository: 'acme/web' }),
    ],
    repository_names: [
      nameRow(1, 'acme/api', '2026-01-01T00:00:00Z'),
      nameRow(2, 'acme/web', '2026-01-01T00:00:00Z'),
    ],
  })
  await gateway.insert('counters', {
    counter_facts: [
      fact(1, '2026-03-29T21:59:59Z'),
      fact(1, '2026-03-29T22:00:00Z'),
      fact(2, '2026-04-05T21:59:59Z'),
      fact(1, '2026-04-05T22:00:00Z'),
      fact(1, '2026-04-08T21:59:59Z'),
      fact(1, '2026-04-08T22:00:00Z'),
    ],
  })
  const pull = (number: number, hour: number, state: 'open' | 'merged', repository_id = 1) =>
    pullRow({
      repository_id,
      number,
      at: new Date(Date.UTC(2026, 3, 7, hour)),
      state,
      author: 'm',
      labels: [],
    })
  await gateway.insert('pull-requests', {
    pull_requests: [pull(1, 1, 'open'), pull(2, 1, 'open'), pull(2, 2, 'merged'), pull(3, 1, 'open', 2)],
  })
  await openJournal(gateway.store()).writeDeadLetters([
    deadLetterRow('counters', 'a', '2026-04-08T00:00:00Z'),
    deadLetterRow('counters', 'c', '2026-04-08T00:00:00Z'),
    {
      ...deadLetterRow('counters', 'b', '2026-04-08T00:00:00Z'),
      status: { rank: 2, status: 'dismissed' },
    },
  ])
}

test('this week and the one before, pull requests, deliveries, dead letters', async () => {
  await insertEverything()
  const zeros = Object.fromEntries(counterNames.map((name) => [name, 0]))
  expect((await summary()).body).toMatchObject({
    week: {
      since: '2026-04-05T22:00:00.000Z',
      until: '2026-04-08T22:00:00.000Z',
      counters: { ...zeros, commits: 2 },
    },
    previous_week: { since: '2026-03-29T22:00:00.000Z', counters: { ...zeros, commits: 2 } },
    pull_requests: { open: 2 },
    deliveries: {
      last_24_hours: 2,
      newest: {
        received_at: '2026-04-08T09:00:00.000Z',
        guid: guidOf('b'),
        event: 'push',
        repository: 'acme/api',
      },
    },
    dead_letters: { open: 2 },
    unknown_repositories: [],
  })
})

test('of some repositories, and of those alone that one may see', async () => {
  const web = {
    week: { counters: { commits: 0 } },
    previous_week: { counters: { commits: 1 } },
    pull_requests: { open: 1 },
    deliveries: { last_24_hours: 1, newest: { guid: guidOf('c') } },
    dead_letters: { open: 1 },
  }
  expect((await summary('?repository=ACME/web')).body).toMatchObject(web)
  expect((await summary('', await tokenFor(['acme/web']))).body).toMatchObject(web)
  expect((await summary('?repository=acme/never')).body).toMatchObject({
    week: { counters: { commits: null } },
    pull_requests: { open: null },
    deliveries: { last_24_hours: null },
    unknown_repositories: ['acme/never'],
  })
})
