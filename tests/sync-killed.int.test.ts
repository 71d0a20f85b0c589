import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type GitHubSimulator, startGitHubSimulator } from '@octometer/testkit'
import { expect, test, vi } from 'vitest'
import { convergedRows } from './support/converged-rows.ts'
import { type SyncedLog, startSyncedLog } from './support/synced-log.ts'
import { testSettings } from './support/system.ts'

const program = new URL('../services/github-agent/src/main.ts', import.meta.url).pathname
const names = [
  'counters',
  'pull-requests',
  'review-threads',
  'people',
  'checks',
  'deployments',
  'issues',
  'projects',
]

/** A github-agent in a process of its own; disposal kills it as a power cut would. */
function startProcess(environment: SyncedLog['environment']): AsyncDisposable {
  const env = { ...environment, OCTO_CLICKHOUSE_URL: 'http://127.0.0.1:1', OCTO_LOG_LEVEL: 'error' }
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  return {
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

/** When a look was taken is of the look, not of what it saw. */
const ofTheLook =
  /^(guid|rank|mark|size_mark|assignment|observed_at|last_received_at|received_at|seen_at|first_seen_at|taken_at)$/

function withoutLook(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutLook)
  if (value instanceof Date || typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([name]) => !ofTheLook.test(name))
  return Object.fromEntries(kept.map(([name, each]) => [name, withoutLook(each)]))
}

/** Plans are read by jobs that a sync begins, and that end when they end. */
const ofJobs = new Set(['project_plans', 'project_updates'])

/** All rows of the read models that come of the syncs in a log, as text. */
async function rowsOf(log: SyncedLog): Promise<Readonly<Record<string, readonly string[]>>> {
  const tables = convergedRows(names, testSettings, await log.messages())
  return Object.fromEntries(
    Object.entries(tables)
      .filter(([table]) => !ofJobs.has(table))
      .map(([table, rows]) => [
        table,
        [...new Set(rows.map((row) => JSON.stringify(withoutLook(row))))].sort(),
      ]),
  )
}

/** Syncs into a log whose first agent is killed in the middle. */
async function syncKilled(log: SyncedLog): Promise<void> {
  const killed = startProcess(log.environment)
  await vi.waitFor(() => log.runs(), { timeout: 30_000 })
  const run = await log.begin('full')
  const processed = async () => (await log.runs()).running?.repositories_processed ?? 0
  await expect.poll(processed, { timeout: 60_000, interval: 5 }).toBeGreaterThan(0)
  await killed[Symbol.asyncDispose]()
  await using _next = log.startAgent()
  expect(await log.ended(run)).toMatchObject({ stage: 'completed', resumed: 1, errors: [] })
}

function seed(github: GitHubSimulator): void {
  const range = { from: new Date('2025-11-01T00:00:00Z'), until: new Date('2026-01-05T07:00:00Z') }
  github.seed({ seed: 11, repositories: 8, issuesAndPullRequests: 2_000, ...range })
  for (const { id, branches, checkSuites, checkRuns } of github.world.repositories.values()) {
    const at = '2026-01-05T07:00:00Z'
    const state = { status: 'completed', conclusion: 'failure', head_sha: branches.get('main') ?? '' }
    const app = { id: 15_368, slug: 'github-actions', name: 'GitHub Actions' }
    const suite = { ...state, id: id * 100, app, head_branch: 'main', created_at: at, updated_at: at }
    checkSuites.set(suite.id, suite)
    checkRuns.set(suite.id + 1, {
      ...{ ...state, id: suite.id + 1, name: 'unit-tests', app, check_suite: { id: suite.id } },
      ...{ started_at: at, completed_at: at },
    })
  }
}

test('a sync whose process was killed in the middle and resumed leaves the rows that one that was not leaves', {
  timeout: 150_000,
}, async () => {
  await using github = await startGitHubSimulator({ flowing: true })
  seed(github)
  const environment = { OCTO_GITHUB_TOKEN: github.credentials.createToken(), OCTO_GITHUB_OWNER: 'acme' }
  await using whole = await startSyncedLog(github, environment)
  await using _agent = whole.startAgent()
  expect(await whole.sync('full')).toMatchObject({ stage: 'completed', errors: [] })
  github.setLatency(30)
  await using broken = await startSyncedLog(github, environment)
  await syncKilled(broken)
  const rows = await rowsOf(broken)
  expect(rows).toEqual(await rowsOf(whole))
  expect(rows.counter_facts?.length).toBeGreaterThan(2_000)
  expect(rows.check_runs).toHaveLength(8)
})
