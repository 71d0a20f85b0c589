import { readFileSync } from 'node:fs'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { isList } from '@octometer/gateway-api'
import { openJournal } from '@octometer/read-store'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Endpoint } from '../answer-route.ts'
import { bodies, examples } from '../documents/examples.fixture.ts'
import { endpoints } from '../endpoints.ts'
import { fillEveryModel, filled } from '../every-model.fixture.ts'
import { gatewayForTests, keys, tokenFor } from '../gateway.fixture.ts'
import { deadLetterRow } from '../rows.fixture.ts'
import { seedTools } from './seed-tools.ts'
import { namedTools } from './tool-definitions.ts'

const gateway = gatewayForTests(filled)
const clients = new AsyncDisposableStack()
beforeAll(() => fillEveryModel(gateway))
afterAll(() => clients.disposeAsync())

/** The SDK's own client, with a key or token. */
async function connect(key: string): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' })
  const requestInit = { headers: { authorization: `Bearer ${key}` } }
  // The SDK's types know nothing of exact optional properties.
  const transport = new StreamableHTTPClientTransport(new URL(`${gateway.url()}/mcp`), { requestInit })
  await client.connect(transport as unknown as Parameters<Client['connect']>[0])
  clients.defer(() => client.close())
  return client
}

interface Told {
  readonly isError: boolean
  readonly texts: readonly string[]
}

async function call(client: Client, name: string, given: object = {}): Promise<Told> {
  const { isError = false, content } = await client.callTool({ name, arguments: { ...given } })
  if (!Array.isArray(content)) throw new TypeError('a tool told nothing')
  return { isError: isError === true, texts: content.map(({ text }) => String(text)) }
}

async function read(client: Client, name: string, given: object = {}) {
  const { isError, texts } = await call(client, name, given)
  expect({ name, isError, texts: texts.length }, texts[0]).toEqual({ name, isError: false, texts: 1 })
  return JSON.parse(texts[0] ?? '')
}

// The seed's text lists the first eight.
const theirs = [
  'health_check',
  'get_webhook_events',
  'get_webhook_event_by_id',
  'get_repository_statistics',
  'get_metrics_summary',
  'get_metrics_contributors',
  'get_user_pull_requests',
  'get_metrics_trends',
  'get_pr_story',
  'get_review_turnaround',
  'get_team_dynamics',
  'get_metrics_cross_team_reviews',
  'get_maintainers',
  'get_comment_resolution_time',
]

/** What an example of the API is as the arguments of a tool. */
function argumentsOf({ route }: Endpoint): object {
  const url = new URL(examples[route.operationId] ?? '', 'http://gateway')
  const pattern = new RegExp(`^${route.path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`)
  const several = Object.entries(route.query.shape).map(([name]) => [name, url.searchParams.getAll(name)])
  const query = several.flatMap(([name, values]) =>
    values?.length === 0 ? [] : [[name, values?.length === 1 ? values[0] : values]],
  )
  const path = Object.entries(pattern.exec(url.pathname)?.groups ?? {})
  const decoded = path.map(([name, value]) => [name, decodeURIComponent(value)])
  return { ...Object.fromEntries([...decoded, ...query]), ...bodies[route.operationId] }
}

const tools = namedTools(endpoints)
const reading = [...tools, ...seedTools()].filter(({ endpoint }) => endpoint.route.method === 'get')

test('what reads is a tool each, and answers what the route answers', async () => {
  const client = await connect(keys.admin)
  for (const { name, endpoint } of reading) {
    const { operationId } = endpoint.route
    const { body } = await gateway.ask(examples[operationId] ?? '')
    const answered = await read(client, name, argumentsOf(endpoint))
    // Tools ask for less at once.
    const page = isList(endpoint.route) ? { page: { ...Object(body.page), limit: 20 } } : {}
    expect(answered, name).toEqual({ ...body, ...page })
  }
}, 60_000)

test('what changes something is a tool each, and answers as its route says', async () => {
  const client = await connect(keys.admin)
  const changing = tools.filter(({ endpoint }) => endpoint.route.method !== 'get')
  expect(changing.length).toBeGreaterThan(10)
  // No tool makes the key that one takes back.
  await gateway.ask(examples.createKey ?? '', { body: bodies.createKey })
  for (const { name, endpoint } of changing) {
    const { route } = endpoint
    const answered = route.answer.safeParse(await read(client, name, argumentsOf(endpoint)))
    expect(answered.error?.issues ?? [], name).toEqual([])
  }
}, 60_000)

test('seed 003: its eight tools, and the fourteen of its upstream, by their names', async () => {
  const { tools } = await (await connect(keys.viewer)).listTools()
  const names = tools.map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining(theirs))
  const story = tools.find(({ name }) => name === 'get_pr_story')
  expect(story?.inputSchema.required).toEqual(['owner', 'name', 'pr_number'])
})

test('each role sees its own tools, described for a model', async () => {
  const list = async (key: string) => (await (await connect(key)).listTools()).tools
  const namesOf = (tools: readonly { readonly name: string }[]) => tools.map(({ name }) => name)
  const [viewer, operator, admin] = await Promise.all([
    list(keys.viewer),
    list(keys.operator),
    list(keys.admin),
  ])
  const all = [...tools, ...seedTools()].map(({ endpoint }) => endpoint)
  const ofRole = (...roles: readonly (string | null)[]) =>
    all.filter(({ route }) => roles.includes(route.role)).length
  expect(viewer).toHaveLength(ofRole(null, 'viewer'))
  expect(operator).toHaveLength(ofRole(null, 'viewer', 'operator'))
  expect(admin).toHaveLength(all.length)
  expect(viewer.every(({ annotations }) => annotations?.readOnlyHint === true)).toBe(true)
  expect(namesOf(operator)).toContain('acknowledge_alert')
  expect(namesOf(operator)).not.toContain('run_sql')
  expect(namesOf(admin)).toContain('delete_key')
  expect(namesOf(admin)).not.toContain('create_key')
  const deliveries = viewer.find(({ name }) => name === 'list_deliveries')
  expect(deliveries?.description).toContain('- data[].duration_ms: From receipt to that.')
  expect(deliveries?.inputSchema.properties?.limit).toMatchObject({ maximum: 100, default: 20 })
  expect(deliveries?.inputSchema.properties).not.toHaveProperty('format')
  const trend = viewer.find(({ name }) => name === 'get_counter_trend')
  expect(trend?.inputSchema.required).toEqual(['name'])
})

test('what is above the role is refused, and so is a tool that there is not', async () => {
  const client = await connect(keys.viewer)
  await expect(client.callTool({ name: 'reset_counters', arguments: {} })).rejects.toThrow(
    'needs a higher role than viewer',
  )
  await expect(client.callTool({ name: 'no_such_tool', arguments: {} })).rejects.toThrow('is not a tool')
  expect(gateway.log.commands.filter(({ issuedBy }) => issuedBy === 'viewer-key')).toEqual([])
})

test('nobody speaks without a key, and a token sees its own repositories', async () => {
  await expect(connect('wrong')).rejects.toThrow('unauthorized')
  const other = await connect(await tokenFor(['other/repo']))
  expect(await read(other, 'list_pull_requests')).toMatchObject({ data: [] })
  const own = await connect(await tokenFor(['acme/api']))
  expect(await read(own, 'list_pull_requests')).toMatchObject({ data: [{ repository: 'acme/api' }] })
})

test('a wrong argument is told to the model', async () => {
  const client = await connect(keys.viewer)
  const refused = async (name: string, given: object) => {
    const { isError, texts } = await call(client, name, given)
    return { isError, ...JSON.parse(texts[0] ?? '') }
  }
  expect(await refused('list_deliveries', { since: 'yesterday' })).toMatchObject({
    isError: true,
    code: 'bad_parameter',
    parameter: 'since',
    detail: expect.stringContaining('2026-01-31T00:00:00Z'),
  })
  expect(await refused('list_deliveries', { limit: 101 })).toMatchObject({ parameter: 'limit' })
  expect(await refused('list_deliveries', { repo: 'acme/api' })).toMatchObject({ code: 'unknown_parameter' })
  expect(await refused('list_deliveries', { event: [{ a: 1 }] })).toMatchObject({ parameter: 'event' })
  expect(await refused('get_counter_trend', {})).toMatchObject({ parameter: 'name' })
  expect(await refused('get_counter_trend', { name: 'stars' })).toMatchObject({ code: 'counter_not_found' })
})

test('answers are cut to what a model can read, and go on by their cursor', async () => {
  const letters = Array.from({ length: 40 }, (_, index) => ({
    ...deadLetterRow('counters', `long-${index}`, '2026-03-04T09:00:00Z'),
    reason: 'why '.repeat(1000),
  }))
  await openJournal(gateway.store()).writeDeadLetters(letters)
  const client = await connect(keys.admin)
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const { data, page } = await read(client, 'list_dead_letters', { limit: 100, cursor })
    seen.push(...data.map(({ id }: { readonly id: string }) => id))
    expect(data.length).toBeLessThan(20)
    cursor = page.next_cursor
  } while (cursor !== null)
  expect({ told: seen.length, different: new Set(seen).size }).toEqual({ told: 41, different: 41 })

  const { texts } = await call(client, 'run_sql', { query: "SELECT repeat('x', 90000) AS long" })
  expect(texts.map(({ length }) => length < 60_000)).toEqual([true, true])
  expect(texts[1]).toContain('not whole')
  const streamed = await call(client, 'run_sql', {
    query: 'SELECT number FROM numbers(1000000)',
    format: 'csv',
  })
  expect(streamed.texts[1]).toContain('not whole')
})

test('the definitions of metrics are resources', async () => {
  const client = await connect(keys.viewer)
  const { resources } = await client.listResources()
  expect(resources).toContainEqual(
    expect.objectContaining({ uri: 'octometer://metrics/counters', title: 'Counters' }),
  )
  const { contents } = await client.readResource({ uri: 'octometer://metrics/counters' })
  const page = readFileSync(new URL('../../../../docs/metrics/counters.md', import.meta.url), 'utf8')
  expect(contents).toEqual([{ uri: 'octometer://metrics/counters', mimeType: 'text/markdown', text: page }])
  const none = client.readResource({ uri: 'octometer://metrics/../SECURITY' })
  await expect(none).rejects.toThrow('there is no resource')
  expect(client.getInstructions()).toContain('octometer://metrics/')
})

const ping = { jsonrpc: '2.0', id: 1, method: 'ping' }
const accept = 'application/json, text/event-stream'

test('over HTTP: one message at a time, from no foreign page, and nothing but POST', async () => {
  const send = (body: unknown, headers: Readonly<Record<string, string>> = {}) =>
    gateway.ask('/mcp', { body, headers: { accept, ...headers } })
  expect(await send(ping)).toMatchObject({ status: 200, body: { jsonrpc: '2.0', id: 1, result: {} } })
  expect(await send([ping, ping])).toMatchObject({ status: 400, body: { code: 'batch_refused' } })
  expect(await send('{')).toMatchObject({ status: 400, body: { code: 'body_malformed' } })
  expect(await send({ hello: 1 })).toMatchObject({ status: 400 })
  expect(await send(ping, { origin: 'https://elsewhere.example' })).toMatchObject({
    status: 403,
    body: { code: 'foreign_origin' },
  })
  expect(await send(ping, { origin: gateway.url() })).toMatchObject({ status: 200 })
  const got = await gateway.ask('/mcp', { headers: { accept } })
  expect({ status: got.status, allow: got.headers.get('allow') }).toEqual({ status: 405, allow: 'POST' })
})

test('OCTO_MCP_ENABLED=false: there is nothing at /mcp', async () => {
  await using closed = await gateway.serveWith({ OCTO_MCP_ENABLED: 'false' })
  const headers = { authorization: `Bearer ${keys.admin}`, 'content-type': 'application/json', accept }
  const { status } = await fetch(`${closed.url}/mcp`, { method: 'POST', headers, body: JSON.stringify(ping) })
  expect(status).toBe(404)
})
