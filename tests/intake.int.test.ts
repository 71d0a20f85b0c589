import { randomUUID } from 'node:crypto'
import { type DeliveryLogSnapshot, encodeDelivery } from '@octometer/event-contracts'
import { createAppender } from '@octometer/event-log'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type AskedGateway, startAskedGateway } from './support/ask-gateway.ts'
import { createSender } from './support/send.ts'
import { startTestSystem, type TestSystem } from './support/system.ts'

const HOUR_MS = 3_600_000
/** The hours of the test: `at(0)` is the start of this one, `at(-1, 10)` ten past the start of the one before. */
const start = Math.floor(Date.now() / HOUR_MS) * HOUR_MS
const at = (hour: number, minutes = 0) => new Date(start + hour * HOUR_MS + minutes * 60_000).toISOString()

const [first, second, again, lost, fetched] = Array.from({ length: 5 }, () => randomUUID())

type Logged = DeliveryLogSnapshot['deliveries'][number]

const attempt = (id: string, guid: string | undefined, delivered_at: string, more: Partial<Logged> = {}) => ({
  ...{ id, guid: guid ?? '', delivered_at, redelivery: false, event: 'ping', action: null, status_code: 202 },
  ...{ installation_id: null, repository_id: null, ...more },
})

const log = (
  since: string,
  until: string,
  deliveries: DeliveryLogSnapshot['deliveries'],
): DeliveryLogSnapshot => ({
  ...{ type: 'delivery_log', source: 'hook', source_id: '42', snapshot_id: `42 until ${until}` },
  ...{ taken_at: until, since, until, deliveries },
})

/** Two readings that overlap. `again` failed an hour ago and was redelivered in this one; `lost` never came. */
const readings = [
  log(at(-2), at(0, 1), [
    attempt('1', again, at(-1, 5), { status_code: 502 }),
    attempt('2', lost, at(-1, 6), { status_code: 504, event: 'push' }),
    attempt('3', fetched, at(-1, 10), { status_code: 502 }),
    attempt('4', first, at(0)),
  ]),
  log(at(0), at(0, 2), [
    attempt('4', first, at(0)),
    attempt('5', second, at(0, 1)),
    attempt('6', again, at(0, 1), { redelivery: true }),
  ]),
] as const

function ping(guid: string | undefined, headers: Readonly<Record<string, string>>) {
  const type = { 'content-type': 'application/json', 'x-github-event': 'ping' }
  return {
    body: '{"zen":"Design for failure."}',
    headers: { ...type, 'x-github-delivery': guid ?? '', ...headers },
    signature: 'valid' as const,
  }
}

/** As github-agent appends what it fetched from the log. */
async function recover(system: TestSystem, guid: string | undefined): Promise<void> {
  await using appender = createAppender(system.log, { stream: 'EVENTS' })
  const entry = encodeDelivery(
    {
      ...{ guid: guid ?? '', event: 'ping', hookId: '42', targetType: 'repository', targetId: '1' },
      ...{
        receivedAt: new Date(at(-1, 10)),
        contentType: 'application/json',
        signature: null,
        source: 'recovery',
      },
    },
    null,
  )
  await appender.append({ ...entry, body: Buffer.from('{"zen":"Design for failure."}') })
}

let system: TestSystem
let gateway: AskedGateway

beforeAll(async () => {
  system = await startTestSystem({ natsServerBin: inject('natsServerBin') })
  await using projectors = await system.startProjectors({ paceMs: 20 })
  await system.appendSnapshot(readings[0])
  using sender = createSender(system.url, system.secret, 4)
  const hook = { 'x-github-hook-id': '42' }
  const app = { 'x-github-hook-id': '43', 'x-github-hook-installation-target-type': 'integration' }
  const answers = await sender.sendAll([
    ...[first, second, second, again].map((guid) => ping(guid, hook)),
    ping(randomUUID(), { ...app, 'x-github-hook-installation-target-id': '7' }),
  ])
  expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202])
  await recover(system, fetched)
  await system.appendSnapshot(readings[1])
  await projectors.caughtUp()
  await projectors.projections.find(({ name }) => name === 'intake')?.rebuild()
  gateway = await startAskedGateway(system, new Date(at(0, 59)))
})

afterAll(async () => {
  await gateway[Symbol.asyncDispose]()
  await system[Symbol.asyncDispose]()
})

async function ask(path: string): Promise<Readonly<Record<string, unknown>>> {
  const { status, body } = await gateway.ask(`/api/v1/intake${path}`)
  expect({ status, body }).toMatchObject({ status: 200 })
  return body
}

/**
 * Of the hour before, GitHub lists `again`, `lost` and `fetched`: `again` is held by its redelivery, `fetched` because it was
 * fetched, `lost` is missing: 2 ÷ 3. Of this hour it lists `first` and `second`; the redelivery of `again` is no third.
 * Two hours ago nothing was to be delivered. Together 4 ÷ 5.
 */
test('completeness by hook and hour, whatever came first, before and after a rebuild', async () => {
  const { data, total, freshness } = await ask(`?hook=hook:42&until=${at(1)}`)
  expect(total).toEqual({ expected: 5, held: 4, recovered: 1, missing: 1, completeness: 0.8 })
  expect(data).toMatchObject([
    {
      hour: new Date(start).toISOString().replace('.000', ''),
      expected: 2,
      held: 2,
      recovered: 0,
      missing: 0,
      completeness: 1,
    },
    { hook: 'hook:42', expected: 3, held: 2, recovered: 1, missing: 1, completeness: 0.666666 },
    { expected: 0, held: 0, missing: 0, completeness: null, received: 0 },
  ])
  expect(freshness).toMatchObject({ completeness: 0.8 })
})

test('a redelivery belongs to the hour of its first attempt, when that is not asked for too', async () => {
  const { total } = await ask(`?since=${at(0)}&until=${at(1)}`)
  expect(total).toMatchObject({ expected: 2, held: 2 })
})

test('of a hook whose log was not read nothing is known but what came', async () => {
  const { data, total } = await ask(`?hook=app:7&until=${at(2)}`)
  const unknown = { expected: null, held: null, recovered: null, missing: null, completeness: null }
  expect(data).toMatchObject([{ hook: 'app:7', ...unknown, received: 1, read_at: null }])
  expect(total).toEqual(unknown)
})

test('pages and the list of what is missing', async () => {
  const page = await ask(`?hook=hook:42&until=${at(1)}&limit=2`)
  const rest = await ask(`?hook=hook:42&until=${at(1)}&limit=2&cursor=${Object(page.page).next_cursor}`)
  expect(rest).toMatchObject({ data: [{ expected: 0 }], page: { next_cursor: null } })
  const missing = await ask(`/missing?until=${at(1)}`)
  expect(missing.data).toMatchObject([
    { hook: 'hook:42', guid: lost, event: 'push', attempts: 1, status_code: 504, repository: null },
  ])
})

test('behind it are the deliveries that are held, and the logs that were read', async () => {
  const { total, evidence } = await ask(`?hook=hook:42&until=${at(1)}&evidence=true`)
  const { data, elsewhere } = Object(evidence)
  const guids = data.map(({ guid }: { guid: string }) => guid)
  expect(guids.toSorted()).toEqual([first, second, again, fetched].toSorted())
  expect(total).toMatchObject({ held: guids.length })
  const ids = readings.map(({ snapshot_id }) => snapshot_id)
  expect(elsewhere).toEqual([{ source: 'snapshots', total: 2, ids: expect.arrayContaining(ids) }])
})
