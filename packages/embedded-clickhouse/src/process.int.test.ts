import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { startEmbeddedClickHouse } from './embedded-clickhouse.ts'
import { eventually, temporaryFolder, writer } from './running-server.fixture.ts'

const main = fileURLToPath(new URL('./main.ts', import.meta.url))
const children = new Set<ChildProcess>()
const folders: string[] = []

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })))
})

interface Running {
  readonly child: ChildProcess
  readonly url: string
  ask(sql: string, query?: string): Promise<string>
}

async function folder(): Promise<string> {
  const made = await temporaryFolder()
  folders.push(made)
  return made
}

function spawnMain(dataDir: string): ChildProcess {
  const child = spawn(process.execPath, [main], {
    env: {
      OCTO_DATA_DIR: dataDir,
      OCTO_CLICKHOUSE_USER: writer.user,
      OCTO_CLICKHOUSE_PASSWORD: writer.password,
      OCTO_LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.add(child)
  child.once('exit', () => children.delete(child))
  return child
}

async function start(dataDir: string): Promise<Running> {
  const child = spawnMain(dataDir)
  if (!child.stdout) throw new Error('no stdout')
  const lines = createInterface({ input: child.stdout })
  const [line] = await once(lines, 'line')
  const url = /^listening on (http:\/\/127\.0\.0\.1:\d+)$/.exec(String(line))?.[1] ?? ''
  expect(url).not.toBe('')
  return { child, url, ask: (sql, query) => ask(url, sql, query) }
}

async function ask(url: string, body: string, query = ''): Promise<string> {
  const authorization = `Basic ${Buffer.from(`${writer.user}:${writer.password}`).toString('base64')}`
  const response = await fetch(`${url}/?${new URLSearchParams(query ? { query } : {})}`, {
    method: 'POST',
    headers: { authorization },
    body,
  })
  const text = await response.text()
  if (!response.ok) throw new Error(text)
  return text
}

const TABLE = `CREATE TABLE kept (a UInt64) ENGINE = MergeTree ORDER BY a
  SETTINGS fsync_after_insert = 1, fsync_part_directory = 1`

test('every acknowledged row is there after kill -9, and the folder opens again', async () => {
  const dataDir = await folder()
  let server = await start(dataDir)
  await server.ask(TABLE)
  let acknowledged = 0
  for (let round = 0; round < 3; round += 1) {
    const inserting = [0, 1].map(async (lane) => {
      for (let a = 0; ; a += 1) {
        await server.ask(`{"a":${round * 1e6 + lane * 1e5 + a}}`, 'INSERT INTO kept FORMAT JSONEachRow')
        acknowledged += 1
      }
    })
    const settled = Promise.allSettled(inserting)
    const target = acknowledged + 20
    await eventually(() => acknowledged >= target)
    server.child.kill('SIGKILL')
    await settled
    server = await start(dataDir)
    const [count, distinct] = (await server.ask('SELECT count(), uniqExact(a) FROM kept')).trim().split('\t')
    expect(Number(count)).toBeGreaterThanOrEqual(acknowledged)
    // A row in flight on each lane may have been stored without being acknowledged.
    expect(Number(count)).toBeLessThanOrEqual(acknowledged + 2 * (round + 1))
    expect(distinct).toBe(count)
  }
  server.child.kill('SIGKILL')
})

test('SIGTERM lets the running query finish, then the process ends by itself', async () => {
  const server = await start(await folder())
  const slow = server.ask('SELECT sum(sleepEachRow(0.1)) FROM numbers(5) SETTINGS max_block_size = 1')
  const running = "SELECT count() FROM system.processes WHERE query LIKE '%sleepEachRow%'"
  await eventually(async () => (await server.ask(running)) === '2\n')
  const exited = once(server.child, 'exit')
  server.child.kill('SIGTERM')
  expect(await slow).toBe('0\n')
  expect(await exited).toEqual([0, null])
})

test('a data folder in use is refused, naming the process that holds it', async () => {
  const dataDir = await folder()
  const server = await start(dataDir)
  await server.ask(TABLE)
  const second = spawnMain(dataDir)
  const errors: string[] = []
  second.stderr?.on('data', (chunk: Buffer) => errors.push(chunk.toString()))
  expect(await once(second, 'exit')).toEqual([1, null])
  expect(errors.join('')).toContain(`is in use by process ${server.child.pid}`)
  expect(await server.ask('SELECT count() FROM kept')).toBe('0\n')
  server.child.kill('SIGTERM')
})

test('data is kept across restarts in one process, and two engines at once are refused', async () => {
  const dataDir = await folder()
  const first = await startEmbeddedClickHouse({ dataDir, writer })
  await ask(first.url, TABLE)
  await ask(first.url, 'INSERT INTO kept VALUES (1)')
  await expect(startEmbeddedClickHouse({ dataDir: await folder(), writer })).rejects.toMatchObject({
    code: 'ENGINE_IN_USE',
  })
  await Promise.all([first.stop(), first.stop()])
  const second = await startEmbeddedClickHouse({ dataDir, writer, port: first.port })
  expect(second.port).toBe(first.port)
  expect(await ask(second.url, 'SELECT a FROM kept')).toBe('1\n')
  await second.stop()
  await using other = await startEmbeddedClickHouse({
    dataDir: await folder(),
    database: 'else`where',
    writer,
  })
  expect(await ask(other.url, 'SELECT currentDatabase()')).toBe('else`where\n')
  expect(await (await fetch(other.url, { method: 'POST', body: 'SELECT 1' })).text()).toBe('1\n')
})

test('a stop ends what does not finish by itself, and refuses what comes meanwhile', async () => {
  const server = await startEmbeddedClickHouse({ dataDir: await folder(), writer, stopGraceMs: 300 })
  const endless = [
    'SELECT max(sipHash64(number)) FROM system.numbers',
    "INSERT INTO FUNCTION null('n UInt64') SELECT number FROM system.numbers",
  ].map((sql) => ask(server.url, sql).then(String, (error: Error) => error.message))
  const count = "SELECT count() FROM system.processes WHERE query LIKE '%system.numbers%'"
  await eventually(async () => (await ask(server.url, count)) === '3\n')
  const { port } = server
  const stopped = server.stop()
  for (const outcome of await Promise.all(endless)) expect(outcome).toContain('QUERY_WAS_CANCELLED')
  await stopped
  await expect(fetch(`http://127.0.0.1:${port}/ping`)).rejects.toThrow()
})

test('a port that is taken: the next free one, or an error', async () => {
  const { createServer } = await import('node:http')
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const address = taken.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const dataDir = await folder()
  await expect(startEmbeddedClickHouse({ dataDir, writer, port })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  })
  await using moved = await startEmbeddedClickHouse({ dataDir, writer, port, nextFreePort: true })
  expect(moved.port).toBeGreaterThan(port)
  taken.close()
})

test('a missing variable stops the start with its name', async () => {
  const child = spawn(process.execPath, [main], { env: {}, stdio: ['ignore', 'ignore', 'pipe'] })
  const errors: string[] = []
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString()))
  expect(await once(child, 'exit')).toEqual([1, null])
  expect(errors.join('')).toContain('OCTO_DATA_DIR is not set')
})
