import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, inject, onTestFinished, test } from 'vitest'
import { connectLog, NatsServerError, startNatsServer } from './index.ts'
import { silentLogger, until } from './log.fixture.ts'

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'octometer-nats-'))
  onTestFinished(() => rm(made, { recursive: true, force: true, maxRetries: 10 }))
  return made
}

const binary = inject('natsServerBin')

const credential = { user: 'octo', password: 'p@ss "word"' }

async function connects(url: string): Promise<true | string> {
  try {
    await using _log = await connectLog({ url, name: 'test', logger: silentLogger })
    return true
  } catch (error) {
    return String(error)
  }
}

test('it demands its credential, keeps it to itself, and syncs always', async () => {
  const storeDir = await folder()
  await using server = await startNatsServer({ storeDir, binary, credential, monitoring: true })
  expect(await connects(server.url)).toBe(true)
  expect(await connects(`nats://127.0.0.1:${server.port}`)).toMatch(/cannot connect.*Authorization/i)
  const wrong = await connects(`nats://octo:wr0ng@127.0.0.1:${server.port}`)
  expect(wrong).toMatch(/cannot connect/)
  expect(wrong).not.toMatch(/wr0ng/)
  expect(await connects('octo:s3cret@nowhere')).toBe(
    'TypeError: the URL of NATS is wrong: it must be like nats://host:port',
  )
  expect((await stat(join(storeDir, 'nats-server.conf'))).mode & 0o077).toBe(0)
  expect(await readFile(join(storeDir, 'nats-server.log'), 'utf8')).not.toContain(credential.password)
  const varz = await (await fetch(`${server.monitoringUrl}/varz`)).text()
  expect(JSON.parse(varz)).toMatchObject({ jetstream: { config: { sync_always: true } } })
})

test('a port that is taken: the next free one, or a clear refusal', async () => {
  await using first = await startNatsServer({ storeDir: await folder(), binary })
  const taken = { storeDir: await folder(), binary, port: first.port }
  await using second = await startNatsServer({ ...taken, nextFreePort: true })
  expect(second.port).toBeGreaterThan(first.port)
  const refused = startNatsServer(taken)
  await expect(refused).rejects.toBeInstanceOf(NatsServerError)
  await expect(refused).rejects.toThrow(/did not start.*address already in use/)
})

test('killed, it comes back on the same port with a new process', async () => {
  await using server = await startNatsServer({ storeDir: await folder(), binary })
  const { pid, url } = server
  server.kill('SIGKILL')
  expect(await server.exited()).toBe(137)
  await server.restart()
  expect(server.pid).not.toBe(pid)
  expect(server.url).toBe(url)
  expect(await connects(url)).toBe(true)
})

test('it ends when its parent is killed', async () => {
  const program = `
    import { startNatsServer } from ${JSON.stringify(new URL('./nats-server.ts', import.meta.url).href)}
    const server = await startNatsServer(${JSON.stringify({ storeDir: await folder(), binary })})
    console.log(server.pid)
    setInterval(() => undefined, 1000)`
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(parent.stdout, 'data')
  const pid = Number(String(line))
  expect(isRunning(pid)).toBe(true)
  parent.kill('SIGKILL')
  await until(
    () => isRunning(pid),
    (running) => !running,
  )
})

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    // No such process.
    return false
  }
}

test('a program that is too old, or none, is refused in one sentence', async () => {
  const old = join(await folder(), 'nats-server')
  await writeFile(old, '#!/bin/sh\necho nats-server: v2.11.9\n')
  await chmod(old, 0o755)
  const storeDir = await folder()
  const tooOld = startNatsServer({ storeDir, binary: old })
  await expect(tooOld).rejects.toThrow(
    /2\.12\.0 or newer is needed \(.* is 2\.11\.9\): install it, or name it in/,
  )
  const missing = startNatsServer({ storeDir, binary: join(storeDir, 'none') })
  await expect(missing).rejects.toThrow(/none cannot be run/)
  await expect(missing).rejects.toBeInstanceOf(NatsServerError)
})

test('a start that fails says what the server said', async () => {
  const starting = startNatsServer({ storeDir: await folder(), binary, host: '203.0.113.7' })
  await expect(starting).rejects.toThrow(/did not start: .*(cannot assign|listen)/i)
})
