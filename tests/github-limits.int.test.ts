import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type AgentSystem, startAgentSystem, watchPayload } from './support/agent-system.ts'
import { askStore } from './support/ask-store.ts'
import { sendRecorded } from './support/send-recorded.ts'

const HOUR_MS = 3_600_000
const MISSED = 600
const REFUSALS = 6
const end = Math.floor(Date.now() / HOUR_MS) * HOUR_MS

let agents: AgentSystem

beforeAll(async () => {
  agents = await startAgentSystem({
    natsServerBin: inject('natsServerBin'),
    start: new Date(end - 2 * HOUR_MS),
    end: new Date(end + 6 * HOUR_MS),
  })
})

afterAll(() => agents[Symbol.asyncDispose]())

const held = async () => {
  const [row] = await askStore<{ held: number }>(
    agents.system.access,
    `SELECT uniqExact(guid) AS held FROM deliveries WHERE source = 'recovery'`,
  )
  return row?.held ?? 0
}

async function untilAllHeld(): Promise<void> {
  while ((await held()) < MISSED) await pause(100)
}

/** Whenever a hundred more were fetched, GitHub refuses: it asks for a minute's silence, or the hour's limit is spent. */
async function refuseNowAndThen(): Promise<number> {
  const { github } = agents
  const fetched = () => github.requests.filter(({ path }) => /deliveries\/\d+$/.test(path)).length
  let refusals = 0
  while (refusals < REFUSALS) {
    if (fetched() >= (refusals + 1) * (MISSED / (REFUSALS + 1))) {
      refusals += 1
      if (refusals % 3 === 0) github.limits.exhaust('core')
      else github.limits.beginSecondary(60)
    }
    await pause(2)
  }
  return refusals
}

test('in hours of limits nothing is sent that was to wait, and nothing is given up', async () => {
  const { github, hookId } = agents
  await sendRecorded(github, hookId, { count: MISSED, overMs: HOUR_MS, status: null })
  // So slow that a refusal comes between two requests.
  github.setLatency(10)
  const began = github.clock.now()
  const agent = agents.startAgent({}, ['recovery'])
  await github.runUntil(Promise.all([refuseNowAndThen(), untilAllHeld()]))
  await agent[Symbol.asyncDispose]()
  expect(github.sentWhilePaused).toEqual([])
  expect(github.clock.now() - began).toBeGreaterThanOrEqual(HOUR_MS)
  const refused = github.requests.filter(({ status }) => status === 403 || status === 429)
  expect(refused).toHaveLength(REFUSALS)
  expect(await held()).toBe(MISSED)
})

test('an agent that waits for the end of a limit for somebody who asked stops at once', async () => {
  const { github, gateway } = agents
  github.setLatency(0)
  const agent = agents.startAgent({}, ['features'])
  const ask = (what: string) => gateway.ask(`/api/v1/github/${watchPayload.repository.full_name}/${what}`)
  await expect.poll(async () => (await ask('info')).status, { timeout: 20_000 }).toBe(200)
  const refused = () => github.requests.filter(({ status }) => status === 403 || status === 429).length
  const before = refused()
  github.limits.beginSecondary(3_600)
  const answer = ask('pulls')
  await expect.poll(refused).toBeGreaterThan(before)
  const began = performance.now()
  await agent[Symbol.asyncDispose]()
  expect(performance.now() - began).toBeLessThan(2_000)
  expect(await answer).toMatchObject({ status: 503, body: { detail: 'github-agent is about to stop' } })
})
