import { readdir } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { eventually, serverForTests } from './running-server.fixture.ts'

const server = serverForTests({ maxConcurrentQueries: 4, maxQueuedQueries: 3 })

const ENDLESS = 'SELECT max(sipHash64(number)) FROM system.numbers'

async function runningQueries(text: string): Promise<number> {
  const { text: count } = await server.ask(
    `SELECT count() FROM system.processes WHERE query LIKE '%${text}%' AND query NOT LIKE '%processes%'`,
  )
  return Number(count)
}

test('queries run side by side and block nothing, not even the subquery that chDB runs before it streams', async () => {
  const leave = new AbortController()
  const endless = [ENDLESS, ENDLESS, `SELECT (${ENDLESS})`].map((sql) =>
    server.open(sql, { signal: leave.signal }).catch(() => undefined),
  )
  await eventually(async () => (await runningQueries('system.numbers')) === 3)
  expect((await fetch(`${server.url()}/ping`)).status).toBe(200)
  expect(await runningQueries('system.numbers')).toBe(3)
  leave.abort()
  await Promise.all(endless)
  await eventually(async () => (await runningQueries('system.numbers')) === 0)
})

test('settings, parameters and the database of one request never reach another', async () => {
  const sql = "SELECT {v:String}, getSetting('max_threads'), getSetting('log_comment'), currentDatabase()"
  await server.ask('CREATE DATABASE other')
  const ask = async (index: number) => {
    const threads = String(1 + (index % 3))
    const database = index % 2 ? 'other' : 'octometer'
    const url = { param_v: `v${index}`, max_threads: threads, log_comment: `c${index}`, database }
    expect((await server.ask(sql, { url })).text).toBe(`v${index}\t${threads}\tc${index}\t${database}\n`)
  }
  for (let round = 0; round < 25; round += 1) {
    await Promise.all([0, 1, 2, 3, 4].map((lane) => ask(round * 5 + lane)))
  }
  const after = await server.ask("SELECT getSetting('log_comment'), currentDatabase() FORMAT CSV")
  expect(after.text).toBe('"","octometer"\n')
  await server.ask("SET log_comment = 'sticky'")
  await server.ask('CREATE TEMPORARY TABLE scratch (a Int8)')
  await server.ask("SELECT 1 SETTINGS log_comment = 'sticky'")
  expect((await server.ask("SELECT getSetting('log_comment') FORMAT CSV")).text).toBe('""\n')
  expect((await server.ask('SELECT * FROM scratch')).status).toBe(404)
  expect((await server.ask('SELECT {v:String}')).status).toBe(500)
})

test('inserts and reads at the same time lose nothing', async () => {
  await server.ask('CREATE TABLE busy (lane UInt8, a UInt32) ENGINE = MergeTree ORDER BY a')
  const lane = async (number: number) => {
    for (let a = 0; a < 20; a += 1) {
      const url = { query: 'INSERT INTO busy FORMAT JSONEachRow' }
      expect((await server.ask(`{"lane":${number},"a":${a}}`, { url })).status).toBe(200)
      expect((await server.ask(`SELECT count() FROM busy WHERE lane = ${number}`)).text).toBe(`${a + 1}\n`)
    }
  }
  await Promise.all([1, 2, 3].map(lane))
  expect((await server.ask('SELECT count(), uniqExact(lane, a) FROM busy')).text).toBe('60\t60\n')
})

test('who finds the queue full is told so; who waits is served', async () => {
  const leave = new AbortController()
  const holding = [0, 1, 2, 3].map(() =>
    server.open(ENDLESS, { signal: leave.signal }).catch(() => undefined),
  )
  const waiting = [4, 5, 6].map(() => server.ask('SELECT 1'))
  const full = async () => (await server.ask('SELECT 2')).headers.get('x-clickhouse-exception-code') === '202'
  await eventually(full)
  leave.abort()
  await Promise.all(holding)
  for (const answer of await Promise.all(waiting)) expect(answer.text).toBe('1\n')
})

test('a query whose client goes away is ended in the engine, before its first row and between its rows', async () => {
  for (const sql of [ENDLESS, 'SELECT * FROM system.numbers']) {
    const leave = new AbortController()
    const gone = server.open(sql, { signal: leave.signal }).catch(() => undefined)
    await eventually(async () => (await runningQueries('system.numbers')) === 1)
    leave.abort()
    await gone
    await eventually(async () => (await runningQueries('system.numbers')) === 0)
  }
  expect((await server.ask('SELECT 1')).text).toBe('1\n')
})

test('a client that leaves in the midst of wide rows frees its place at once', async () => {
  const leave = new AbortController()
  const sql = "SELECT repeat('wide', 25000) FROM numbers(500)"
  const response = await server.open(sql, { signal: leave.signal })
  const reader = response.body?.getReader()
  for (let bytes = 0; bytes < 16e6; ) bytes += (await reader?.read())?.value?.length ?? 16e6
  leave.abort()
  await eventually(async () => (await runningQueries('wide')) === 0)
  const places = [0, 1, 2, 3].map(() => server.ask("SELECT 'free' FORMAT CSV"))
  for (const answer of await Promise.all(places)) expect(answer.text).toBe('"free"\n')
})

test('a client that does not read makes the engine wait, in bounded memory', async () => {
  const leave = new AbortController()
  const before = process.memoryUsage.rss()
  const response = await server.open('SELECT * FROM system.numbers', { signal: leave.signal })
  const reader = response.body?.getReader()
  await reader?.read()
  const readRows = "SELECT read_rows FROM system.processes WHERE query LIKE '%system.numbers%'"
  let rows = ''
  await eventually(async () => {
    const last = rows
    rows = (await server.ask(readRows)).text
    return rows !== '' && rows === last
  })
  expect(process.memoryUsage.rss() - before).toBeLessThan(200e6)
  leave.abort()
})

test('twenty million rows are streamed in bounded memory', async () => {
  await server.ask('SELECT number FROM numbers(1000000)')
  const before = process.memoryUsage.rss()
  let highest = before
  let bytes = 0
  const response = await server.open('SELECT number FROM numbers(20000000)')
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    highest = Math.max(highest, process.memoryUsage.rss())
  }
  expect(bytes).toBe(168_888_890)
  expect(highest - before).toBeLessThan(200e6)
})

test('nothing is left in the exchange folder but the pipes', async () => {
  const { text } = await server.ask("SELECT path FROM system.disks WHERE name = 'default'")
  const left = await readdir(text.trim().replace(/engine\/$/, 'exchange'))
  expect(left.filter((name) => !/^answer-\d+$/.test(name))).toEqual([])
})
