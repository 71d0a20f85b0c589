import { randomUUID } from 'node:crypto'
import { createTrimmer, type EventLog, openReader } from '@octometer/event-log'
import type { DeliveryRow } from '@octometer/read-store'
import { createLogger } from '@octometer/telemetry'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startHttpReceiver } from '../channels/receiver.fixture.ts'
import { openStore, type StoreFixture } from '../store.fixture.ts'
import { openForwarding } from './forwarding.fixture.ts'

let store: StoreFixture

beforeAll(async () => {
  store = await openStore()
})

afterAll(async () => {
  await store[Symbol.asyncDispose]()
})

const patient = { timeout: 20_000 }

test('what the log has trimmed meanwhile is counted; what failed is had from the archive while that has it', async () => {
  await using log = await openForwarding(store.store)
  await using receiver = await startHttpReceiver()
  const settings = [{ name: 'late', url: receiver.url, secret: 's' }]
  const before = await log.start(settings)
  receiver.statuses.push(400, 400)
  const archived = await log.append()
  await expect.poll(() => log.failures(), patient).toHaveLength(1)
  const lost = await log.append()
  await expect.poll(() => log.failures(), patient).toHaveLength(2)
  await before[Symbol.asyncDispose]()
  for (let count = 0; count < 3; count += 1) await log.append()
  await trimAll(log.log)
  await store.insert('deliveries', { deliveries: [archivedRow(archived)] })
  await using forwarding = await log.start(settings)
  const next = await log.append()
  await expect.poll(() => log.states(), patient).toMatchObject([{ missed: 3, delivered: 1 }])
  await forwarding.retry(retryAll('late'))
  await expect
    .poll(() => log.failures({ statuses: ['failed'] }), patient)
    .toMatchObject([
      { delivery_id: lost, reason: 'neither the log nor the archive holds the delivery any more' },
    ])
  await expect.poll(() => log.states(), patient).toMatchObject([{ missed: 3, delivered: 2, failed: 1 }])
  const guids = receiver.posts.map(({ headers }) => headers['x-github-delivery'])
  expect(guids).toEqual([archived, lost, next, archived])
  expect(receiver.posts[3]).toMatchObject({
    text: '{"of":"the archive"}',
    headers: { 'x-github-hook-id': '42' },
  })
})

/** As the trimmer does when every projection has read everything and the retention is over. */
async function trimAll(log: EventLog): Promise<void> {
  await using reader = await openReader(log, { stream: 'EVENTS', consumer: 'projection' })
  const batch = await reader.nextBatch({ maxMessages: 100, maxBytes: 2 ** 20, maxWaitMs: 5_000 })
  await batch.acknowledge()
  const trimmer = createTrimmer(log, () => Date.now() + 60_000)
  const trim = () => trimmer.trim({ stream: 'EVENTS', retentionMs: 1, consumers: ['projection'] })
  await expect.poll(trim, patient).toMatchObject({ firstSequenceAfter: 6 })
}

const retryAll = (receiver: string) => ({
  ...({ type: 'forwarding_retry', receiver, delivery_id: null } as const),
  ...{ command_id: randomUUID(), issued_at: new Date().toISOString(), issued_by: 'ada' },
})

function archivedRow(guid: string): DeliveryRow {
  return {
    ...{ received_at: new Date(), guid, event: 'push', action: '', repository_id: 7, repository: 'acme/api' },
    ...{ sender: null, pull_request: null, hook_id: '42', target_type: null, target_id: null },
    ...{ source: 'webhook', content_type: 'application/json', signature: 'sha256=of-github', trace_id: null },
    ...{ stream_sequence: 1, size: 20, payload: '{"of":"the archive"}', form_body: '' },
  }
}

test('an address that is not public is refused unless it is allowed by name, and no secret is said', async () => {
  const lines: string[] = []
  const destination = { write: (line: string) => void lines.push(line) }
  await using log = await openForwarding(
    store.store,
    createLogger({ service: 'test', level: 'debug', destination }),
  )
  const url = 'http://user:hidden-password@127.0.0.1:1/hidden-path?token=hidden-token'
  await using _ = await log.start([{ name: 'inside', url, secret: 'hidden-secret' }], { allowedHosts: [] })
  await log.append()
  await expect
    .poll(() => log.failures({ statuses: ['failed'] }), patient)
    .toMatchObject([{ reason: expect.stringContaining('name the host in OCTO_ALERT_ALLOWED_HOSTS') }])
  const said = JSON.stringify([await log.states(), await log.failures(), lines])
  expect(said).toContain('"url":"http://127.0.0.1:1"')
  expect(lines.join('')).toContain('not sent again by itself')
  expect(said).not.toContain('hidden')
})
