import { type CheckedValues, checkValues } from './checked-values.ts'
import type {
  AccessConfig,
  AlertsConfig,
  AnswersConfig,
  ClickHouseConfig,
  Config,
  ConfigGroup,
  GitHubConfig,
  NatsConfig,
  ProjectorsConfig,
  ReceivingConfig,
  ServerConfig,
} from './config.ts'
import { ConfigError } from './config-error.ts'
import { type Environment, readRawValues } from './raw-values.ts'
import { variableNames } from './variables.ts'

export interface LoadedConfig<G extends ConfigGroup> {
  readonly config: Pick<Config, G>
  /** Sentences to log at start: seed names that were read, names that are not. They show no values. */
  readonly notices: readonly string[]
}

interface LoadOptions {
  /** Whether it starts although nobody could be let in: for what answers little or nothing that needs a key. */
  readonly mayBeClosed?: boolean
}

/**
 * Reads, checks and groups the variables of some groups; pure.
 * @throws ConfigError with every problem at once.
 */
export function loadConfig<const G extends ConfigGroup>(
  env: Environment,
  groups: readonly G[],
  { mayBeClosed = false }: LoadOptions = {},
): LoadedConfig<G> {
  const wanted = variableNames(groups)
  const raw = readRawValues(env, wanted)
  const values = checkValues(wanted, raw.values)
  const notices = [...raw.notices]
  const config = Object.fromEntries(groups.map((group) => [group, grouped[group](values, notices)]))
  if (isAccess(config.access) && !mayBeClosed) requireOpen(config.access, values)
  if (values.problems.length > 0) throw new ConfigError(values.problems)
  // Object.fromEntries forgets which keys it was given.
  return { config: config as Pick<Config, G>, notices }
}

const grouped: { readonly [G in ConfigGroup]: (values: CheckedValues, notices: string[]) => Config[G] } = {
  server,
  receiving,
  access,
  nats,
  clickhouse,
  projectors,
  github,
  alerts,
  answers,
}

function server(values: CheckedValues): ServerConfig {
  return {
    host: values.get('OCTO_HTTP_HOST'),
    port: values.get('OCTO_HTTP_PORT'),
    dataDir: values.get('OCTO_DATA_DIR'),
    logLevel: values.get('OCTO_LOG_LEVEL'),
    trustedProxies: values.get('OCTO_TRUSTED_PROXIES'),
    requireHttps: values.get('OCTO_REQUIRE_HTTPS'),
    corsOrigins: values.get('OCTO_CORS_ORIGINS'),
    timezone: values.get('OCTO_TIMEZONE'),
    encryptionKey: values.get('OCTO_ENCRYPTION_KEY'),
  }
}

function receiving(values: CheckedValues, notices: string[]): ReceivingConfig {
  const webhookSecrets = values.get('OCTO_WEBHOOK_SECRETS')
  const allowUnsigned = values.get('OCTO_ALLOW_UNSIGNED')
  if (webhookSecrets.length === 0 && !allowUnsigned && !values.wrong('OCTO_ALLOW_UNSIGNED')) {
    values.refuse(
      'OCTO_WEBHOOK_SECRETS',
      'the secret of the GitHub webhook (a comma list of several, newest first), or OCTO_ALLOW_UNSIGNED=true to accept what nobody signed',
    )
  }
  if (allowUnsigned)
    notices.push('OCTO_ALLOW_UNSIGNED is true: anybody who reaches the port can send deliveries')
  return {
    webhookSecrets,
    allowUnsigned,
    verifyGithubIps: values.get('OCTO_VERIFY_GITHUB_IPS'),
    verifyCloudflareIps: values.get('OCTO_VERIFY_CLOUDFLARE_IPS'),
    rateLimit: values.get('OCTO_RATE_LIMIT'),
    githubApiUrl: values.get('OCTO_GITHUB_API_URL').replace(/\/+$/, ''),
  }
}

function access(values: CheckedValues, notices: string[]): AccessConfig {
  const apiKeys = values.get('OCTO_API_KEYS')
  const secret = values.get('OCTO_JWT_SECRET')
  const jwksUrl = values.get('OCTO_JWKS_URL')
  const anonymous = values.get('OCTO_ANONYMOUS_ROLE')
  if (new Set(apiKeys.map(({ name }) => name)).size < apiKeys.length) {
    values.refuse('OCTO_API_KEYS', 'every name once')
  }
  if (secret !== null && jwksUrl !== null)
    values.refuse('OCTO_JWKS_URL', 'not to be set beside OCTO_JWT_SECRET')
  if (secret !== null && Buffer.byteLength(secret) < 32) {
    notices.push('OCTO_JWT_SECRET is shorter than the 32 bytes that RFC 7518 asks of an HS256 key')
  }
  return {
    apiKeys,
    jwt: secret !== null ? { secret } : jwksUrl !== null ? { jwksUrl } : null,
    anonymousRole: anonymous === 'none' ? null : anonymous,
    signInFailures: values.get('OCTO_SIGN_IN_FAILURES'),
    keyRequests: values.get('OCTO_KEY_RATE_LIMIT'),
  }
}

function isAccess(group: Config[ConfigGroup] | undefined): group is AccessConfig {
  return group !== undefined && 'apiKeys' in group
}

/** Refuses an environment in which nobody has a key, a token or a role. */
function requireOpen({ apiKeys, jwt, anonymousRole }: AccessConfig, values: CheckedValues): void {
  if (apiKeys.length > 0 || jwt !== null || anonymousRole !== null) return
  if (values.wrong('OCTO_API_KEYS', 'OCTO_JWKS_URL', 'OCTO_ANONYMOUS_ROLE')) return
  values.refuse(
    'OCTO_API_KEYS',
    'at least one name:role:key; or set OCTO_JWT_SECRET or OCTO_JWKS_URL, or OCTO_ANONYMOUS_ROLE=viewer to let everybody read',
  )
}

function nats(values: CheckedValues): NatsConfig {
  const port = values.get('OCTO_NATS_PORT')
  const cert = values.get('OCTO_NATS_CERT')
  const key = values.get('OCTO_NATS_KEY')
  if (cert !== null && key === null) values.refuse('OCTO_NATS_KEY', 'the key of OCTO_NATS_CERT (PEM file)')
  if (key !== null && cert === null)
    values.refuse('OCTO_NATS_CERT', 'the certificate of OCTO_NATS_KEY (PEM file)')
  return {
    url: values.get('OCTO_NATS_URL') ?? `nats://127.0.0.1:${port}`,
    credentialsFile: values.get('OCTO_NATS_CREDS'),
    ca: values.get('OCTO_NATS_CA'),
    cert,
    key,
    monitoringUrl: values.get('OCTO_NATS_MONITORING_URL'),
    replicas: values.get('OCTO_NATS_REPLICAS'),
    allowUndurable: values.get('OCTO_ALLOW_UNDURABLE'),
    serverBin: values.get('OCTO_NATS_SERVER_BIN'),
    port,
  }
}

function clickhouse(values: CheckedValues): ClickHouseConfig {
  const port = values.get('OCTO_CLICKHOUSE_PORT')
  const user = values.get('OCTO_CLICKHOUSE_USER')
  const reader = values.get('OCTO_CLICKHOUSE_READER_USER')
  const readerPassword = values.get('OCTO_CLICKHOUSE_READER_PASSWORD')
  if (reader === user) values.refuse('OCTO_CLICKHOUSE_READER_USER', 'another user than OCTO_CLICKHOUSE_USER')
  if (reader === null && readerPassword !== '')
    values.refuse('OCTO_CLICKHOUSE_READER_USER', 'the user of OCTO_CLICKHOUSE_READER_PASSWORD')
  return {
    url: values.get('OCTO_CLICKHOUSE_URL') ?? `http://127.0.0.1:${port}`,
    user,
    password: values.get('OCTO_CLICKHOUSE_PASSWORD'),
    reader: reader === null ? null : { user: reader, password: readerPassword },
    database: values.get('OCTO_CLICKHOUSE_DATABASE'),
    cluster: values.get('OCTO_CLICKHOUSE_CLUSTER'),
    ca: values.get('OCTO_CLICKHOUSE_CA'),
    port,
  }
}

function projectors(values: CheckedValues): ProjectorsConfig {
  const names = values.get('OCTO_PROJECTIONS')
  return {
    projections: names.includes('all') ? 'all' : names,
    logRetentionMs: values.get('OCTO_LOG_RETENTION'),
    payloadRetentionMs: values.get('OCTO_RETENTION_PAYLOADS'),
    outcomeRetentionMs: values.get('OCTO_RETENTION_OUTCOMES'),
    testCheckPattern: values.get('OCTO_TEST_CHECK_PATTERN'),
    hotfixPattern: values.get('OCTO_HOTFIX_PATTERN'),
    include: values.get('OCTO_INCLUDE'),
    exclude: values.get('OCTO_EXCLUDE'),
  }
}

function github(values: CheckedValues): GitHubConfig {
  const pollSeconds = values.get('OCTO_POLL_SECONDS')
  const webhookUrl = values.get('OCTO_WEBHOOK_URL')
  const setupHooks = values.get('OCTO_SETUP_HOOKS')
  if (setupHooks && webhookUrl === null && !values.wrong('OCTO_WEBHOOK_URL')) {
    values.refuse(
      'OCTO_WEBHOOK_URL',
      'the public address of ingress, to which OCTO_SETUP_HOOKS lets hooks deliver',
    )
  }
  return {
    token: values.get('OCTO_GITHUB_TOKEN'),
    owner: values.get('OCTO_GITHUB_OWNER'),
    repositories: values.get('OCTO_REPOSITORIES'),
    app: githubApp(values),
    setupHooks,
    webhookUrl,
    hookEvents: values.get('OCTO_HOOK_EVENTS'),
    syncSchedule: values.get('OCTO_SYNC_SCHEDULE'),
    pollMs: pollSeconds === null ? null : pollSeconds * 1000,
    recoveryLookBackMs: values.get('OCTO_RECOVERY_LOOKBACK'),
    healthUrls: values.get('OCTO_HEALTH_URLS'),
    healthAllowedHosts: values.get('OCTO_HEALTH_ALLOWED_HOSTS'),
  }
}

function githubApp(values: CheckedValues): GitHubConfig['app'] {
  const id = values.get('OCTO_GITHUB_APP_ID')
  const privateKey = values.get('OCTO_GITHUB_APP_PRIVATE_KEY')
  const webhookSecret = values.get('OCTO_GITHUB_APP_WEBHOOK_SECRET')
  if (id !== null && privateKey !== null) return { id, privateKey, webhookSecret }
  const isSet = id !== null || privateKey !== null || webhookSecret !== null
  if (id === null && isSet && !values.wrong('OCTO_GITHUB_APP_ID'))
    values.refuse('OCTO_GITHUB_APP_ID', 'the number of the App, beside its other variables')
  if (privateKey === null && isSet && !values.wrong('OCTO_GITHUB_APP_PRIVATE_KEY'))
    values.refuse('OCTO_GITHUB_APP_PRIVATE_KEY', 'the private key of the App, beside its other variables')
  return null
}

function alerts(values: CheckedValues): AlertsConfig {
  const webhooks = values.get('OCTO_ALERT_WEBHOOKS')
  const webhookSecret = values.get('OCTO_ALERT_WEBHOOK_SECRET')
  if (webhooks.length > 0 && webhookSecret === null) {
    values.refuse('OCTO_ALERT_WEBHOOK_SECRET', 'the secret that signs what OCTO_ALERT_WEBHOOKS get')
  }
  return {
    slackUrl: values.get('OCTO_SLACK_URL'),
    discordUrl: values.get('OCTO_DISCORD_URL'),
    smtpUrl: values.get('OCTO_SMTP_URL'),
    webhooks,
    webhookSecret,
    allowedHosts: values.get('OCTO_ALERT_ALLOWED_HOSTS'),
    digestAt: values.get('OCTO_ALERT_DIGEST'),
    receivers: values.get('OCTO_FORWARD_RECEIVERS'),
  }
}

function answers(values: CheckedValues): AnswersConfig {
  return {
    trendRetentionMs: values.get('OCTO_RETENTION_TRENDS'),
    bots: values.get('OCTO_BOTS'),
    teamsFile: values.get('OCTO_TEAMS_FILE'),
    mcpEnabled: values.get('OCTO_MCP_ENABLED'),
    dashboardDir: values.get('OCTO_DASHBOARD_DIR'),
    badgeKey: values.get('OCTO_BADGE_KEY'),
  }
}
