import { createHmac } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import type { SimulatedDelivery } from '../simulator/delivery.ts'
import { simulateWorkload } from '../simulator/simulate.ts'
import { ask, askAll, field } from './asking.ts'
import { isObject } from './fields.ts'
import { type GitHubSimulator, startGitHubSimulator } from './github-simulator.ts'
import { listen, readBody } from './http/server.ts'

interface Received {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

const hour = 3_600_000
const nowhere = 'http://127.0.0.1:9/'
const start = new Date('2026-01-05T00:00:00Z')

async function startReceiver(status = () => 202) {
  const received: Received[] = []
  const server = await listen(
    async (request, response) => {
      received.push({ headers: request.headers, body: await readBody(request) })
      response.statusCode = status()
      response.end('{}')
    },
    (error) => {
      throw error
    },
  )
  onTestFinished(server.close)
  return { url: server.url, received }
}

function workload(deliveries: number): readonly SimulatedDelivery[] {
  const all = simulateWorkload({ seed: 3, deliveries, start, days: 5, repositories: 2, organizations: 1 })
  return all.deliveries.filter(({ payload }) => isObject(payload.repository))
}

/** A repository of the workload, by name, and a hook of its own. */
function hooked(
  simulator: GitHubSimulator,
  delivery: SimulatedDelivery | undefined,
  url: string,
  secret: string,
) {
  const repository = delivery?.payload.repository
  const id = Number(field(repository, 'id'))
  const name = String(field(repository, 'full_name'))
  return { hook: simulator.addHook({ kind: 'repository', id }, { url, secret, events: ['*'] }), name, id }
}

test('an event is sent to the hooks that subscribe, signed, with the headers of GitHub', async () => {
  await using simulator = await startGitHubSimulator()
  const { url, received } = await startReceiver()
  const [delivery] = workload(50)
  const { hook, id } = hooked(simulator, delivery, url, 'a secret')
  simulator.addHook({ kind: 'repository', id }, { url, events: ['gollum'] })
  if (delivery !== undefined) await simulator.publish(delivery)
  const [only] = received
  const signature = createHmac('sha256', 'a secret')
    .update(only?.body ?? '')
    .digest('hex')
  expect(received).toHaveLength(1)
  expect(only?.headers).toMatchObject({
    'x-github-event': delivery?.event,
    'x-github-delivery': delivery?.guid,
    'x-github-hook-id': String(hook.id),
    'x-github-hook-installation-target-type': 'repository',
    'x-hub-signature-256': `sha256=${signature}`,
  })
  expect(simulator.deliveriesOf(hook.id)).toMatchObject([
    { status: 'OK', statusCode: 202, redelivery: false },
  ])
})

test('a failed attempt stays in the log when its delivery succeeds later, under the same GUID', async () => {
  await using simulator = await startGitHubSimulator()
  const { url, received } = await startReceiver()
  const [delivery] = workload(50)
  const { hook, name } = hooked(simulator, delivery, nowhere, 's')
  if (delivery !== undefined) await simulator.publish(delivery)
  const token = simulator.credentials.createToken()
  const path = `/repos/${name}/hooks/${hook.id}/deliveries`
  const [failed] = (await askAll(simulator, token, path)).items
  expect(failed).toMatchObject({ status: 'failed to connect to host', status_code: 0, redelivery: false })
  hook.url = url
  const again = await ask(simulator, token, `${path}/${field(failed, 'id')}/attempts`, { method: 'POST' })
  expect(again.status).toBe(202)
  const { items } = await askAll(simulator, token, path)
  expect(items).toMatchObject([
    { status: 'OK', guid: delivery?.guid, redelivery: true },
    { status_code: 0, guid: delivery?.guid, redelivery: false },
  ])
  const { body } = await ask(simulator, token, `${path}/${field(failed, 'id')}`)
  expect(field(body, 'request', 'payload')).toEqual(JSON.parse(received[0]?.body ?? '{}'))
  const failures = await askAll(simulator, token, `${path}?status=failure`)
  expect(failures.items).toHaveLength(1)
})

test('30,000 deliveries are recorded in seconds, read by cursor without a gap, and gone after 72 hours', async () => {
  await using simulator = await startGitHubSimulator({ limits: { restPointsPerMinute: 1e6 } })
  const deliveries = workload(1_000)
  const { hook, name, id } = hooked(simulator, deliveries[0], nowhere, 's')
  const ours = deliveries.filter(({ payload }) => field(payload, 'repository', 'id') === id)
  if (deliveries[0] !== undefined) simulator.apply(deliveries[0])
  const begun = performance.now()
  let count = 0
  for (; count < 30_000; count += 1) {
    const delivery = ours[count % ours.length]
    if (delivery !== undefined) simulator.deliverer.record(delivery, () => (count % 4 === 0 ? null : 202))
    if (count === 14_999) await simulator.clock.advance(60 * hour)
  }
  expect(performance.now() - begun).toBeLessThan(10_000)
  const kept = simulator.deliveriesOf(hook.id)
  const token = simulator.credentials.createToken()
  const path = `/repos/${name}/hooks/${hook.id}/deliveries?per_page=100`
  const { items, pages } = await askAll(simulator, token, path)
  const ids = items.map((one) => Number(field(one, 'id')))
  expect(pages).toBe(Math.ceil(kept.length / 100))
  expect(ids).toEqual(kept.map((attempt) => attempt.id).reverse())
  await simulator.clock.advance(13 * hour)
  const left = simulator.deliveriesOf(hook.id).length
  expect(kept.length - left).toBeGreaterThan(10_000)
  await simulator.clock.advance(60 * hour)
  expect(simulator.deliveriesOf(hook.id)).toEqual([])
})

test('deliveries are dropped, doubled, late and out of order by the seed', async () => {
  const deliveries = workload(300)
  const arrivals = async () => {
    await using simulator = await startGitHubSimulator({ seed: 9 })
    const { url, received } = await startReceiver()
    hooked(simulator, deliveries[0], url, 's')
    simulator.deliverer.disturb({ drop: 0.1, duplicate: 0.1, delay: 0.1, reorder: 0.1 })
    for (const delivery of deliveries) await simulator.publish(delivery)
    await simulator.runUntil(simulator.deliverer.settled())
    await simulator.deliverer.flush()
    return received.map(({ headers }) => String(headers['x-github-delivery']))
  }
  const [first, second] = [await arrivals(), await arrivals()]
  expect(first).toEqual(second)
  const sent = deliveries.map(({ guid }) => guid)
  const once = [...new Set(first)]
  expect(once.length).toBeLessThan(sent.length)
  expect(first.length).toBeGreaterThan(once.length)
  expect(once).not.toEqual(sent.filter((guid) => once.includes(guid)))
})
