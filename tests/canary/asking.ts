import type { Asker } from './asker.ts'
import type { CanaryRun } from './canary-run.ts'
import { tokenFor } from './settings.ts'

const json = { accept: 'application/json, text/event-stream' }
const call = {
  ...{ call_id: 'a-call', at: new Date().toISOString(), resource: 'core', method: 'GET', route: '/user' },
  ...{ status: 200, cached: false, token_hash: 'ab'.repeat(32) },
}

/** Values that fit the parameters of paths; what they name need not be there. */
const PARAMETERS: Readonly<Record<string, string>> = {
  owner: 'acme',
  repo: 'service-000',
  number: '1',
  pr_number: '1',
  name: 'commits',
  counter_name: 'commits',
}

interface Documented {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

/** Every GET that the document has, by who may and by who may not; how many were answered 200. */
export async function askEveryRoute(run: CanaryRun): Promise<number> {
  const { asker, secrets } = run
  const { text } = await asker.ask('/openapi.json', null)
  const { paths }: Documented = JSON.parse(text)
  const others = ['/livez', '/readyz', '/metrics', '/docs', '/redoc', '/health', '/nothing']
  const asked = Object.keys(paths).filter((path) => paths[path]?.get !== undefined)
  let answered = 0
  for (const path of [...asked, ...others]) {
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name) => PARAMETERS[name] ?? run.learnt.get(name) ?? '1')
    const { status } = await asker.ask(filled, secrets.adminKey)
    if (status === 200) answered += 1
    if (status >= 500 && status !== 503) throw new Error(`${filled} answers ${status}`)
    await asker.ask(`${filled}?api_key=${encodeURIComponent(secrets.wrongKey)}`, secrets.wrongKey)
  }
  return answered
}

/** Who asks wrongly, and who asks for more than it may. */
export async function askWrongly({ asker, secrets, learnt }: CanaryRun): Promise<void> {
  const tokens = {
    'a token of another secret': tokenFor('admin', secrets.wrongKey, 600),
    'a token that has expired': tokenFor('admin', secrets.jwtSecret, -30),
    'a token of a viewer': tokenFor('viewer', secrets.jwtSecret, 600),
  }
  for (const [name, token] of Object.entries(tokens)) {
    learnt.set(name, token)
    await asker.ask('/api/v1/counters?window=all', token)
    await asker.ask('/api/v1/keys', token)
    await asker.ask('/mcp', token, { body: { jsonrpc: '2.0', id: 1, method: 'tools/list' }, headers: json })
    await asker.ask('/api/v1/sql', token, { body: { query: 'SELECT 1' } })
  }
  for (const key of [secrets.wrongKey, secrets.viewerKey]) {
    await asker.ask('/api/v1/deliveries', null, { headers: { 'x-api-key': key } })
    await asker.ask('/api/v1/sync', key, { body: {} })
    await asker.ask('/api/v1/keys', key, { body: '{"name": ' })
  }
  await asker.ask('/api/v1/api-calls', secrets.operatorKey, { body: call })
  const report = {
    ...call,
    call_id: 'another',
    token_hash: secrets.wrongKey,
    route: `/x?${secrets.wrongKey}`,
  }
  await asker.ask('/api/v1/api-calls', secrets.operatorKey, { body: report })
}

/** Alerts are sent to receivers that fail; what failed is told, and tried again. */
export async function sendAndRetry({ asker, secrets }: CanaryRun): Promise<void> {
  const tested = await asker.ask('/api/v1/alerts/test', secrets.operatorKey, { body: {} })
  if (tested.status >= 300) throw new Error(`alerts were not tested: ${tested.text}`)
  const { body } = await asker.ask('/api/v1/dead-letters', secrets.viewerKey)
  const [letter] = body.data as readonly { readonly id: string }[]
  if (letter === undefined) throw new Error('nothing became a dead letter')
  const path = `/api/v1/dead-letters/${encodeURIComponent(letter.id)}/retry`
  await asker.ask(path, secrets.operatorKey, { method: 'POST' })
}

/** ClickHouse's own interface, where a password may stand in the address. */
export async function askSqlDirectly({ url, ask }: Asker, right: string, wrong: string): Promise<void> {
  for (const [password, query] of [
    [wrong, 'SELECT 1'],
    [right, 'SELECT count() FROM deliveries'],
    [right, 'SELECT nothing'],
  ] as const) {
    const search = new URLSearchParams({ query, user: 'octometer', password })
    const { status } = await ask(`/?${search}`, null)
    if ((status === 200) !== (query !== 'SELECT nothing' && password === right))
      throw new Error(`${url} answers ${query} with ${status}`)
  }
}

/** An analyst's key, made, used and taken back; SQL and the tools of models. */
export async function workAsAnalyst({ asker, secrets, learnt }: CanaryRun, planted: string): Promise<void> {
  const made = await asker.ask('/api/v1/keys', secrets.adminKey, { body: { name: planted, role: 'viewer' } })
  if (made.status !== 201) throw new Error(`no key was made: ${made.text}`)
  const key = String(made.body.key)
  learnt.set('issuedKey', key)
  await asker.ask('/api/v1/summary', key)
  for (const query of ['SELECT * FROM deliveries LIMIT 5', 'SELECT nothing', 'SELECT * FROM system.users'])
    await asker.ask('/api/v1/sql', secrets.adminKey, { body: { query } })
  const rpc = (method: string, params = {}) =>
    asker.ask('/mcp', key, { body: { jsonrpc: '2.0', id: 1, method, params }, headers: json })
  const listed = await rpc('tools/list')
  const tools = Object(listed.body.result).tools as readonly { readonly name: string }[]
  for (const { name } of tools) await rpc('tools/call', { name, arguments: {} })
  await asker.ask(`/api/v1/keys/${planted}`, secrets.adminKey, { method: 'DELETE' })
  await asker.ask('/api/v1/summary', key)
  await asker
    .ask('/api/v1/keys', secrets.adminKey, { body: { name: `${planted}-kept`, role: 'viewer' } })
    .then(({ body }) => learnt.set('secondIssuedKey', String(body.key)))
}
