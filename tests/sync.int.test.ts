import { expect, inject, test } from 'vitest'
import { type AgentSystem, startAgentSystem } from './support/agent-system.ts'
import { askStore } from './support/ask-store.ts'

const start = new Date('2026-01-05T08:00:00Z')
const natsServerBin = inject('natsServerBin')
const projections = [
  'deliveries',
  'repositories',
  'pull-requests',
  'issues',
  'deployments',
  'counters',
] as const

async function startSynced(): Promise<AgentSystem> {
  const agent = await startAgentSystem({
    natsServerBin,
    start,
    end: new Date(start.getTime() + 3_600_000),
    projections,
  })
  agent.github.seed({
    ...{ seed: 5, repositories: 4, issuesAndPullRequests: 300 },
    ...{ from: new Date('2025-10-01T00:00:00Z'), until: new Date('2026-01-05T07:00:00Z') },
  })
  return agent
}

const env = { OCTO_GITHUB_OWNER: 'acme', OCTO_SYNC_SCHEDULE: 'off', OCTO_POLL_SECONDS: 'off' }

/** Server-sent events of a path, as they come. */
async function listen(
  url: string,
  key: string,
  end: AbortSignal,
): Promise<readonly Record<string, unknown>[]> {
  const events: Record<string, unknown>[] = []
  const response = await fetch(url, { headers: { 'x-api-key': key }, signal: end })
  const read = async () => {
    let rest = ''
    for await (const chunk of response.body ?? []) {
      const blocks = (rest + Buffer.from(chunk).toString()).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) {
        const data = /^data: (.+)$/m.exec(block)?.[1]
        if (data !== undefined) events.push(JSON.parse(data))
      }
    }
  }
  read().catch(() => undefined)
  return events
}

test('a sync is asked for, watched and counted, and everything that GitHub counts is held', async () => {
  await using agent = await startSynced()
  const { gateway, github } = agent
  github.setLatency(60)
  await using _leader = agent.startAgent(env)
  const ask = (path: string, asking = {}) => gateway.ask(`/api/v1/sync${path}`, { as: 'admin', ...asking })
  await expect.poll(async () => (await ask('/stats')).status, { timeout: 20_000 }).toBe(200)
  const end = new AbortController()
  const told = await listen(`${gateway.url}/api/v1/stream?kind=sync`, gateway.keys.viewer, end.signal)
  const seed = await listen(`${gateway.url}/api/sync/stream`, gateway.keys.viewer, end.signal)
  await expect.poll(() => [told.length, seed.length], { timeout: 10_000 }).toEqual([1, 1])
  const begun = await ask('', { body: { mode: 'full' } })
  expect(begun).toMatchObject({ status: 202, body: { mode: 'full', requested_by: 'root', ended_at: null } })
  expect(await ask('', { body: {} })).toMatchObject({ status: 409, body: { code: 'sync_running' } })
  const path = `/${begun.body.id}`
  await expect.poll(async () => (await ask(path)).body.stage, { timeout: 30_000 }).toBe('completed')
  await expect.poll(() => told.at(-1)?.change, { timeout: 10_000 }).toBe('completed')
  expect(told.slice(0, 2)).toMatchObject([
    { change: 'current', sync: null },
    { change: 'started', sync: { id: begun.body.id } },
  ])
  expect(told.at(-1)).toMatchObject({ sync: { repositories_processed: 5, counts: { repositories: 5 } } })
  const types = () => seed.map(({ type }) => type)
  await expect.poll(() => types().at(-1)).toBe('sync:complete')
  expect([types()[0], types()[1], types().at(-1)]).toEqual(['sync:current', 'sync:start', 'sync:complete'])
  expect(seed.at(-1)?.data).toMatchObject({ success: true, reposSynced: 5, errors: [] })
  end.abort()
  const imported = { source: 'github', records_failed: 0, errors: [], requested_by: 'root' }
  expect((await ask('/history')).body.data).toMatchObject([
    { ...imported, id: begun.body.id, stage: 'completed', records_imported: 420 },
  ])
  expect((await ask('/stats')).body).toMatchObject({ total: 1, completed: 1, success_rate: 1 })
  expect((await ask(path, { method: 'DELETE' })).status).toBe(409)
  const unknown = '/00000000-0000-4000-8000-000000000000'
  expect((await ask(unknown)).status).toBe(404)
  expect((await ask('', { as: 'viewer', body: {} })).status).toBe(403)
  const completeness = async () => {
    const { body } = await ask('/completeness')
    const rows = body.data as { kind: string; github: number; held: number }[]
    return rows.map(({ kind, github: counted, held }) => ({ kind, counted, held }))
  }
  const differing = async () => {
    const rows = await completeness()
    return rows.length === 35 ? rows.filter(({ counted, held }) => counted !== held) : null
  }
  await expect.poll(differing, { timeout: 30_000 }).toEqual([])
  const shown = async () => (await gateway.ask('/api/v1/repositories/acme/service-000')).body
  await expect.poll(shown).toMatchObject({
    repository: 'acme/service-000',
    contributors: expect.any(Number),
    tech_stack: expect.arrayContaining(['TypeScript', 'Shell']),
    lines_of_code: expect.any(Number),
  })
  expect((await shown()).languages).toEqual(github.world.find('acme/service-000')?.repository.languages)
  const commits =
    "SELECT sum(value) AS total FROM (SELECT uniqExact(key) AS value FROM counter_facts WHERE counter = 'commits')"
  await expect.poll(() => askStore(agent.system.access, commits)).toEqual([{ total: 120 }])
})
