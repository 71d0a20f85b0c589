import { expect, test } from 'vitest'
import { ConfigError } from './config-error.ts'
import { loadConfig } from './load-config.ts'

const GROUPS = ['server', 'receiving', 'access', 'answers'] as const
const FINE = { OCTO_WEBHOOK_SECRETS: 's', OCTO_ANONYMOUS_ROLE: 'viewer' }

test('the names of the seed systems are read, and said', () => {
  const { config, notices } = loadConfig(
    {
      METRICS_SERVER_HOST: '0.0.0.0',
      METRICS_SERVER_PORT: '9000',
      METRICS_WEBHOOK_SECRET: 'one,with a comma',
      METRICS_VERIFY_GITHUB_IPS: '1',
      METRICS_VERIFY_CLOUDFLARE_IPS: 'on',
      METRICS_API_KEYS: 'k1, k2',
      METRICS_CORS_ORIGINS: 'https://a.example',
      METRICS_MCP_ENABLED: 'false',
      METRICS_SIG_TEAMS_CONFIG: '/teams.yaml',
      JWT_SECRET_KEY: 'j'.repeat(32),
    },
    GROUPS,
  )
  expect(config).toMatchObject({
    server: { host: '0.0.0.0', port: 9000, corsOrigins: ['https://a.example'] },
    receiving: { webhookSecrets: ['one,with a comma'], verifyGithubIps: true, verifyCloudflareIps: true },
    access: {
      apiKeys: [
        { name: 'seed-1', role: 'viewer', key: 'k1' },
        { name: 'seed-2', role: 'viewer', key: 'k2' },
      ],
      jwt: { secret: 'j'.repeat(32) },
    },
    answers: { teamsFile: '/teams.yaml', mcpEnabled: false, dashboardDir: null, badgeKey: null },
  })
  expect(notices).toHaveLength(10)
  expect(notices).toContain('METRICS_SERVER_PORT is read as OCTO_HTTP_PORT')
  expect(notices.join()).not.toMatch(/with a comma|jjj|k1/)
})

test('both seed secrets count', () => {
  const env = { METRICS_WEBHOOK_SECRET: 'a', GITHUB_WEBHOOK_SECRET: 'b', OCTO_ANONYMOUS_ROLE: 'viewer' }
  expect(loadConfig(env, ['receiving']).config.receiving.webhookSecrets).toEqual(['a', 'b'])
})

test('our name wins over the seed name, and that is said', () => {
  const { config, notices } = loadConfig(
    { ...FINE, METRICS_WEBHOOK_SECRET: 'theirs', OCTO_HTTP_PORT: '1', METRICS_SERVER_PORT: '2' },
    GROUPS,
  )
  expect(config.receiving.webhookSecrets).toEqual(['s'])
  expect(config.server.port).toBe(1)
  expect(notices).toEqual([
    'METRICS_SERVER_PORT is ignored: OCTO_HTTP_PORT is set',
    'METRICS_WEBHOOK_SECRET is ignored: OCTO_WEBHOOK_SECRETS is set',
  ])
})

test('a wrong value under a seed name is refused under that name', () => {
  expect(() => loadConfig({ METRICS_SERVER_PORT: '80a' }, ['server'])).toThrow(/METRICS_SERVER_PORT is "80a"/)
  expect(() => loadConfig({ METRICS_SERVER_PORT: '80a' }, ['server'])).toThrow(ConfigError)
})

test('a seed name of a group that was not asked for is left to those who ask', () => {
  expect(loadConfig({ METRICS_WEBHOOK_SECRET: 'a' }, ['server']).notices).toEqual([])
})

test('seed names without a meaning are accepted, ignored and said', () => {
  const env = { REDIS_URL: 'redis://x', DATABASE_URL: 'x', METRICS_DB_NAME: 'x', METRICS_SERVER_WORKERS: '4' }
  const { notices } = loadConfig(env, ['server'])
  expect(notices).toEqual(
    Object.keys(env)
      .sort()
      .map((name) => `${name} is ignored: Octometer does not need it`),
  )
})

test('a name that no variable has is said, with the one that was probably meant', () => {
  const { notices } = loadConfig({ OCTO_HTPP_PORT: '1', OCTO_SOMETHING_ELSE: 'x', METRICS_NEW: 'x' }, [
    'server',
  ])
  expect(notices).toEqual([
    'METRICS_NEW is not read',
    'OCTO_HTPP_PORT is not read: no variable has this name; did you mean OCTO_HTTP_PORT?',
    'OCTO_SOMETHING_ELSE is not read: no variable has this name',
  ])
})

test('other programs’ variables are none of ours', () => {
  expect(
    loadConfig({ PATH: '/bin', HOME: '/root', GITHUB_TOKEN: 'x', OTEL_SDK_DISABLED: 'true' }, ['server']),
  ).toMatchObject({
    notices: [],
  })
})
