import { randomBytes } from 'node:crypto'
import { type Environment, loadConfig } from '@octometer/config'
import { startGateway } from '@octometer/gateway'
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
  readonly as?: 'viewer' | 'admin' | null
}

export interface AskedGateway extends AsyncDisposable {
  ask(path: string, asking?: Asking): Promise<GatewayAnswer>
}

/** The gateway over a test's log and store, at a time of the test's choice. */
export async function startAskedGateway(
  { log, store }: TestSystem,
  now: Date,
  env: Environment = {},
): Promise<AskedGateway> {
  const keys = { viewer: randomBytes(16).toString('hex'), admin: randomBytes(16).toString('hex') }
  const environment = {
    OCTO_API_KEYS: `test:viewer:${keys.viewer},root:admin:${keys.admin}`,
    OCTO_HTTP_PORT: '0',
    ...env,
  }
  const { config } = loadConfig(environment, ['server', 'access', 'answers'])
  const logger = createLogger({ service: 'gateway', level: 'error' })
  const gateway = await startGateway({ config, log, store, logger, now: () => now })
  return {
    ask: async (path, { method = 'GET', as = 'viewer' } = {}) => {
      const answer = await fetch(`${gateway.url}${path}`, {
        method,
        headers: as === null ? {} : { 'x-api-key': keys[as] },
      })
      return { status: answer.status, headers: answer.headers, body: JSON.parse(await answer.text()) }
    },
    [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
  }
}
