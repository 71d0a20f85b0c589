import { randomBytes } from 'node:crypto'
import { loadConfig } from '@octometer/config'
import { createGateway } from '@octometer/gateway'
import { createApp, listen } from '@octometer/service-kit'
import { createLogger } from '@octometer/telemetry'
import type { TestSystem } from './system.ts'

export interface AskedGateway extends AsyncDisposable {
  /** The answer to a GET, as an admin; throws unless it is a 200. */
  ask(path: string): Promise<Readonly<Record<string, unknown>>>
}

/** A gateway over the log and store of a test's system. `now`: the day on which it is asked. */
export async function serveGateway(
  { log, store }: TestSystem,
  now: Date,
  env: Readonly<Record<string, string>> = {},
): Promise<AskedGateway> {
  await using stack = new AsyncDisposableStack()
  const key = randomBytes(16).toString('hex')
  const { config } = loadConfig({ OCTO_API_KEYS: `test:admin:${key}`, ...env }, ['server', 'access'])
  const logger = createLogger({ service: 'test', level: 'error' })
  const gateway = stack.use(createGateway({ config, log, store, logger, now: () => now }))
  const app = createApp({ service: 'test', logger, trustedProxies: [], health: gateway.health })
  gateway.mount(app)
  const { url } = stack.use(await listen(app, { host: '127.0.0.1', port: 0 }))
  const owned = stack.move()
  return {
    async ask(path) {
      const answer = await fetch(`${url}${path}`, { headers: { 'x-api-key': key } })
      if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
      return (await answer.json()) as Readonly<Record<string, unknown>>
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
