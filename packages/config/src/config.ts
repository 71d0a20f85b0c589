export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'
export type Role = 'viewer' | 'operator' | 'admin'

export interface ServerConfig {
  readonly host: string
  readonly port: number
  readonly dataDir: string
  readonly logLevel: LogLevel
  /** Addresses and CIDR ranges. */
  readonly trustedProxies: readonly string[]
  readonly requireHttps: boolean
  /** Origins as browsers send them, or `*`. */
  readonly corsOrigins: readonly string[]
  /** An IANA name. */
  readonly timezone: string
  /** 32 bytes. */
  readonly encryptionKey: Uint8Array | null
}

export interface ReceivingConfig {
  /** Newest first; empty only where `allowUnsigned` is true. */
  readonly webhookSecrets: readonly string[]
  readonly allowUnsigned: boolean
  readonly verifyGithubIps: boolean
  readonly verifyCloudflareIps: boolean
  /** Requests per second and client address that fail verification; null is no limit. */
  readonly rateLimit: number | null
  /** Without a slash at the end. */
  readonly githubApiUrl: string
}

export interface ApiKeyConfig {
  readonly name: string
  readonly role: Role
  readonly key: string
}

export interface AccessConfig {
  readonly apiKeys: readonly ApiKeyConfig[]
  readonly jwt: { readonly secret: string } | { readonly jwksUrl: string } | null
  readonly anonymousRole: Role | null
  /** Credentials a minute and address that nobody has, before 429; null is no limit. */
  readonly signInFailures: number | null
  /** Requests a minute and key, token or address without one, before 429; null is no limit. */
  readonly keyRequests: number | null
}

export interface NatsConfig {
  /** One server or several, separated by commas; may carry user and password. */
  readonly url: string
  /** Paths of files, as the next three. */
  readonly credentialsFile: string | null
  readonly ca: string | null
  readonly cert: string | null
  readonly key: string | null
  /** Where the server's settings can be read when the account may not ask for them. */
  readonly monitoringUrl: string | null
  /** Of streams and buckets; null: as they are, and for new ones as the servers allow. */
  readonly replicas: number | null
  readonly allowUndurable: boolean
  /** The nats-server program and the port that standalone starts it on. */
  readonly serverBin: string | null
  readonly port: number
}

export interface ClickHouseConfig {
  readonly url: string
  readonly user: string
  readonly password: string
  /** Who may only read; null where there is none. */
  readonly reader: { readonly user: string; readonly password: string } | null
  readonly database: string
  /** The cluster's name, for the migrations of `cluster`. */
  readonly cluster: string | null
  /** Path of a file. */
  readonly ca: string | null
  /** The port on which standalone answers SQL. */
  readonly port: number
}

export interface ProjectorsConfig {
  readonly projections: readonly string[] | 'all'
  readonly logRetentionMs: number
  readonly payloadRetentionMs: number
  /** Null: for good. */
  readonly outcomeRetentionMs: number | null
  readonly testCheckPattern: RegExp
  readonly hotfixPattern: RegExp
  /** Repositories (`owner/name`, `owner/*`) and events; empty includes everything. */
  readonly include: readonly string[]
  readonly exclude: readonly string[]
}

export interface GitHubConfig {
  readonly token: string | null
  readonly owner: string | null
  /** `owner/name` or `owner/*`. */
  readonly repositories: readonly string[]
  readonly app: GitHubAppConfig | null
  readonly setupHooks: boolean
  /** Where hooks deliver to; null: nowhere, deliveries are read from GitHub's log. */
  readonly webhookUrl: string | null
  /** Names of events or `*`; empty: those that a read model handles. */
  readonly hookEvents: readonly string[]
  /** Five fields as in crontab; null: no sync by the clock. */
  readonly syncSchedule: string | null
  /** Null: nothing is polled. */
  readonly pollMs: number | null
  /** How far back GitHub's delivery logs are read. */
  readonly recoveryLookBackMs: number
  /** Addresses that are watched; they may hold a user and a password. */
  readonly healthUrls: readonly string[]
  /** Their hosts that may have a private address. */
  readonly healthAllowedHosts: readonly string[]
}

export interface GitHubAppConfig {
  readonly id: number
  /** PEM. */
  readonly privateKey: string
  readonly webhookSecret: string | null
}

export interface AlertsConfig {
  readonly slackUrl: string | null
  readonly discordUrl: string | null
  /** With sender and receivers as parameters. */
  readonly smtpUrl: string | null
  readonly webhooks: readonly string[]
  /** Null only where there are no webhooks. */
  readonly webhookSecret: string | null
  /** Host names and addresses of receivers that need not be public. */
  readonly allowedHosts: readonly string[]
  /** Null: no digest. */
  readonly digestAt: { readonly hour: number; readonly minute: number } | null
  /** Programs that get deliveries as GitHub sent them. */
  readonly receivers: readonly ReceiverConfig[]
}

/** A program of the operator's own that deliveries are forwarded to. */
export interface ReceiverConfig {
  /** Each once. */
  readonly name: string
  readonly url: string
  /** Signs what it gets. */
  readonly secret: string
  /** `push` or `pull_request.opened`; none is every event. */
  readonly events: readonly string[]
  /** `owner/name` or `owner/*`; none is every repository. */
  readonly repositories: readonly string[]
}

/** What answers depend on, beside the rows. */
export interface AnswersConfig {
  /** How far back trends answer; null is for good. */
  readonly trendRetentionMs: number | null
  /** Logins that are bots, beside those that GitHub marks. */
  readonly bots: readonly string[]
  /** YAML file of maintainers and teams per repository. */
  readonly teamsFile: string | null
  /** Whether `/mcp` is answered. */
  readonly mcpEnabled: boolean
  /** Folder of the built dashboard; null where there is none. */
  readonly dashboardDir: string | null
  /** Signs addresses of badges; null: there are none. 32 bytes. */
  readonly badgeKey: Uint8Array | null
}

export interface Config {
  readonly server: ServerConfig
  readonly receiving: ReceivingConfig
  readonly access: AccessConfig
  readonly nats: NatsConfig
  readonly clickhouse: ClickHouseConfig
  readonly projectors: ProjectorsConfig
  readonly github: GitHubConfig
  readonly alerts: AlertsConfig
  readonly answers: AnswersConfig
}

export type ConfigGroup = keyof Config
