import { expect, test } from 'vitest'
import { genuineDeliveries } from '../simulator/genuine-deliveries.ts'
import { simulateWorkload } from '../simulator/simulate.ts'
import { readDescribedApi } from './described-api.ts'
import { examplePaths } from './example-paths.ts'
import { type GitHubSimulator, startGitHubSimulator } from './github-simulator.ts'

const described = readDescribedApi()
const start = new Date('2026-01-01T00:00:00Z')
const until = new Date('2026-02-01T00:00:00Z')
const limits = { primary: { core: 1e6, search: 1e6, graphql: 1e6 }, restPointsPerMinute: 1e6 }

/** A world with some of everything in it: genuine, simulated, seeded. */
async function busyGitHub(): Promise<GitHubSimulator> {
  const simulator = await startGitHubSimulator({ limits })
  for (const delivery of genuineDeliveries()) simulator.apply(delivery)
  for (const delivery of simulateWorkload({ seed: 5, deliveries: 2_500, start, days: 20 }).deliveries)
    simulator.apply(delivery)
  simulator.seed({ seed: 1, repositories: 2, issuesAndPullRequests: 60, from: start, until })
  const [somebody] = simulator.world.accounts.values()
  for (const repository of simulator.world.repositories.values()) {
    repository.files.set('docs/plan.md', '# Plan\n')
    repository.contributors = [{ ...somebody, contributions: 12 }]
  }
  return simulator
}

async function ask(simulator: GitHubSimulator, token: string, method: string, path: string, body?: object) {
  const response = await fetch(`${simulator.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
}

/** What is wrong with the answers to an operation; that none was 200 is wrong too. */
async function faultsOf(
  simulator: GitHubSimulator,
  token: string,
  operation: string,
  paths: readonly string[],
) {
  const found = new Set<string>()
  let answered = 0
  for (const path of paths.slice(0, 60)) {
    const { status, body } = await ask(simulator, token, 'GET', path)
    if (status === 200) answered += 1
    for (const fault of described.faultsOf(operation, status, body)) found.add(fault)
  }
  if (answered === 0) found.add(`none of ${paths.length} answers was 200`)
  return [...found]
}

test('every answer of the REST API has the shape that GitHub describes', { timeout: 120_000 }, async () => {
  await using simulator = await busyGitHub()
  const token = simulator.credentials.createToken()
  const wrong = new Map<string, readonly string[]>()
  for (const [path, examples] of examplePaths(simulator.world)) {
    const faults = await faultsOf(simulator, token, `GET ${path}`, examples)
    if (faults.length > 0) wrong.set(path, faults)
  }
  expect(Object.fromEntries(wrong)).toEqual({})
})
