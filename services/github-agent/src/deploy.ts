import type { Config } from '@octometer/config'
import { connectLog, type EventLog, ensureStreams } from '@octometer/event-log'
import { connectStore, refuseNewerSchema, type Store } from '@octometer/read-store'
import { createApp, type HealthCheck, listen } from '@octometer/service-kit'
import type { Logger } from '@octometer/telemetry'
import { startAgent } from './agent.ts'

/** github-agent as a service of its own: connects, makes the streams, and works or stands by. Throws what stops the start. */
export async function deployAgent(
  config: Pick<Config, 'server' | 'receiving' | 'github' | 'nats' | 'clickhouse'>,
  logger: Logger,
): Promise<AsyncDisposable & { readonly url: string }> {
  await using stack = new AsyncDisposableStack()
  const log = stack.use(await connectLog({ ...config.nats, name: 'octometer-github-agent', logger }))
  const store = stack.use(connectStore(config.clickhouse))
  await refuseNewerSchema(store)
  await ensureStreams(log, { replicas: config.nats.replicas })
  stack.use(startAgent({ config, log, store, logger }))
  const { server } = config
  const app = createApp({
    service: 'github-agent',
    logger,
    trustedProxies: server.trustedProxies,
    health: agentHealth(log, store),
  })
  const { url } = stack.use(await listen(app, { host: server.host, port: server.port, logger }))
  const owned = stack.move()
  return { url, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

function agentHealth(log: EventLog, store: Store): readonly HealthCheck[] {
  return [
    {
      name: 'log',
      check() {
        if (!log.isConnected()) throw new Error('NATS cannot be reached')
      },
    },
    { name: 'clickhouse', check: () => store.ping() },
  ]
}
