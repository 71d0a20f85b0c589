import type { Config } from '@octometer/config'
import { connectLog, type EventLog, ensureStreams, type streamNames } from '@octometer/event-log'
import {
  connectStore,
  listGenerations,
  migrate,
  newestArchivedSequence,
  type Store,
  setOutcomeRetention,
  setPayloadRetention,
} from '@octometer/read-store'
import { createApp, listen } from '@octometer/service-kit'
import type { Logger } from '@octometer/telemetry'
import { startErasures } from './erasure/start-erasures.ts'
import { declaredConsumers, serveRebuilds, startAudits, startTrimming } from './operations.ts'
import { type ProjectorsService, startProjectors } from './service.ts'

export interface DeployedProjectors extends AsyncDisposable {
  readonly service: ProjectorsService
}

/** Migrates the store, runs the projections, answers rebuild requests and trims the log, on given connections. */
export async function deployProjectors(
  config: Pick<Config, 'server' | 'projectors'>,
  connections: { readonly log: EventLog; readonly store: Store; readonly logger: Logger },
): Promise<DeployedProjectors> {
  const { log, store, logger } = connections
  const applied = await migrate(store)
  if (applied.length > 0) logger.info({ applied }, 'database migrated')
  await setPayloadRetention(store, config.projectors.payloadRetentionMs)
  await setOutcomeRetention(store, config.projectors.outcomeRetentionMs)
  const service = await startProjectors(config.projectors.projections, {
    log,
    store,
    logger,
    settings: {
      timezone: config.server.timezone,
      testCheckPattern: config.projectors.testCheckPattern,
      hotfixPattern: config.projectors.hotfixPattern,
      include: config.projectors.include,
      exclude: config.projectors.exclude,
    },
    now: () => new Date(),
  })
  const requests = serveRebuilds(log, service, logger)
  const consumers = async (stream: (typeof streamNames)[keyof typeof streamNames]) =>
    declaredConsumers(stream, await listGenerations(store))
  const trimming = startTrimming(log, config.projectors.logRetentionMs, consumers, logger)
  const audits = startAudits(service, () => new Date(), logger)
  const erasures = startErasures({ log, store, logger, service, now: () => new Date() })
  return {
    service,
    [Symbol.asyncDispose]: async () => {
      // One that rebuilds ends when its projection does.
      const ended = erasures[Symbol.asyncDispose]()
      audits[Symbol.dispose]()
      trimming[Symbol.dispose]()
      await requests[Symbol.asyncDispose]()
      await service[Symbol.asyncDispose]()
      await ended
    },
  }
}

/** The projectors as a service of their own: connects, then deploys. */
export async function startProjectorsService(
  config: Pick<Config, 'server' | 'projectors' | 'nats' | 'clickhouse'>,
  logger: Logger,
): Promise<AsyncDisposable & { readonly url: string }> {
  const log = await connectLog({ ...config.nats, name: 'octometer-projectors', logger })
  const store = connectStore(config.clickhouse)
  const eventsAfter = () => newestArchivedSequence(store)
  await ensureStreams(log, { replicas: config.nats.replicas, eventsAfter })
  const deployed = await deployProjectors(config, { log, store, logger })
  const app = createApp({
    service: 'projectors',
    logger,
    trustedProxies: config.server.trustedProxies,
    health: [
      {
        name: 'log',
        check: () => {
          if (!log.isConnected()) throw new Error('not connected to NATS')
        },
      },
      { name: 'store', check: () => store.ping() },
    ],
  })
  const server = await listen(app, { host: config.server.host, port: config.server.port })
  return {
    url: server.url,
    [Symbol.asyncDispose]: async () => {
      await server.drain()
      await deployed[Symbol.asyncDispose]()
      await log[Symbol.asyncDispose]()
      await store[Symbol.asyncDispose]()
    },
  }
}
