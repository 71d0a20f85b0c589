import type { ApiCall } from '@octometer/event-contracts'
import { createGitHubClient } from '@octometer/github-client'
import { createLogger } from '@octometer/telemetry'
import { startGitHubSimulator } from '@octometer/testkit'
import { expect, test } from 'vitest'

const HOUR_MS = 3_600_000
const REPOSITORIES = 40

// GitHub's tags are of the token too, and an installation's token is another each hour.
test('a warm cache outlives the hourly tokens of an installation: unchanged reads are answered 304', async () => {
  await using github = await startGitHubSimulator({ flowing: false })
  const at = github.clock.now()
  const span = { from: new Date(at - 1000 * HOUR_MS), until: new Date(at) }
  github.seed({ seed: 1, repositories: REPOSITORIES, issuesAndPullRequests: 400, ...span })
  const app = github.createApp({ owner: 'acme' })
  const installationId = github.credentials.install(app.id, { account: 'acme' })
  const calls: ApiCall[] = []
  using client = createGitHubClient({
    baseUrl: github.url,
    credential: { kind: 'app', appId: app.id, privateKey: app.pem, installationId },
    clock: github.clock,
    sleep: github.clock.sleep,
    logger: createLogger({ service: 'test', level: 'silent' }),
    onCall: (call) => calls.push(call),
  })
  const readAll = async () => {
    for (let index = 0; index < REPOSITORIES; index += 1) {
      const place = { owner: 'acme', repo: `service-${String(index).padStart(3, '0')}` }
      await client.request('GET /repos/{owner}/{repo}', place, { kind: 'repository' })
      await client.request('GET /repos/{owner}/{repo}/issues', place, { kind: 'issues' })
    }
  }
  await github.runUntil(readAll())
  const tokens = () => calls.filter(({ route }) => route.endsWith('/access_tokens')).length
  for (let hour = 1; hour <= 5; hour += 1) {
    await github.clock.advance(HOUR_MS)
    calls.length = 0
    const sent = github.requests.length
    await github.runUntil(readAll())
    expect(tokens()).toBe(1)
    const answers = github.requests.slice(sent).filter(({ method }) => method === 'GET')
    expect(answers).toHaveLength(2 * REPOSITORIES)
    const unchanged = answers.filter(({ status, cost }) => status === 304 && cost === 0)
    expect(unchanged.length / answers.length).toBeGreaterThanOrEqual(0.95)
  }
})
