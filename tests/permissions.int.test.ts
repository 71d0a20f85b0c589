import { readFileSync } from 'node:fs'
import { runCli, terminalOf } from '@octometer/cli'
import { loadConfig } from '@octometer/config'
import { deployAgent } from '@octometer/github-agent'
import { createLogger } from '@octometer/telemetry'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { askFor, fault } from './permissions/ask.ts'
import { type AskedApp, startAskedApp } from './permissions/asked-app.ts'
import { type DefinedRoute, documentedRoutes, undocumentedRoutes } from './permissions/defined-routes.ts'
import { type Asker, askers, expected, type Method, methods, pathOf } from './permissions/expectation.ts'
import { startTestSystem, type TestSystem } from './support/system.ts'

const AT_ONCE = 24

let system: TestSystem
let app: AskedApp
let defined: readonly DefinedRoute[]
let documented: readonly DefinedRoute[]
let credentials: Readonly<Record<Asker, string | null>>

beforeAll(async () => {
  system = await startTestSystem({ natsServerBin: inject('natsServerBin') })
  app = await startAskedApp(system)
  const document = await (await fetch(`${app.url}/openapi.json`)).json()
  documented = documentedRoutes(document)
  defined = [...documented, ...undocumentedRoutes]
  const limited = await makeLimitedKey()
  credentials = { nobody: null, stranger: 'octo_made-by-nobody', ...app.keys, limited }
})

afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await system[Symbol.asyncDispose]()
})

async function makeLimitedKey(): Promise<string> {
  const made = await fetch(`${app.url}/api/v1/keys`, {
    method: 'POST',
    headers: { authorization: `Bearer ${app.keys.admin}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'limited', role: 'admin', repositories: ['acme/api'] }),
  })
  return String(Object(await made.json()).key)
}

interface Asked {
  readonly method: Method
  readonly path: string
  readonly asker: Asker
}

/** Every path by every method, as everybody; a path or method that is not there by two, for it says nothing of who asks. */
function everyRequest(): readonly Asked[] {
  const paths = [...new Set(defined.map(pathOf))]
  const everywhere = paths.flatMap((path) => methods.map((method) => ({ method, path })))
  const nowhere = paths.map(
    (path) => ({ method: 'GET', path: `${path.replace(/\/$/, '')}/nothing/of/it` }) as const,
  )
  return [...everywhere, ...nowhere].flatMap(({ method, path }) =>
    askers
      .filter((asker) => asker === 'nobody' || asker === 'admin' || isLookedAt(method, path))
      .map((asker) => ({ method, path, asker })),
  )
}

const isLookedAt = (method: Method, path: string) =>
  !['not found', 'no such method', 'options'].includes(expected(defined, method, path, 'admin').kind)

async function faultsOf(url: string, asked: readonly Asked[], routes: readonly DefinedRoute[]) {
  const faults: string[] = []
  const waiting = asked.values()
  const work = async () => {
    for (const { method, path, asker } of waiting) {
      const told = await askFor(`${url}${path}`, method, credentials[asker])
      const wrong = fault(told, expected(routes, method, path, asker), asker === 'limited')
      if (wrong !== null) faults.push(`${asker}: ${method} ${path} ${wrong}`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return faults
}

test('what the routers answer is what is defined, no route more and none less', () => {
  const named = (routes: readonly { readonly method: string; readonly path: string }[]) =>
    [...new Set(routes.map(({ method, path }) => `${method} ${path}`))].sort()
  const operations = ['/livez', '/readyz', '/metrics']
  const isRouted = ({ method, path }: DefinedRoute) => !(method === 'GET' && operations.includes(path))
  const registered = app.routes.filter(({ method }) => method !== 'HEAD')
  expect(named(registered)).toEqual(named(defined.filter(isRouted)))
})

test('the benchmark of a year has a case for every route that is read', () => {
  const cases = ['route-cases', 'compat-route-cases', 'agent-route-cases'].flatMap((name) => {
    const text = readFileSync(new URL(`../bench/organisation/${name}.ts`, import.meta.url), 'utf8')
    return [...text.matchAll(/^ {2}'(\/[^']*)': /gm)].map(([, path]) => path)
  })
  const read = documented.filter(({ method }) => method === 'GET').map(({ path }) => path)
  expect(read.filter((path) => !cases.includes(path))).toEqual([])
  expect(read.length).toBeGreaterThan(100)
})

test('what changes something is an operator’s or an admin’s', () => {
  const open = defined.filter(
    ({ method, needs }) => method !== 'GET' && (needs === 'nobody' || needs === 'viewer'),
  )
  expect(open.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
    'DELETE /auth/session',
    // Whoever GitHub says installed the App may say so; the state must have been given to them.
    'POST /auth/github/install',
    'POST /auth/session',
    'POST /mcp',
  ])
  const admins =
    /\/(keys|hook-configs|webhooks\/configs|sql|configuration|erase|rebuild|audit)\b|^\/api\/v1\/counters.*\/(set|reset|increment|reset-weekly)$/
  expect(defined.filter(({ path, needs }) => admins.test(path) && needs !== 'admin')).toEqual([])
})

test('every route × role × method is answered as it is defined', { timeout: 120_000 }, async () => {
  const asked = everyRequest()
  expect(asked.length).toBeGreaterThan(defined.length * methods.length)
  expect(await faultsOf(app.url, asked, defined)).toEqual([])
})

test('a token that the terminal signed lets in as whom it was signed for', async () => {
  const lines: string[] = []
  const terminal = terminalOf(process, {}, new AbortController().signal)
  const args = ['keys', 'token', 'alice', '--role', 'operator', '--repository', 'acme/api', '--expires', '1h']
  const code = await runCli(args, {
    terminal: { ...terminal, isInteractive: false, write: (text) => void lines.push(text) },
    env: { OCTO_JWT_SECRET: app.jwtSecret },
    ...{ cwd: import.meta.dirname, project: import.meta.dirname },
  })
  expect([code, lines.length]).toEqual([0, 1])
  const session = await fetch(`${app.url}/auth/session`, {
    headers: { authorization: `Bearer ${lines.join('').trim()}` },
  })
  expect(await session.json()).toMatchObject({
    principal: { name: 'alice', role: 'operator', repositories: ['acme/api'], via: 'jwt' },
  })
})

test('github-agent answers probes alone', async () => {
  const { url, user, password, database } = system.access
  const { config } = loadConfig(
    {
      OCTO_HTTP_PORT: '0',
      OCTO_NATS_URL: system.natsUrl,
      OCTO_CLICKHOUSE_URL: url,
      OCTO_CLICKHOUSE_USER: user,
      OCTO_CLICKHOUSE_PASSWORD: password,
      OCTO_CLICKHOUSE_DATABASE: database,
      OCTO_WEBHOOK_SECRETS: system.secret,
    },
    ['server', 'receiving', 'github', 'nats', 'clickhouse'],
  )
  await using agent = await deployAgent(config, createLogger({ service: 'test', level: 'silent' }))
  const probes = undocumentedRoutes.filter(
    ({ path, needs, method }) =>
      method === 'GET' && needs === 'nobody' && /^\/(livez|readyz|metrics)$/.test(path),
  )
  const asked = everyRequest().filter(({ asker }) => asker === 'admin')
  expect(await faultsOf(agent.url, asked, probes)).toEqual([])
})
