import { expect, test } from 'vitest'
import { startScriptedApp } from './app.fixture.ts'
import { identify } from './identify.ts'
import { type Reply, startScriptedGitHub, TOKEN } from './scripted-github.fixture.ts'

const token = { kind: 'token', token: TOKEN } as const

async function identified(reply: (path: string) => Reply) {
  await using github = await startScriptedGitHub(({ path }) => reply(path))
  return await identify(github.client(), token)
}

test('a classic token: its user, its scopes, and what is missing for what', async () => {
  const headers = {
    'x-oauth-scopes': 'repo, read:user',
    'github-authentication-token-expiration': '2026-04-01 10:20:30 UTC',
  }
  expect(await identified(() => ({ headers, body: { login: 'mona', id: 1 } }))).toEqual({
    kind: 'user',
    name: 'mona',
    id: 1,
    scopes: ['repo', 'read:user'],
    permissions: null,
    suspended: false,
    expiresAt: new Date('2026-04-01T10:20:30Z'),
    features: [
      { feature: 'sync', allowed: false, missing: ['read:org or write:org or admin:org'] },
      { feature: 'hooks', allowed: true, missing: [] },
      { feature: 'organization hooks', allowed: false, missing: ['admin:org_hook'] },
      { feature: 'labels', allowed: true, missing: [] },
      { feature: 'settings', allowed: true, missing: [] },
    ],
  })
})

test('a classic token without any scope may nothing of it; of a fine-grained one GitHub does not tell', async () => {
  const body = { login: 'mona', id: 1 }
  const bare = await identified(() => ({ headers: { 'x-oauth-scopes': '' }, body }))
  expect(bare.scopes).toEqual([])
  expect(bare.features.every(({ allowed }) => allowed === false)).toBe(true)
  const expiry = { 'github-authentication-token-expiration': '2026-04-01 10:20:30 +0200' }
  const fine = await identified(() => ({ headers: expiry, body }))
  expect(fine).toMatchObject({ scopes: null, expiresAt: new Date('2026-04-01T08:20:30Z') })
  expect(fine.features.every(({ allowed }) => allowed === null)).toBe(true)
})

test('an installation’s token that was given as a token, and one that GitHub does not know', async () => {
  const message = 'Resource not accessible by integration'
  const workflow = await identified((path) =>
    path === '/user' ? { status: 403, body: { message } } : { body: { total_count: 0, repositories: [] } },
  )
  expect(workflow).toMatchObject({ kind: 'installation', name: null })
  const unknown = identified(() => ({ status: 401, body: { message: 'Bad credentials' } }))
  await expect(unknown).rejects.toMatchObject({ status: 401 })
})

const permissions = {
  metadata: 'read',
  contents: 'read',
  issues: 'write',
  pull_requests: 'read',
  checks: 'read',
  statuses: 'read',
  deployments: 'read',
  actions: 'read',
  repository_hooks: 'read',
}

test('an App and its installation: what they are called, and which permissions are too low', async () => {
  let suspended_at: string | null = null
  await using app = await startScriptedApp(({ path }) =>
    path === '/app'
      ? { body: { slug: 'octometer', id: 1234, permissions } }
      : { body: { id: 55, account: { login: 'acme' }, permissions, suspended_at } },
  )
  const { github, credential } = app
  const { installationId: _, ...appAlone } = credential
  const missing = [
    { feature: 'sync', allowed: true, missing: [] },
    { feature: 'hooks', allowed: false, missing: ['repository_hooks: write'] },
    { feature: 'organization hooks', allowed: false, missing: ['organization_hooks: write'] },
    { feature: 'labels', allowed: true, missing: [] },
    { feature: 'settings', allowed: false, missing: ['administration: write'] },
  ]
  const itself = await identify(github.client({ credential: appAlone }), appAlone)
  expect(itself).toMatchObject({ kind: 'app', name: 'octometer', id: 1234, features: missing })
  const client = github.client({ credential })
  const installed = await identify(client, credential)
  expect(installed).toMatchObject({ kind: 'installation', name: 'acme', id: 55, features: missing })
  suspended_at = '2026-03-01T00:00:00Z'
  const suspended = await identify(client, credential)
  expect(suspended).toMatchObject({ suspended: true, features: [{ allowed: false }, {}, {}, {}, {}] })
})
