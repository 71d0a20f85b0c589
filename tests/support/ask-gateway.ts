import { randomBytes } from 'node:crypto'
import { type Environment, loadConfig } from '@octometer/config'
import { startGateway } from '@octometer/gateway'
import { connectSqlReader } from '@octometer/read-store'
import { createLogger } from '@octometer/telemetry'
import type { TestSystem } from './system.ts'

interface GatewayAnswer {
  readonly status: number
  readonly headers: Headers
  // What an answer holds is what each test says of it.
  readonly body: Readonly<Record<string, unknown>>
}

interface Asking {
  /** GET unless given. */
  readonly method?: string
  /** Whose key is sent; the viewer's unless given, null for none. */
  readonly as?: 'viewer' | 'operator' | 'admin' | null
  /** Sent as JSON. */
  readonly body?: object
}

export interface AskedGateway extends AsyncDisposable {
  readonly url: string
  readonly keys: Readonly<Record<'viewer' | 'admin', string>>
  ask(path: string, asking?: Asking): Promise<GatewayAnswer>
  /** As a browser's page opens one, with the viewer's key unless another is given. */
  openWebSocket(path: string, key?: string): WebSocket
}

/** The gateway over a test's log and store, at a time of the test's choice. */
export async function startAskedGateway(
  { log, store, access }: TestSystem,
  now: Date,
  env: Environment = {},
): Promise<AskedGateway> {
  const key = () => randomBytes(16).toString('hex')
  const keys = { viewer: key(), operator: key(), admin: key() }
  const environment = {
    OCTO_API_KEYS: `test:viewer:${keys.viewer},desk:operator:${keys.operator},root:admin:${keys.admin}`,
    OCTO_HTTP_PORT: '0',
    ...env,
  }
  const { config } = loadConfig(environment, ['server', 'access', 'answers'])
  const logger = createLogger({ service: 'gateway', level: 'error' })
  const reader = { ...access, user: 'reader', password: '', ca: null }
  await using stack = new AsyncDisposableStack()
  const sqlReader = stack.use(connectSqlReader(reader))
  const gateway = stack.use(await startGateway({ config, log, store, sqlReader, logger, now: () => now }))
  const owned = stack.move()
  return {
    url: gateway.url,
    keys,
    openWebSocket(path, key = keys.viewer) {
      const credential = Buffer.from(key).toString('base64url')
      const protocols = ['octometer.v1', `octometer.bearer.${credential}`]
      return new WebSocket(`${gateway.url.replace('http', 'ws')}${path}`, protocols)
    },
    ask: async (path, { body, method = body === undefined ? 'GET' : 'POST', as = 'viewer' } = {}) => {
      const answer = await fetch(`${gateway.url}${path}`, {
        method,
        headers: {
          ...(as === null ? {} : { 'x-api-key': keys[as] }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const text = await answer.text()
      // A 204 has nothing to tell.
      return { status: answer.status, headers: answer.headers, body: text === '' ? {} : JSON.parse(text) }
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
