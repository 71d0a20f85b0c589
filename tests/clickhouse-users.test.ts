import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { connectSqlReader } from '@octometer/read-store'
import { expect, onTestFinished, test } from 'vitest'

// ClickHouse itself is not started here: these hold its file of users against what the services send it.
const file = readFileSync(new URL('../deploy/clickhouse/users.xml', import.meta.url), 'utf8')
const without = file.replaceAll(/<!--[\s\S]*?-->/g, '')
const inside = (xml: string, name: string) =>
  new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(xml)?.[1] ?? ''
const users = inside(without, 'users')
const names = ['projectors', 'github-agent', 'alerter', 'gateway', 'analyst']
const grantsOf = (name: string) =>
  [...inside(users, name).matchAll(/<query>(.*?)<\/query>/g)].map(([, grant]) => grant)
const reader = inside(without, 'octometer_reader')

test('one user for each service, and one for people; nobody comes without a password', () => {
  const listed = [...users.matchAll(/^ {4}<([\w-]+)>/gm)].map(([, name]) => name)
  expect(listed).toEqual(names)
  expect(users).toContain('<default remove="remove"/>')
  for (const name of names) {
    expect(inside(users, name)).toContain(`<password_sha256_hex>@${name}@</password_sha256_hex>`)
    expect(without).toContain(`<${inside(inside(users, name), 'quota')}>`)
  }
})

test('only projectors write; the others read the database, and of the server’s tables what they need by name', () => {
  expect(grantsOf('projectors')).toContain('GRANT ALL ON octometer.*')
  for (const name of names.slice(1)) {
    expect(inside(inside(users, name), 'profile'), name).toBe('octometer_reader')
    expect(
      grantsOf(name).filter((grant) => !/^GRANT SELECT ON (octometer\.\*|system\.\w+)$/.test(grant ?? '')),
    ).toEqual([])
  }
  for (const name of ['analyst', 'alerter', 'github-agent']) {
    expect(grantsOf(name), name).toEqual(['GRANT SELECT ON octometer.*'])
  }
})

test('who reads can raise no limit', () => {
  const constraints = inside(reader, 'constraints')
  const limits = [...reader.replace(constraints, '').matchAll(/<(max_\w+)>(\d+)</g)]
  expect(limits.length).toBeGreaterThan(5)
  for (const [, name = '', limit] of limits) {
    const constraint = inside(constraints, name)
    expect(constraint === '<const/>' || constraint.includes(`<max>${limit}</max>`), name).toBe(true)
  }
})

test('what the gateway sends with people’s SQL is what its user may set', async () => {
  const asked: URLSearchParams[] = []
  const server = createServer((request, response) => {
    asked.push(new URL(request.url ?? '', 'http://clickhouse').searchParams)
    response.end('{"one":1}\n')
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : ''
  const access = {
    url: `http://127.0.0.1:${port}`,
    user: 'analyst',
    password: 'p',
    database: 'octometer',
    ca: null,
  }
  await using sql = connectSqlReader(access)
  const limits = { seconds: 30, memoryBytes: 1e9, rowsToRead: 1e9, resultRows: 1000, resultBytes: 1e8 }
  await text(await sql.run({ sql: 'SELECT 1 AS one', parameters: {}, limits, format: 'JSONEachRow' }))
  const [sent] = asked
  // ClickHouse refuses another value of it where the profile has one: `readonly = 2` may change all settings but this.
  expect(sent?.get('readonly')).toBe(inside(reader, 'readonly'))
  const constrained = [...(sent?.keys() ?? [])].filter((name) => name.startsWith('max_'))
  expect(constrained.length).toBeGreaterThan(4)
  for (const name of constrained) expect(inside(reader, 'constraints'), name).toContain(`<${name}>`)
})
