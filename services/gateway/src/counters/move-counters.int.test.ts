import { beforeAll, expect, test } from 'vitest'
import { gatewayForTests, keys, tokenFor } from '../gateway.fixture.ts'
import { baselineRow, factRow, nameRow } from '../rows.fixture.ts'

// A Wednesday; the week began on the 6th.
const now = new Date('2026-04-08T10:20:00Z')
const gateway = gatewayForTests({ now })

beforeAll(async () => {
  await gateway.insert('deliveries', {
    repository_names: [
      nameRow(1, 'acme/api', '2026-01-01T00:00:00Z'),
      nameRow(2, 'acme/web', '2026-01-01T00:00:00Z'),
    ],
  })
  const fact = (counter: string, repository: number, time: string) =>
    factRow(counter, repository, new Date(time), `${counter} ${time}`)
  await gateway.insert('counters', {
    counter_facts: [
      fact('commits', 1, '2026-04-05T23:59:59Z'),
      fact('commits', 1, '2026-04-06T00:00:00Z'),
      fact('commits', 1, '2026-04-07T12:00:00Z'),
      fact('commits', 2, '2026-04-07T12:00:01Z'),
      fact('pushes', 2, '2026-04-06T08:00:00Z'),
      fact('deployments', 1, '2026-04-06T08:00:00Z'),
    ],
    counter_conflicts: [
      {
        repository_id: 1,
        key: '1:a',
        at: new Date('2026-04-07T00:00:00Z'),
        last_received_at: now,
      },
    ],
    counter_baselines: [
      baselineRow('a', '2026-04-05T20:00:00Z', { kind: 'set', counter: '', amount: 0 }),
      baselineRow('b', '2026-04-07T12:00:01Z', { kind: 'set', counter: 'commits', amount: 10 }),
      baselineRow('c', '2026-04-07T13:00:00Z', { kind: 'increment', counter: 'commits', amount: 2 }),
      baselineRow('d', '2026-04-07T12:00:00Z', { kind: 'set', counter: 'conflicts', amount: 0 }),
      baselineRow('e', '2026-04-06T09:00:00Z', { kind: 'increment', counter: 'pushes', amount: 1 }),
      baselineRow('f', '2026-04-07T00:00:00Z', {
        kind: 'set',
        counter: 'commits',
        amount: 3,
        repository_id: 1,
      }),
    ],
  })
})

const counters = (query: string) => gateway.ask(`/api/v1/counters?${query}`, { as: keys.viewer })

test('since_reset shows this week as it was moved; history is as it was', async () => {
  expect((await counters('since_reset=true')).body).toMatchObject({
    counters: { commits: 13, pushes: 2, conflicts: 0, deployments: 1, hotfixes: 0 },
    baselines: expect.arrayContaining([
      { counter: 'commits', repository_id: null, counts_from: '2026-04-07T12:00:01.000Z', added: 12 },
    ]),
  })
  const history = (await counters('window=week')).body
  expect(history).toMatchObject({ counters: { commits: 3, pushes: 1, conflicts: 1 } })
  expect(history).not.toHaveProperty('baselines')
})

test('a repository has its own baseline', async () => {
  expect((await counters('since_reset=true&repository=acme/api')).body).toMatchObject({
    counters: { commits: 4, pushes: 0, conflicts: 1 },
  })
  expect((await counters('since_reset=true&repository=acme/web&repository=acme/api')).body).toMatchObject({
    counters: { commits: 5, pushes: 1 },
  })
  expect((await counters('since_reset=true&repository=acme/never')).body).toMatchObject({
    counters: { commits: null },
  })
})

test('a baseline ends with its week, so another window has none', async () => {
  expect(await counters('window=month&since_reset=true')).toMatchObject({
    status: 400,
    body: { code: 'bad_parameter', parameter: 'since_reset' },
  })
})

const post = (path: string, body: unknown, as: string = keys.admin) =>
  gateway.ask(`/api/v1/counters/${path}`, { body, as, method: 'POST' })

test.each([
  ['commits/set', { value: 5 }, { type: 'counter_set', counter: 'commits', repository_id: null, value: 5 }],
  ['pushes/increment', {}, { type: 'counter_increment', counter: 'pushes', repository_id: null, by: 1 }],
  [
    'pushes/increment',
    { by: -3, repository: 'ACME/web' },
    { type: 'counter_increment', counter: 'pushes', repository_id: 2, by: -3 },
  ],
  ['hotfixes/reset', undefined, { type: 'counter_reset', counter: 'hotfixes', repository_id: null }],
  ['reset-weekly', undefined, { type: 'counters_reset' }],
])('POST %s %j appends a command', async (path, body, command) => {
  gateway.log.commands.length = 0
  expect(await post(path, body)).toMatchObject({
    status: 202,
    body: { command_id: expect.any(String), stream_sequence: 1, duplicate: false },
  })
  expect(gateway.log.commands).toEqual([{ command, issuedBy: 'admin-key' }])
})

test('an id of the asker is the id of the command', async () => {
  const command_id = '6f1f3c1e-54a4-4f6e-9a57-0e8c3f4f2b11'
  expect((await post('commits/reset', { command_id })).body).toMatchObject({ command_id })
})

test.each([
  ['commits/set', {}, 400, { code: 'bad_field', field: 'value' }],
  ['commits/set', { value: -1 }, 400, { field: 'value' }],
  ['commits/set', { value: 1.5 }, 400, { field: 'value' }],
  ['commits/set', { value: 1, repository: 'acme' }, 400, { field: 'repository' }],
  ['commits/set', { value: 1, command_id: 'x' }, 400, { field: 'command_id' }],
  ['commits/set', { value: 1, amount: 2 }, 400, { field: 'amount' }],
  ['commits/set', [1], 400, { field: 'body' }],
  ['commits/set', '{"value":', 400, { code: 'body_malformed' }],
  ['commits/set', { value: 1, repository: 'acme/never' }, 404, { code: 'repository_not_found' }],
  ['stars/set', { value: 1 }, 404, { code: 'counter_not_found' }],
  ['commits/set', 'x'.repeat(300_000), 413, { code: 'body_too_large' }],
])('POST %s with a wrong body is refused (%#)', async (path, body, status, problem) => {
  gateway.log.commands.length = 0
  expect(await post(path, body)).toMatchObject({ status, body: problem })
  expect(gateway.log.commands).toEqual([])
})

test('only who may see all repositories moves the counters over all, and only an admin any', async () => {
  const limited = await tokenFor(['acme/api'], 'admin')
  expect(await post('commits/reset', {}, limited)).toMatchObject({
    status: 403,
    body: { code: 'repositories_restricted' },
  })
  expect((await post('reset-weekly', {}, limited)).status).toBe(403)
  expect((await post('commits/reset', { repository: 'acme/api' }, limited)).status).toBe(202)
  expect((await post('commits/reset', { repository: 'acme/web' }, limited)).status).toBe(404)
  expect((await post('commits/reset', {}, keys.operator)).status).toBe(403)
  const form = { 'content-type': 'text/plain' }
  const asked = { method: 'POST', body: '{}', headers: form }
  expect((await gateway.ask('/api/v1/counters/commits/reset', asked)).status).toBe(415)
})
