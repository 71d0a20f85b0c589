import type { ProjectorsService } from '@octometer/projectors'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { z } from 'zod'
import { metricUpdate, webhooks } from './github-metrics/answer-schemas.ts'
import { type AskedGateway, startAskedGateway } from './support/ask-gateway.ts'
import { sendEvents } from './support/send-events.ts'
import { startTestSystem, type TestSystem } from './support/system.ts'

// Seed 003's WebSocket: its messages by a strict schema, and each event as the list of the same events has it.

type Update = z.output<typeof metricUpdate>

const stack = new AsyncDisposableStack()
let system: TestSystem
let gateway: AskedGateway
let projectors: ProjectorsService

beforeAll(async () => {
  system = stack.use(await startTestSystem({ natsServerBin: inject('natsServerBin') }))
  projectors = stack.use(await system.startProjectors())
  gateway = stack.use(await startAskedGateway(system, new Date()))
}, 60_000)

afterAll(() => stack.disposeAsync())

const patient = { timeout: 20_000 }

const repositoryOf = (name: string) => {
  const id = name === 'acme/api' ? 1 : 2
  return { id, full_name: name, name: name.slice(5), owner: { login: 'acme', id: 9 } }
}

const starOf = (name: string) => ({
  event: 'watch',
  payload: { action: 'started', repository: repositoryOf(name), sender: { login: 'mona' } },
})

/** Projections that handle pull requests cannot read it; the archive can. */
const unreadable = {
  event: 'pull_request',
  payload: { action: 'opened', pull_request: {}, repository: repositoryOf('acme/api') },
}

function follow(query = ''): Disposable & { readonly updates: readonly Update[] } {
  const webSocket = gateway.openWebSocket(`/metrics/ws${query}`)
  const updates: Update[] = []
  webSocket.addEventListener('message', ({ data }) => {
    updates.push(metricUpdate.parse(JSON.parse(String(data))))
  })
  return { updates, [Symbol.dispose]: () => webSocket.close() }
}

const guids = (updates: readonly Update[]) => updates.map(({ data }) => data.event.delivery_id)

test('seed 003: /metrics/ws tells the newest events first, then each as it comes, as the list has them', async () => {
  const guid = (index: number) => `00000000-0000-4000-8000-00000000000${index}`
  const numbered = [1, 2, 3].map((index) => ({ ...starOf('acme/api'), guid: guid(index) }))
  await sendEvents(system, numbered)
  // What is not projected yet is told later, with its outcome.
  await projectors.caughtUp()
  using all = follow()
  await expect.poll(() => guids(all.updates), patient).toEqual([guid(3), guid(2), guid(1)])
  using web = follow('?repository=ACME/web')
  using failed = follow('?status=partial')
  using issues = follow('?event_type=issues')
  await sendEvents(system, [
    { ...starOf('acme/web'), guid: guid(4) },
    { ...unreadable, guid: guid(5) },
    { ...starOf('acme/api'), guid: guid(6) },
  ])
  await expect.poll(() => guids(all.updates).toSorted(), patient).toEqual([1, 2, 3, 4, 5, 6].map(guid))
  await expect.poll(() => guids(web.updates), patient).toEqual([guid(4)])
  await expect.poll(() => guids(failed.updates), patient).toEqual([guid(5)])
  expect(issues.updates).toEqual([])
  const byGuid = new Map(all.updates.map(({ data }) => [data.event.delivery_id, data]))
  await projectors.caughtUp()
  for (const entry of await list()) expect(byGuid.get(entry.delivery_id)?.event).toEqual(entry)
  const delta = { total_events: 1, successful_events: 0, failed_events: 0, partial_events: 0 }
  expect(byGuid.get(guid(4))?.summary_delta).toEqual({ ...delta, successful_events: 1 })
  expect(byGuid.get(guid(5))?.summary_delta).toEqual({ ...delta, partial_events: 1 })
})

test('seed 003: /metrics/ws is a WebSocket for who has a key, and nothing else', async () => {
  const plain = await gateway.ask('/metrics/ws')
  expect(plain).toMatchObject({ status: 426, body: { code: 'websocket_only' } })
  expect(await gateway.ask('/metrics/ws?page=2')).toMatchObject({ status: 400 })
  const stranger = new WebSocket(`${gateway.url.replace('http', 'ws')}/metrics/ws`)
  await new Promise((resolve) => stranger.addEventListener('error', resolve, { once: true }))
  expect(stranger.readyState).toBe(WebSocket.CLOSED)
})

async function list() {
  const { body } = await gateway.ask('/api/metrics/webhooks')
  return webhooks.parse(body).data
}
