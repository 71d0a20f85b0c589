import { createHash } from 'node:crypto'
import { createLogger } from '@octometer/telemetry'
import { expect, test } from 'vitest'
import { startScriptedApp } from './app.fixture.ts'
import { AppKeyError, createGitHubClient } from './index.ts'

const HOUR = 3_600_000

test('one token serves many calls at once, and is renewed five minutes before its end', async () => {
  await using app = await startScriptedApp(() => ({ body: {} }))
  const { github, credential, tokens } = app
  const client = github.client({ credential })
  const ask = () => client.request('GET /installation/repositories', {}, { kind: 'none' })
  await Promise.all([ask(), ask(), ask()])
  github.clock.advance(HOUR - 300_000 - 1)
  await ask()
  expect(tokens).toHaveLength(1)
  github.clock.advance(1)
  await ask()
  expect(tokens).toHaveLength(2)
  expect(github.calls.every(({ status }) => status < 300)).toBe(true)
})

test('what an App is asked about itself goes with a JWT, whose key may have its line breaks escaped', async () => {
  await using app = await startScriptedApp(() => ({ body: {} }))
  const { github, credential, tokens } = app
  const privateKey = credential.privateKey.replaceAll('\n', '\\n')
  const client = github.client({ credential: { ...credential, privateKey } })
  await client.request('GET /app/hook/deliveries')
  github.clock.advance(HOUR)
  await client.request('GET /app/installations/{installation_id}', { installation_id: 55 })
  expect(tokens).toEqual([])
  expect(github.calls.map(({ status, token_hash }) => [status, token_hash])).toEqual(
    [200, 200].map((status) => [status, createHash('sha256').update('app:1234').digest('hex')]),
  )
})

test('a clock that is off is noticed, and signed for', async () => {
  await using app = await startScriptedApp(() => ({ body: {} }))
  const { github, credential } = app
  const clock = { now: () => github.clock.now() + 1_800_000 }
  const client = github.client({ credential, clock })
  for (let call = 0; call < 2; call += 1) {
    expect(await client.request('GET /app', {}, { kind: 'none' })).toMatchObject({ status: 200 })
  }
  expect(github.calls.map(({ status }) => status)).toEqual([401, 200, 200])
})

test('a new token is tried again until all of GitHub knows it; a revoked one is replaced', async () => {
  let unknown = 2
  await using app = await startScriptedApp(() => {
    unknown -= 1
    return unknown >= 0 ? { status: 401, body: { message: 'Bad credentials' } } : { body: {} }
  })
  const { github, credential, tokens } = app
  const client = github.client({ credential })
  const ask = () => client.request('GET /installation/repositories', {}, { kind: 'none' })
  expect(await github.elapse(ask())).toBe(3_000)
  github.clock.advance(60_000)
  unknown = 1
  await ask()
  expect(tokens).toHaveLength(2)
})

test('a call that waited past the end of its token goes with the next one', async () => {
  let limited = true
  await using app = await startScriptedApp(() => {
    const reply = limited ? { status: 429, headers: { 'retry-after': '7200' } } : { body: {} }
    limited = false
    return reply
  })
  const { github, credential, tokens } = app
  const work = github.client({ credential }).request('GET /installation/repositories')
  expect(await github.elapse(work)).toBe(2 * HOUR)
  expect(await work).toMatchObject({ status: 200 })
  expect(tokens).toHaveLength(2)
})

test('an installation that cannot get a token fails with GitHub’s own status', async () => {
  await using app = await startScriptedApp(() => ({ body: {} }))
  const { github, credential } = app
  const client = github.client({ credential: { ...credential, appId: 99 } })
  await expect(client.request('GET /installation/repositories')).rejects.toMatchObject({
    name: 'HttpError',
    status: 401,
    message: expect.stringContaining('Integration not found'),
  })
})

test('a key that is none is refused at once, and not shown', async () => {
  const create = () =>
    createGitHubClient({
      credential: { kind: 'app', appId: 1, privateKey: '-----BEGIN RSA PRIVATE KEY-----\nc2VjcmV0' },
      onCall: () => undefined,
      logger: createLogger({ service: 'test', level: 'silent' }),
    })
  expect(create).toThrow(AppKeyError)
  expect(create).not.toThrow(/c2VjcmV0/)
})

test('a warm cache outlives the hourly rotation of tokens: 100 of 100 unchanged reads are 304', async () => {
  await using app = await startScriptedApp(({ path }) => ({ body: { path, padding: 'x'.repeat(500) } }))
  const { github, credential, tokens } = app
  const client = github.client({ credential })
  const readAll = async () => {
    for (let number = 1; number <= 100; number += 1) {
      const issue = { owner: 'acme', repo: 'app', issue_number: number }
      await client.request('GET /repos/{owner}/{repo}/issues/{issue_number}', issue)
    }
  }
  await readAll()
  for (let hour = 1; hour <= 3; hour += 1) {
    github.clock.advance(HOUR)
    const before = github.calls.length
    await readAll()
    const reads = github.calls.slice(before).filter(({ method }) => method === 'GET')
    expect(tokens).toHaveLength(hour + 1)
    expect(reads.map(({ status }) => status)).toEqual(Array.from({ length: 100 }, () => 304))
    expect(reads.reduce((sum, { cost }) => sum + (cost ?? 0), 0)).toBe(0)
  }
})
