import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type AgentSystem, startAgentSystem } from './support/agent-system.ts'
import { appendDeliveries } from './support/append-deliveries.ts'
import { askStore } from './support/ask-store.ts'
import { sendRecorded } from './support/send-recorded.ts'

const HOUR_MS = 3_600_000
const BUSY_HOURS = 9
const OUTAGE_HOURS = 60
const RECEIVED = 23_000
const MISSED = 7_000

/** GitHub's clock comes to where ours is when the outage ends. */
const end = Math.floor(Date.now() / HOUR_MS) * HOUR_MS
const start = end - (BUSY_HOURS + OUTAGE_HOURS) * HOUR_MS

let agents: AgentSystem

beforeAll(async () => {
  agents = await startAgentSystem({
    natsServerBin: inject('natsServerBin'),
    start: new Date(start),
    end: new Date(end),
  })
  const { system, github, hookId } = agents
  const busy = { count: RECEIVED, overMs: BUSY_HOURS * HOUR_MS, status: 202 }
  await appendDeliveries(system.log, await sendRecorded(github, hookId, busy))
  await sendRecorded(github, hookId, { count: MISSED, overMs: OUTAGE_HOURS * HOUR_MS, status: null })
}, 120_000)

afterAll(() => agents[Symbol.asyncDispose]())

interface Hour {
  readonly expected: number
  readonly held: number
  readonly recovered: number
  readonly missing: number
  readonly completeness: number
}

async function ledger(): Promise<{ readonly total: Hour; readonly hours: readonly Hour[] }> {
  const range = `since=${new Date(start).toISOString()}&until=${new Date(end).toISOString()}&limit=1000`
  const { body } = await agents.gateway.ask(`/api/v1/intake?${range}`)
  const { total, data } = Object(body)
  return { total, hours: data }
}

/** Repeats until all is held; the test's own timeout ends it. Gives the completeness that was seen first. */
async function untilComplete(): Promise<number> {
  let first: number | null = null
  for (;;) {
    const { expected, completeness } = (await ledger()).total
    if (expected > 0) first ??= completeness
    if (first !== null && expected === RECEIVED + MISSED && completeness === 1) return first
    await pause(1_500)
  }
}

test('after 60 hours without ingress all that GitHub still knows is fetched, once, before it forgets', async () => {
  const { github, system } = agents
  const agent = agents.startAgent({}, ['recovery'])
  expect(await github.runUntil(untilComplete())).toBeLessThan(1)
  await agent[Symbol.asyncDispose]()
  expect((await ledger()).total).toEqual({
    ...{ expected: RECEIVED + MISSED, held: RECEIVED + MISSED },
    ...{ recovered: MISSED, missing: 0, completeness: 1 },
  })
  const fetched = github.requests.filter(
    ({ path, status }) => /deliveries\/\d+$/.test(path) && status === 200,
  )
  expect(fetched).toHaveLength(MISSED)
  // 300 pages of a log, 7,000 payloads: an hour and a half of GitHub's limit, of which nothing was sent too much.
  expect(github.sentWhilePaused).toEqual([])
  expect(github.clock.now() - end).toBeGreaterThan(HOUR_MS / 2)
  expect(github.clock.now() - end).toBeLessThan(3 * HOUR_MS)
  const stored = await askStore(
    system.access,
    `SELECT source, count() AS attempts, uniqExact(guid) AS guids FROM deliveries GROUP BY source ORDER BY source`,
  )
  expect(stored).toEqual([
    { source: 'recovery', attempts: MISSED, guids: MISSED },
    { source: 'webhook', attempts: RECEIVED, guids: RECEIVED },
  ])
}, 280_000)

test('the ledger shows the gap, hour by hour, and that it was closed', async () => {
  const { hours } = await ledger()
  const gap = hours.filter(({ recovered }) => recovered > 0)
  expect(gap).toHaveLength(OUTAGE_HOURS)
  expect(gap.every(({ expected, recovered, held }) => expected === recovered && expected === held)).toBe(true)
  const busy = hours.filter(({ expected, recovered }) => expected > 0 && recovered === 0)
  expect(busy).toHaveLength(BUSY_HOURS)
  expect(busy.reduce((sum, { held }) => sum + held, 0)).toBe(RECEIVED)
})
