import { execFile } from 'node:child_process'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { connectLog, ensureStreams } from './index.ts'
import { silentLogger } from './log.fixture.ts'
import { type PreparedServer, startPreparedServer } from './prepared-server.fixture.ts'

let server: PreparedServer

beforeAll(async () => {
  server = await startPreparedServer(inject('natsServerBin'), 'on')
})

afterAll(() => server[Symbol.asyncDispose]())

const file = (name: string) => join(server.secrets, name)

test('with TLS a service comes in by its certificate and its password, and by neither alone', async () => {
  const options = { url: await server.urlOf('setup'), name: 'octometer-setup', logger: silentLogger }
  const certified = {
    ca: file('ca.crt'),
    cert: file('nats-client-setup.crt'),
    key: file('nats-client-setup.key'),
  }
  await using log = await connectLog({ ...options, ...certified })
  await expect(ensureStreams(log)).resolves.toBeUndefined()
  await expect(connectLog({ ...options, ca: certified.ca })).rejects.toThrow(/cannot connect/)
  await expect(connectLog(options)).rejects.toThrow(/cannot connect/)
  const withoutPassword = { ...options, ...certified, url: `nats://127.0.0.1:${server.port}` }
  await expect(connectLog(withoutPassword)).rejects.toThrow(/Authorization/i)
})

test('the secrets lie in a folder of their own, differ, and stay as they are when more are made', async () => {
  const names = (await readdir(server.secrets)).filter((name) => !name.endsWith('.srl'))
  const read = () => Promise.all(names.map((name) => readFile(file(name), 'utf8')))
  const before = await read()
  expect((await stat(server.secrets)).mode & 0o777).toBe(0o700)
  const passwords = before.filter((_, index) => names[index]?.endsWith('.password'))
  expect([passwords.length, new Set(passwords).size]).toEqual([12, 12])
  expect(before[names.indexOf('clickhouse-users.xml')]).not.toMatch(/@[a-z-]+@/)
  const script = fileURLToPath(new URL('../../../deploy/prepare.sh', import.meta.url))
  await promisify(execFile)(script, ['--tls', server.secrets])
  expect(await read()).toEqual(before)
})
