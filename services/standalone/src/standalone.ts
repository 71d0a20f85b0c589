import { startAlerter } from '@octometer/alerter'
import { type Config, type Environment, loadConfig, shownSettings } from '@octometer/config'
import { connectLog, ensureStreams } from '@octometer/event-log'
import { createGateway, QUERY_SECONDS } from '@octometer/gateway'
import { startAgent } from '@octometer/github-agent'
import { createIngress } from '@octometer/ingress'
import { type DeployedProjectors, deployProjectors } from '@octometer/projectors'
import { connectSqlReader, connectStore, newestArchivedSequence } from '@octometer/read-store'
import { createApp, listen } from '@octometer/service-kit'
import { createLogger, type Logger } from '@octometer/telemetry'
import { loadCredentials } from './credentials.ts'
import { takeDataFolder } from './data-folder.ts'
import { withEmbeddedDefaults } from './embedded-defaults.ts'
import { tellEndpoint } from './endpoint-file.ts'
import { startClickHouse, startNats } from './stores/start-stores.ts'

export interface Standalone extends AsyncDisposable {
  /** Of the one port that receives and answers. */
  readonly url: string
  /** ClickHouse's HTTP interface: read-only without the generated password. */
  readonly sqlUrl: string
  readonly dataDir: string
  /** The newest webhook secret, and a key with the role admin where one is known. */
  readonly webhookSecret: string | null
  readonly adminKey: string | null
  /** Signs a browser in once, as admin, within ten minutes; without a known admin's key it is the plain address. */
  readonly signInUrl: () => string
  readonly projectors: DeployedProjectors
}

const GROUPS = [
  'server',
  'receiving',
  'access',
  'nats',
  'clickhouse',
  'projectors',
  'answers',
  'github',
  'alerts',
] as const
/** Starts everything in this process, on a data folder of its own. Throws what stops the start, saying what to do. */
export async function startStandalone(env: Environment, defaultDataDir: string): Promise<Standalone> {
  await using stack = new AsyncDisposableStack()
  const dataDir = env.OCTO_DATA_DIR || defaultDataDir
  stack.use(await takeDataFolder(dataDir))
  const credentials = await loadCredentials(dataDir)
  const filled = withEmbeddedDefaults(env, dataDir, credentials)
  const { config, notices } = loadConfig(filled, GROUPS)
  const logger = createLogger({ service: 'octometer', level: config.server.logLevel })
  for (const notice of notices) logger.info(notice)
  const nats = stack.use(await startNats(config.nats, credentials, dataDir))
  const clickhouse = stack.use(await startClickHouse(config.clickhouse, dataDir, logger))
  const log = stack.use(await connectLog({ url: nats.url, name: 'octometer', logger }))
  const access = { ...config.clickhouse, url: clickhouse.url, cluster: null }
  const store = stack.use(connectStore(access))
  await ensureStreams(log, { eventsAfter: () => newestArchivedSequence(store) })
  const projectors = stack.use(await deployProjectors(config, { log, store, logger }))
  stack.use(startAlerter({ config, log, store, logger }))
  stack.use(startAgent({ config, log, store, logger }))
  const { reader } = config.clickhouse
  const sqlReader =
    reader && stack.use(connectSqlReader({ ...config.clickhouse, ...reader, url: clickhouse.url }))
  const asked = stack.use(connectStore({ ...access, querySeconds: QUERY_SECONDS }))
  const gateway = stack.use(
    await createGateway({
      config,
      log,
      store: asked,
      sqlReader,
      logger,
      settings: foundSettings(env, filled),
    }),
  )
  const ingress = stack.use(await createIngress({ config, log, logger }))
  const url = await serve(config, logger, [ingress, gateway], stack)
  stack.use(
    await tellEndpoint(dataDir, { url, nats: `nats://${nats.host}:${nats.port}`, sql: clickhouse.url }),
  )
  const owned = stack.move()
  const adminKey = config.access.apiKeys.find(({ role }) => role === 'admin')?.key ?? null
  return {
    url,
    sqlUrl: clickhouse.url,
    dataDir,
    webhookSecret: config.receiving.webhookSecrets[0] ?? null,
    adminKey,
    signInUrl: () => {
      const address = `${url}/dashboard/sign-in`
      return adminKey === null ? address : `${address}#once=${gateway.signInOnce(adminKey)}`
    },
    projectors,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** What was filled in is made here: nobody set it. */
function foundSettings(env: Environment, filled: Environment) {
  return shownSettings(filled, GROUPS).map((each) => ({
    ...each,
    isMade: each.setBy === each.name && !env[each.name],
  }))
}

type StandaloneConfig = Pick<Config, (typeof GROUPS)[number]>

interface Mounted {
  readonly health: Parameters<typeof createApp>[0]['health']
  mount(app: ReturnType<typeof createApp>): void
}

async function serve(
  { server }: StandaloneConfig,
  logger: Logger,
  parts: readonly Mounted[],
  stack: AsyncDisposableStack,
): Promise<string> {
  const app = createApp({
    service: 'octometer',
    logger,
    trustedProxies: server.trustedProxies,
    requireHttps: server.requireHttps,
    health: parts.flatMap(({ health }) => health),
  })
  for (const part of parts) part.mount(app)
  const running = await listen(app, { host: server.host, port: server.port, nextFreePort: true, logger })
  stack.use(running)
  return running.url
}
