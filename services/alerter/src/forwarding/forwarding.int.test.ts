import { createHmac, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type HttpReceiver, startHttpReceiver } from '../channels/receiver.fixture.ts'
import { openStore, type StoreFixture } from '../store.fixture.ts'
import { type ForwardingFixture, openForwarding } from './forwarding.fixture.ts'

let store: StoreFixture
let log: ForwardingFixture

beforeAll(async () => {
  store = await openStore()
  log = await openForwarding(store.store)
})

afterAll(async () => {
  await log[Symbol.asyncDispose]()
  await store[Symbol.asyncDispose]()
})

const patient = { timeout: 20_000 }
const guidsOf = ({ posts }: HttpReceiver) => posts.map(({ headers }) => headers['x-github-delivery'])
const to = ({ url }: HttpReceiver, name: string) => ({ name, url, secret: `secret of ${name}` })
const retry = (receiver: string, delivery_id: string | null) => ({
  ...({ type: 'forwarding_retry', receiver, delivery_id } as const),
  ...{ command_id: randomUUID(), issued_at: new Date().toISOString(), issued_by: 'ada' },
})

test('what was there before is not sent; what comes is sent once, as GitHub sent it, signed anew', async () => {
  await using receiver = await startHttpReceiver()
  await log.append()
  await using _ = await log.start([to(receiver, 'once')])
  const body = '{"zen":"ä \\u00e4","repository":{"id":7,"full_name":"acme/api"}}'
  const guid = await log.append({ body })
  const form = await log.append({
    body: `payload=${encodeURIComponent(body)}`,
    contentType: 'application/x-www-form-urlencoded',
  })
  await expect.poll(() => guidsOf(receiver), patient).toHaveLength(2)
  const first = receiver.posts.find(({ headers }) => headers['x-github-delivery'] === guid)
  const second = receiver.posts.find(({ headers }) => headers['x-github-delivery'] === form)
  expect(first?.text).toBe(body)
  expect(first?.headers).toMatchObject({
    'x-github-event': 'push',
    'x-github-hook-id': '42',
    'content-type': 'application/json',
  })
  expect(second?.headers['content-type']).toBe('application/x-www-form-urlencoded')
  for (const post of [first, second]) {
    const mac = createHmac('sha256', 'secret of once').update(post?.text ?? '')
    expect(post?.headers['x-hub-signature-256']).toBe(`sha256=${mac.digest('hex')}`)
  }
  await expect
    .poll(() => log.states(), patient)
    .toMatchObject([
      { name: 'once', state: 'up', pending: 0, waiting: 0, failed: 0, delivered: 2, retried: 0 },
    ])
})

test('each gets what its filter lets through, and nothing that nobody signed or that was imported', async () => {
  await using pulls = await startHttpReceiver()
  await using all = await startHttpReceiver()
  await using _ = await log.start([
    { ...to(pulls, 'pulls'), events: ['pull_request.opened'], repositories: ['acme/*'] },
    to(all, 'all'),
  ])
  const opened = await log.append({ event: 'pull_request', action: 'opened', repository: 'Acme/Web' })
  const others = [
    await log.append({ event: 'pull_request', action: 'closed', repository: 'acme/web' }),
    await log.append({ event: 'pull_request', action: 'opened', repository: 'other/web' }),
  ]
  await log.append({ signature: null })
  // History that was imported went to them when it happened, or never.
  await log.append({ source: 'import' })
  await log.append({ source: 'gharchive' })
  const last = await log.append()
  await expect.poll(() => guidsOf(all).toSorted(), patient).toEqual([opened, ...others, last].toSorted())
  await expect.poll(() => log.states(), patient).toMatchObject([{ pending: 0 }, { pending: 0 }])
  expect(guidsOf(pulls)).toEqual([opened])
})

test('one that answers 500 gets it again until it takes it; one that refuses for good does not', async () => {
  await using receiver = await startHttpReceiver()
  await using _ = await log.start([to(receiver, 'moody')])
  receiver.statuses.push(500, 503)
  const again = await log.append()
  await expect.poll(() => guidsOf(receiver), patient).toEqual([again, again, again])
  receiver.statuses.push(422)
  const refused = await log.append()
  await expect
    .poll(() => log.failures(), patient)
    .toMatchObject([
      {
        ...{
          receiver: 'moody',
          delivery_id: refused,
          event: 'push',
          repository: 'acme/api',
          repository_id: 7,
        },
        ...{ status: 'failed', attempts: 1, status_code: 422, next_attempt_at: null },
        reason: expect.stringMatching(/^127\.0\.0\.1:\d+ answered 422$/),
      },
    ])
  await expect
    .poll(() => log.states(), patient)
    .toMatchObject([
      { delivered: 1, retried: 2, failed: 1, waiting: 0, last_error: expect.stringContaining('422') },
    ])
})

test('what failed for good is sent again when an operator says so, once per command', async () => {
  await using receiver = await startHttpReceiver()
  await using forwarding = await log.start([to(receiver, 'asked')])
  receiver.statuses.push(400, 400)
  const first = await log.append()
  const second = await log.append()
  await expect.poll(() => log.failures({ statuses: ['failed'] }), patient).toHaveLength(2)
  receiver.statuses.push(410)
  const command = retry('asked', first)
  await forwarding.retry(command)
  await expect.poll(() => log.failures({ delivery_id: first }), patient).toMatchObject([{ status_code: 410 }])
  await forwarding.retry(command)
  await forwarding.retry(retry('another', null))
  expect(receiver.posts).toHaveLength(3)
  await forwarding.retry(retry('asked', null))
  await expect.poll(() => log.failures(), patient).toEqual([])
  expect(guidsOf(receiver).filter((guid) => guid === first)).toHaveLength(3)
  expect(guidsOf(receiver).filter((guid) => guid === second)).toHaveLength(2)
})

test('one that is down holds back nobody, is asked now and then, and gets everything when it is back', async () => {
  await using well = await startHttpReceiver()
  await using ill = await startHttpReceiver()
  await using _ = await log.start([to(well, 'well'), to(ill, 'ill')], { waitAfter: () => 60_000 })
  // Two more than are sent before it is down: those who ask whether it is back find that it is not, twice.
  ill.statuses.push(...Array.from({ length: 12 }, () => 500))
  const first: string[] = []
  for (let count = 0; count < 10; count += 1) first.push(await log.append())
  await expect
    .poll(() => log.states(), patient)
    .toMatchObject([{ delivered: 10 }, { state: 'down', waiting: 10 }])
  const later = await Promise.all(Array.from({ length: 20 }, () => log.append()))
  await expect.poll(() => new Set(guidsOf(well)).size, patient).toBe(30)
  await expect.poll(() => new Set(guidsOf(ill)), patient).toEqual(new Set([...first, ...later]))
  await expect
    .poll(() => log.states(), patient)
    .toMatchObject([{ delivered: 30 }, { state: 'up', delivered: 30, waiting: 0, pending: 0, failed: 0 }])
  // While it was down only the oldest was tried, and those attempts are none of the schedule's.
  expect(ill.posts).toHaveLength(42)
})

test('what was not forwarded survives a stop, and what is known of it', async () => {
  await using receiver = await startHttpReceiver()
  const settings = [to(receiver, 'patient')]
  const before = await log.start(settings, { waitAfter: () => 1_500 })
  receiver.statuses.push(500, 400)
  const waiting = await log.append()
  await expect
    .poll(() => log.failures(), patient)
    .toMatchObject([{ delivery_id: waiting, status: 'waiting' }])
  const failed = await log.append()
  await expect.poll(() => log.failures(), patient).toHaveLength(2)
  await before[Symbol.asyncDispose]()
  const missed = await log.append()
  await using _ = await log.start(settings)
  await expect.poll(() => guidsOf(receiver), patient).toEqual([waiting, failed, missed, waiting])
  await expect.poll(() => log.failures(), patient).toMatchObject([{ delivery_id: failed, status: 'failed' }])
  await expect.poll(() => log.states(), patient).toMatchObject([{ delivered: 2, retried: 1, failed: 1 }])
})

test('the schedule runs out: it is kept with the reason', async () => {
  await using _ = await log.start([{ name: 'gone', url: 'http://127.0.0.1:1/', secret: 's' }])
  const guid = await log.append()
  await expect
    .poll(() => log.failures({ statuses: ['failed'] }), patient)
    .toMatchObject([
      {
        ...{ delivery_id: guid, attempts: 5, status_code: null },
        reason: '127.0.0.1:1 cannot be reached; there is no further attempt',
      },
    ])
})
