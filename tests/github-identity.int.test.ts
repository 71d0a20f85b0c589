import { startGitHubSimulator } from '@octometer/testkit'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type AskedGateway, startAskedGateway } from './support/ask-gateway.ts'
import { startTestAgent } from './support/github-agent.ts'
import { startTestSystem, type TestSystem } from './support/system.ts'

let stack: AsyncDisposableStack
let system: TestSystem
let gateway: AskedGateway

beforeAll(async () => {
  stack = new AsyncDisposableStack()
  system = stack.use(await startTestSystem({ natsServerBin: inject('natsServerBin') }))
  gateway = stack.use(await startAskedGateway(system, new Date('2026-01-05T08:00:00Z')))
})

afterAll(() => stack.disposeAsync())

async function checks() {
  const { body } = await gateway.ask('/api/v1/doctor')
  const all = body.checks as readonly { readonly name: string }[]
  return all.filter(({ name }) => name.startsWith('github'))
}

test('the doctor tells who asks GitHub and what is missing for what; without an agent, that it does not answer', async () => {
  expect(await checks()).toMatchObject([{ name: 'github', status: 'warn' }])
  await using github = await startGitHubSimulator({ flowing: true })
  github.seed({
    ...{ seed: 1, repositories: 1, issuesAndPullRequests: 2 },
    ...{ from: new Date('2025-12-01T00:00:00Z'), until: new Date('2026-01-01T00:00:00Z') },
  })
  const token = github.credentials.createToken({ login: 'mona', scopes: ['repo'] })
  const app = github.createApp({ slug: 'octometer', permissions: { metadata: 'read', contents: 'read' } })
  const id = github.credentials.install(app.id, { account: 'acme' })
  const installation = github.credentials.installations.get(id)
  await using _agent = startTestAgent(system, github, {
    OCTO_GITHUB_TOKEN: token,
    OCTO_GITHUB_APP_ID: String(app.id),
    OCTO_GITHUB_APP_PRIVATE_KEY: app.pem,
  })
  await expect.poll(checks, { timeout: 20_000 }).toMatchObject([
    {
      name: 'github.token',
      status: 'warn',
      summary: expect.stringContaining('mona: sync lacks read:org or write:org or admin:org; '),
    },
    {
      name: 'github.app',
      status: 'warn',
      summary: expect.stringContaining('octometer: sync lacks issues: read'),
    },
    {
      name: 'github.installation.acme',
      status: 'warn',
      summary: expect.stringContaining('labels lacks issues'),
    },
  ])
  // Asked again after a minute: one is suspended meanwhile, the other revoked.
  if (installation !== undefined) installation.suspendedAt = github.clock.now()
  github.credentials.revoke(token)
  await github.clock.advance(61_000)
  const later = await checks()
  expect(later).toMatchObject([
    { name: 'github.token', status: 'fail', summary: 'The token: GitHub does not know it.' },
    { name: 'github.app' },
    { name: 'github.installation.acme', summary: 'The installation on acme is suspended.' },
  ])
  expect(JSON.stringify(later)).not.toContain(token)
})
