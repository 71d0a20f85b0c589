import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { type AgentSystem, startAgentSystem, watchPayload } from './support/agent-system.ts'
import { appendDeliveries } from './support/append-deliveries.ts'
import { askStore } from './support/ask-store.ts'
import { sendRecorded } from './support/send-recorded.ts'

const HOUR_MS = 3_600_000
const end = Math.floor(Date.now() / HOUR_MS) * HOUR_MS

let agents: AgentSystem

beforeEach(async () => {
  agents = await startAgentSystem({
    natsServerBin: inject('natsServerBin'),
    start: new Date(end - 4 * HOUR_MS),
    end: new Date(end + 24 * HOUR_MS),
  })
})

afterEach(() => agents[Symbol.asyncDispose]())

/** How often each GUID of the archive was received, and how. */
const archived = () =>
  askStore<{ guid: string; source: string; attempts: number }>(
    agents.system.access,
    `SELECT guid, any(source) AS source, count() AS attempts FROM deliveries GROUP BY guid ORDER BY guid`,
  )

const fetches = () => agents.github.requests.filter(({ path }) => /deliveries\/\d+$/.test(path)).length

async function until(satisfied: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await satisfied())) await pause(50)
}

/** Until the agent has read the log so many times from now on. */
async function looks(count: number): Promise<void> {
  const reads = () => agents.github.requests.filter(({ path }) => /hooks\/\d+\/deliveries$/.test(path)).length
  const before = reads()
  await agents.github.runUntil(until(() => reads() >= before + count))
}

test('an agent that is stopped in the middle goes on where it stood, and fetches nothing twice', async () => {
  const { github, hookId } = agents
  const missed = await sendRecorded(github, hookId, { count: 120, overMs: HOUR_MS, status: 502 })
  const first = agents.startAgent({}, ['recovery'])
  await github.runUntil(until(() => fetches() >= 40))
  await first[Symbol.asyncDispose]()
  const second = agents.startAgent({}, ['recovery'])
  await github.runUntil(until(async () => (await archived()).length === missed.length))
  await looks(2)
  await second[Symbol.asyncDispose]()
  expect(await archived()).toEqual(
    missed
      .map(({ guid }) => ({ guid, source: 'recovery', attempts: 1 }))
      .toSorted((a, b) => (a.guid < b.guid ? -1 : 1)),
  )
  // The one that was on its way when the first was stopped may be fetched again.
  expect(fetches()).toBeLessThanOrEqual(missed.length + 1)
})

test('what a redelivery brought is not fetched, though GitHub keeps the failed attempt', async () => {
  const { github, hookId, system } = agents
  const [redelivered] = await sendRecorded(github, hookId, { count: 1, overMs: HOUR_MS, status: 502 })
  const [hook] = [...github.deliveriesOf(hookId)]
  expect(hook?.statusCode).toBe(502)
  await appendDeliveries(system.log, redelivered === undefined ? [] : [redelivered])
  const [lost] = await sendRecorded(github, hookId, { count: 1, overMs: HOUR_MS, status: 502 })
  const agent = agents.startAgent({}, ['recovery'])
  await github.runUntil(until(async () => (await archived()).length === 2))
  await looks(2)
  await agent[Symbol.asyncDispose]()
  expect(fetches()).toBe(1)
  expect((await archived()).find(({ guid }) => guid === lost?.guid)).toMatchObject({ source: 'recovery' })
})

test('what GitHub gives no more is asked for once, stays missing, and holds nothing else up', async () => {
  const { github, hookId, gateway } = agents
  const [gone, ...others] = await sendRecorded(github, hookId, { count: 4, overMs: HOUR_MS, status: 502 })
  github.faults.plan({ kind: 'status', status: 404 }, { times: 1, on: /deliveries\/\d+$/ })
  const agent = agents.startAgent({}, ['recovery'])
  await github.runUntil(until(async () => (await archived()).length === others.length))
  await looks(3)
  await agent[Symbol.asyncDispose]()
  expect(fetches()).toBe(4)
  const since = new Date(end - 4 * HOUR_MS).toISOString()
  const missing = async () => (await gateway.ask(`/api/v1/intake/missing?since=${since}`)).body.data
  await expect.poll(missing).toMatchObject([{ guid: gone?.guid, event: 'watch', status_code: 502 }])
})

test('a failure of GitHub’s is waited out', async () => {
  const { github, hookId } = agents
  await sendRecorded(github, hookId, { count: 5, overMs: HOUR_MS, status: 502 })
  github.faults.plan({ kind: 'status', status: 502 }, { times: 12, on: /deliveries/ })
  const agent = agents.startAgent({}, ['recovery'])
  await github.runUntil(until(async () => (await archived()).length === 5))
  await agent[Symbol.asyncDispose]()
  expect((await archived()).map(({ attempts }) => attempts)).toEqual([1, 1, 1, 1, 1])
})

test('hooks of others are not read', async () => {
  const { github, hookId } = agents
  const { id } = watchPayload.repository
  github.addHook({ kind: 'repository', id }, { url: 'https://elsewhere.example/', events: ['*'] })
  github.record({ event: 'watch', payload: watchPayload, guid: randomUUID() }, () => 502)
  await github.clock.advance(HOUR_MS)
  const agent = agents.startAgent({}, ['recovery'])
  await looks(2)
  await agent[Symbol.asyncDispose]()
  const read = github.requests.filter(({ path }) => path.endsWith('/deliveries')).map(({ path }) => path)
  expect(new Set(read).size).toBe(1)
  expect(read[0]).toContain(`/hooks/${hookId}/`)
})
