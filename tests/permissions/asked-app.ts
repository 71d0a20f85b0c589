import { randomBytes } from 'node:crypto'
import { loadConfig } from '@octometer/config'
import { createGateway } from '@octometer/gateway'
import { createIngress } from '@octometer/ingress'
import { connectSqlReader } from '@octometer/read-store'
import { createApp, listen } from '@octometer/service-kit'
import { createLogger } from '@octometer/telemetry'
import type { TestSystem } from '../support/system.ts'
import { type RegisteredRoute, registeredRoutes } from './registered-routes.ts'

const key = () => randomBytes(16).toString('hex')

/** Ingress and gateway in one app, as standalone serves them, with a key of each role. */
export interface AskedApp extends AsyncDisposable {
  readonly url: string
  readonly keys: Readonly<Record<'viewer' | 'operator' | 'admin', string>>
  /** Of tokens. */
  readonly jwtSecret: string
  readonly routes: readonly RegisteredRoute[]
}

export async function startAskedApp({ log, store, access, secret }: TestSystem): Promise<AskedApp> {
  await using stack = new AsyncDisposableStack()
  const keys = { viewer: key(), operator: key(), admin: key() }
  const jwtSecret = randomBytes(32).toString('hex')
  const { config } = loadConfig(
    {
      OCTO_API_KEYS: Object.entries(keys)
        .map(([role, value]) => `its-${role}:${role}:${value}`)
        .join(','),
      OCTO_JWT_SECRET: jwtSecret,
      OCTO_WEBHOOK_SECRETS: secret,
      OCTO_RATE_LIMIT: 'off',
      OCTO_SIGN_IN_FAILURES: 'off',
      OCTO_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
      OCTO_BADGE_KEY: randomBytes(32).toString('base64'),
    },
    ['server', 'receiving', 'access', 'answers'],
  )
  const logger = createLogger({ service: 'test', level: 'silent' })
  const sqlReader = stack.use(connectSqlReader({ ...access, user: 'reader', password: '', ca: null }))
  const gateway = stack.use(createGateway({ config, log, store, sqlReader, logger }))
  const ingress = stack.use(await createIngress({ config, log, logger, allowUndurable: true }))
  const health = [...ingress.health, ...gateway.health]
  const app = createApp({ service: 'test', logger, trustedProxies: [], health })
  ingress.mount(app)
  gateway.mount(app)
  const { url } = stack.use(await listen(app, { host: '127.0.0.1', port: 0, logger }))
  const owned = stack.move()
  return {
    url,
    keys,
    jwtSecret,
    routes: registeredRoutes(app),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
