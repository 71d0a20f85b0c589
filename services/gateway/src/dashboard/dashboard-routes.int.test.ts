import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { gatewayForTests } from '../gateway.fixture.ts'

const gateway = gatewayForTests({ built: [] })
const script = `console.log(${JSON.stringify('a'.repeat(500))})`
let folder: string
let url: string
let served: AsyncDisposable

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'octometer-dashboard-'))
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Octometer</title>')
  await writeFile(join(folder, 'assets', 'main-1a2b.js'), script)
  const started = await gateway.serveWith({ OCTO_DASHBOARD_DIR: folder })
  url = started.url
  served = started
})

afterAll(async () => {
  await served[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

test('the index answers every place in the dashboard, under a strict policy, and is asked for anew', async () => {
  for (const path of ['/dashboard', '/dashboard/', '/dashboard/pull-requests', '/dashboard/a/b?c=d', '/']) {
    const answer = await fetch(`${url}${path}`)
    expect([path, answer.status, await answer.text()]).toEqual([
      path,
      200,
      expect.stringContaining('Octometer'),
    ])
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cache-control': 'no-cache',
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': expect.stringMatching(
        /default-src 'none'.*script-src 'self';.*style-src 'self';.*connect-src 'self'.*frame-ancestors 'none'/,
      ),
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
  }
})

test('what has a hash in its name is kept for good, and comes packed', async () => {
  for (const encoding of ['br', 'gzip', 'identity']) {
    const answer = await fetch(`${url}/dashboard/assets/main-1a2b.js`, {
      headers: { 'accept-encoding': encoding },
    })
    expect(await answer.text()).toBe(script)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'Accept-Encoding',
      ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
    })
    const etag = answer.headers.get('etag') ?? ''
    const again = await fetch(answer.url, {
      headers: { 'if-none-match': etag, 'cache-control': 'max-age=0' },
    })
    expect(again.status).toBe(304)
  }
})

test('a file of another build is not there, and nothing outside the folder is', async () => {
  const old = await fetch(`${url}/dashboard/assets/main-0000.js`)
  expect([old.status, await old.text()]).toEqual([404, expect.stringContaining('built anew')])
  const outside = await fetch(`${url}/dashboard/..%2f..%2fetc/passwd`)
  expect(outside.status).toBe(400)
})

test('a gateway without the files says so', async () => {
  expect(await gateway.ask('/dashboard')).toMatchObject({
    status: 404,
    body: { code: 'no_dashboard', detail: expect.stringContaining('OCTO_DASHBOARD_DIR') },
  })
  await using lost = await gateway.serveWith({ OCTO_DASHBOARD_DIR: join(folder, 'nowhere') })
  const answer = await fetch(`${lost.url}/dashboard`)
  expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining('cannot be read')])
})
