import { expect, test } from 'vitest'
import type { ConfigGroup } from './config.ts'
import { ConfigError } from './config-error.ts'
import { loadConfig } from './load-config.ts'
import type { Environment } from './raw-values.ts'

const KEY = Buffer.alloc(32, 7).toString('base64')

/** The problems that stop the start, as `variable: value`. */
function problems(env: Environment, ...groups: ConfigGroup[]): ConfigError['problems'] {
  try {
    loadConfig(env, groups)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

test('an empty environment gives the documented defaults', () => {
  expect(loadConfig({}, ['server', 'nats', 'clickhouse', 'projectors'])).toEqual({
    notices: [],
    config: {
      server: {
        host: '127.0.0.1',
        port: 8080,
        dataDir: '.octometer/data',
        logLevel: 'info',
        trustedProxies: [],
        requireHttps: false,
        corsOrigins: [],
        timezone: 'UTC',
        encryptionKey: null,
      },
      nats: {
        url: 'nats://127.0.0.1:4222',
        credentialsFile: null,
        ca: null,
        cert: null,
        key: null,
        monitoringUrl: null,
        replicas: null,
        allowUndurable: false,
        serverBin: null,
        port: 4222,
      },
      clickhouse: {
        url: 'http://127.0.0.1:8123',
        user: 'default',
        password: '',
        reader: null,
        database: 'octometer',
        cluster: null,
        ca: null,
        port: 8123,
      },
      projectors: {
        projections: 'all',
        logRetentionMs: 7 * 86_400_000,
        payloadRetentionMs: 90 * 86_400_000,
        outcomeRetentionMs: null,
        testCheckPattern: /\b(test|spec|e2e|integration|unit)s?\b/i,
        hotfixPattern: /\bhot-?fix/i,
        include: [],
        exclude: [],
      },
    },
  })
})

test('every variable of the server group is read', () => {
  const env = {
    OCTO_HTTP_HOST: '0.0.0.0',
    OCTO_HTTP_PORT: '0',
    OCTO_DATA_DIR: '/var/lib/octometer',
    OCTO_LOG_LEVEL: 'debug',
    OCTO_TRUSTED_PROXIES: '10.0.0.0/8, 192.168.1.1,fd00::/8',
    OCTO_REQUIRE_HTTPS: 'Yes',
    OCTO_CORS_ORIGINS: 'https://example.org,http://localhost:5173',
    OCTO_TIMEZONE: 'Europe/Berlin',
    OCTO_ENCRYPTION_KEY: KEY,
  }
  expect(loadConfig(env, ['server']).config.server).toEqual({
    host: '0.0.0.0',
    port: 0,
    dataDir: '/var/lib/octometer',
    logLevel: 'debug',
    trustedProxies: ['10.0.0.0/8', '192.168.1.1', 'fd00::/8'],
    requireHttps: true,
    corsOrigins: ['https://example.org', 'http://localhost:5173'],
    timezone: 'Europe/Berlin',
    encryptionKey: new Uint8Array(32).fill(7),
  })
})

test('receiving: secrets newest first, limits and addresses', () => {
  const env = {
    OCTO_WEBHOOK_SECRETS: 'new, old',
    OCTO_VERIFY_GITHUB_IPS: 'true',
    OCTO_RATE_LIMIT: 'off',
    OCTO_GITHUB_API_URL: 'https://ghe.example.org/api/v3/',
  }
  expect(loadConfig(env, ['receiving']).config.receiving).toEqual({
    webhookSecrets: ['new', 'old'],
    allowUnsigned: false,
    verifyGithubIps: true,
    verifyCloudflareIps: false,
    rateLimit: null,
    githubApiUrl: 'https://ghe.example.org/api/v3',
  })
})

test('receiving without a secret stops the start and says what to do', () => {
  const [problem, ...more] = problems({}, 'receiving')
  expect(more).toEqual([])
  expect(problem).toMatchObject({ variable: 'OCTO_WEBHOOK_SECRETS', value: null })
  expect(problem?.expected).toContain('OCTO_ALLOW_UNSIGNED=true')
})

test('receiving unsigned has to be allowed by name, and is said', () => {
  const { config, notices } = loadConfig({ OCTO_ALLOW_UNSIGNED: 'true' }, ['receiving'])
  expect(config.receiving).toMatchObject({ webhookSecrets: [], allowUnsigned: true, rateLimit: 1000 })
  expect(notices).toEqual([expect.stringContaining('OCTO_ALLOW_UNSIGNED')])
})

test('access: keys with names and roles; a key may contain colons', () => {
  const env = { OCTO_API_KEYS: 'grafana:viewer:abc:def,ci:operator:k2', OCTO_ANONYMOUS_ROLE: 'viewer' }
  expect(loadConfig(env, ['access']).config.access).toEqual({
    apiKeys: [
      { name: 'grafana', role: 'viewer', key: 'abc:def' },
      { name: 'ci', role: 'operator', key: 'k2' },
    ],
    jwt: null,
    anonymousRole: 'viewer',
    signInFailures: 60,
    keyRequests: 30_000,
  })
})

test('access: tokens by a shared secret or by public keys, not both', () => {
  const secret = 's'.repeat(32)
  const jwksUrl = 'https://id.example.org/jwks.json'
  expect(loadConfig({ OCTO_JWT_SECRET: secret }, ['access']).config.access.jwt).toEqual({ secret })
  expect(loadConfig({ OCTO_JWKS_URL: jwksUrl }, ['access']).config.access.jwt).toEqual({ jwksUrl })
  expect(problems({ OCTO_JWT_SECRET: secret, OCTO_JWKS_URL: jwksUrl }, 'access')).toMatchObject([
    { variable: 'OCTO_JWKS_URL' },
  ])
})

test('access with neither key, token nor anonymous role stops the start', () => {
  expect(problems({}, 'access')).toMatchObject([{ variable: 'OCTO_API_KEYS', value: null }])
  expect(problems({ OCTO_ANONYMOUS_ROLE: 'none' }, 'access')).toHaveLength(1)
  expect(problems({ OCTO_ANONYMOUS_ROLE: 'viewer' }, 'access')).toEqual([])
})

test('access: a name stands for one key', () => {
  expect(problems({ OCTO_API_KEYS: 'a:viewer:k1,a:admin:k2' }, 'access')).toEqual([
    { variable: 'OCTO_API_KEYS', value: '(hidden)', expected: 'every name once' },
  ])
})

test('a short token secret is said, not shown', () => {
  const { notices } = loadConfig({ OCTO_JWT_SECRET: 'hunter2' }, ['access'])
  expect(notices).toEqual([expect.stringContaining('RFC 7518')])
  expect(notices.join()).not.toContain('hunter2')
})

test('nats and clickhouse: URLs follow the ports unless they are set', () => {
  const env = { OCTO_NATS_PORT: '14222', OCTO_CLICKHOUSE_PORT: '18123' }
  const { nats, clickhouse } = loadConfig(env, ['nats', 'clickhouse']).config
  expect(nats.url).toBe('nats://127.0.0.1:14222')
  expect(clickhouse.url).toBe('http://127.0.0.1:18123')
  const urls = { OCTO_NATS_URL: 'tls://a:4222,nats://u:p@b:4222', OCTO_CLICKHOUSE_URL: 'https://ch:8443' }
  const set = loadConfig({ ...env, ...urls }, ['nats', 'clickhouse']).config
  expect(set).toMatchObject({
    nats: { url: urls.OCTO_NATS_URL },
    clickhouse: { url: urls.OCTO_CLICKHOUSE_URL },
  })
})

test('nats: streams are kept on an odd number of servers', () => {
  expect(loadConfig({ OCTO_NATS_REPLICAS: '3' }, ['nats']).config.nats.replicas).toBe(3)
  for (const wrong of ['0', '2', 'three'])
    expect(problems({ OCTO_NATS_REPLICAS: wrong }, 'nats')).toMatchObject([
      { variable: 'OCTO_NATS_REPLICAS' },
    ])
})

test('nats: a client certificate and its key go together', () => {
  expect(problems({ OCTO_NATS_CERT: '/c.pem' }, 'nats')).toMatchObject([
    { variable: 'OCTO_NATS_KEY', value: null },
  ])
  expect(problems({ OCTO_NATS_KEY: '/k.pem' }, 'nats')).toMatchObject([{ variable: 'OCTO_NATS_CERT' }])
  expect(problems({ OCTO_NATS_CERT: '/c.pem', OCTO_NATS_KEY: '/k.pem' }, 'nats')).toEqual([])
})

test('projectors and answers: names, retentions, patterns and filters', () => {
  const env = {
    OCTO_PROJECTIONS: 'counters,pull-requests',
    OCTO_LOG_RETENTION: '12h',
    OCTO_RETENTION_OUTCOMES: '52w',
    OCTO_RETENTION_TRENDS: '90d',
    OCTO_TEST_CHECK_PATTERN: '^unit',
    OCTO_HOTFIX_PATTERN: '/urgent\\/|fix/iu',
    OCTO_BOTS: 'renovate[bot],ci-user',
    OCTO_TEAMS_FILE: '/teams.yaml',
    OCTO_INCLUDE: 'octo/*,push',
    OCTO_EXCLUDE: 'octo/next.js',
  }
  const { projectors, answers } = loadConfig(env, ['projectors', 'answers']).config
  expect(projectors).toMatchObject({
    projections: ['counters', 'pull-requests'],
    logRetentionMs: 12 * 3_600_000,
    outcomeRetentionMs: 364 * 86_400_000,
    testCheckPattern: /^unit/,
    hotfixPattern: /urgent\/|fix/iu,
    include: ['octo/*', 'push'],
    exclude: ['octo/next.js'],
  })
  expect(answers).toEqual({
    trendRetentionMs: 90 * 86_400_000,
    bots: ['renovate[bot]', 'ci-user'],
    teamsFile: '/teams.yaml',
    mcpEnabled: true,
    dashboardDir: null,
    badgeKey: null,
  })
  expect(loadConfig({}, ['answers']).config.answers).toEqual({
    trendRetentionMs: null,
    bots: [],
    teamsFile: null,
    mcpEnabled: true,
    dashboardDir: null,
    badgeKey: null,
  })
})

test('an empty text is as good as none', () => {
  const { server } = loadConfig({ OCTO_HTTP_PORT: '', OCTO_TIMEZONE: '' }, ['server']).config
  expect(server).toMatchObject({ port: 8080, timezone: 'UTC' })
})

test('only the groups that were asked for are read and checked', () => {
  const { config } = loadConfig({ OCTO_NATS_PORT: 'wrong' }, ['server'])
  expect(Object.keys(config)).toEqual(['server'])
})

test('the reader of ClickHouse is another user, and a password alone is none', () => {
  const load = (env: Record<string, string>) => loadConfig(env, ['clickhouse']).config.clickhouse.reader
  expect(load({})).toBeNull()
  const reader = { OCTO_CLICKHOUSE_READER_USER: 'reader' }
  expect(load(reader)).toEqual({ user: 'reader', password: '' })
  expect(load({ ...reader, OCTO_CLICKHOUSE_READER_PASSWORD: 'p' })).toEqual({ user: 'reader', password: 'p' })
  expect(() => load({ ...reader, OCTO_CLICKHOUSE_USER: 'reader' })).toThrow(/another user/)
  expect(() => load({ OCTO_CLICKHOUSE_READER_PASSWORD: 'secret' })).toThrow(/OCTO_CLICKHOUSE_READER_USER/)
})

test('whom to tell of alerts: nobody unless set, and webhooks need a secret', () => {
  expect(loadConfig({}, ['alerts']).config.alerts).toEqual({
    slackUrl: null,
    discordUrl: null,
    smtpUrl: null,
    receivers: [],
    webhooks: [],
    webhookSecret: null,
    allowedHosts: [],
    digestAt: { hour: 9, minute: 0 },
  })
  const hooks = { OCTO_ALERT_WEBHOOKS: 'https://a.example/x, https://b.example/y', OCTO_ALERT_DIGEST: 'off' }
  expect(() => loadConfig(hooks, ['alerts'])).toThrow(/OCTO_ALERT_WEBHOOK_SECRET/)
  const { alerts } = loadConfig({ ...hooks, OCTO_ALERT_WEBHOOK_SECRET: 's' }, ['alerts']).config
  expect(alerts).toMatchObject({ webhooks: ['https://a.example/x', 'https://b.example/y'], digestAt: null })
})

test.each([
  ['OCTO_SMTP_URL', 'smtp://mail.example.org'],
  ['OCTO_SMTP_URL', 'smtp://mail.example.org?to=a@example.org'],
  ['OCTO_SMTP_URL', 'https://a@mail.example.org?to=a@example.org'],
  ['OCTO_ALERT_WEBHOOKS', 'https://a.example,ftp://b.example'],
  ['OCTO_ALERT_DIGEST', '24:00'],
])('%s may not be %s, and its value is not repeated where it is a secret', (name, value) => {
  expect(() => loadConfig({ [name]: value, OCTO_ALERT_WEBHOOK_SECRET: 's' }, ['alerts'])).toThrow(name)
  if (name === 'OCTO_ALERT_DIGEST') return
  expect(() => loadConfig({ [name]: value, OCTO_ALERT_WEBHOOK_SECRET: 's' }, ['alerts'])).not.toThrow(value)
})

test('who needs keys hardly ever starts without', () => {
  const closed = { apiKeys: [], jwt: null, anonymousRole: null, signInFailures: 60, keyRequests: 30_000 }
  expect(loadConfig({}, ['access'], { mayBeClosed: true }).config.access).toEqual(closed)
  expect(() => loadConfig({}, ['access'])).toThrow(/OCTO_API_KEYS/)
  const twice = { OCTO_API_KEYS: 'a:viewer:k,a:viewer:l' }
  expect(() => loadConfig(twice, ['access'], { mayBeClosed: true })).toThrow(/every name once/)
})
