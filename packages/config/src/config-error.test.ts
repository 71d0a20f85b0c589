import { expect, test } from 'vitest'
import { ConfigError } from './config-error.ts'
import { loadConfig } from './load-config.ts'

const GROUPS = ['server', 'receiving', 'access', 'nats', 'clickhouse', 'projectors', 'answers'] as const
const FINE = { OCTO_ALLOW_UNSIGNED: 'true', OCTO_ANONYMOUS_ROLE: 'viewer' }

function refusal(env: Record<string, string>): ConfigError {
  try {
    loadConfig({ ...FINE, ...env }, GROUPS)
  } catch (error) {
    if (error instanceof ConfigError) return error
  }
  throw new Error(`accepted: ${JSON.stringify(env)}`)
}

test.each([
  ['OCTO_HTTP_PORT', '80a', 'a whole number from 0 to 65535'],
  ['OCTO_HTTP_PORT', '65536', 'a whole number from 0 to 65535'],
  ['OCTO_HTTP_PORT', '-1', 'a whole number'],
  ['OCTO_HTTP_PORT', '8080.0', 'a whole number'],
  ['OCTO_HTTP_PORT', '0x50', 'a whole number'],
  ['OCTO_HTTP_PORT', ' 8080', 'a whole number'],
  ['OCTO_LOG_LEVEL', 'verbose', 'debug, info, warn, error, silent'],
  ['OCTO_TRUSTED_PROXIES', '10.0.0.0/8,proxy.local', 'entry 2'],
  ['OCTO_TRUSTED_PROXIES', '10.0.0.0/33', 'CIDR'],
  ['OCTO_TRUSTED_PROXIES', '::1/129', 'CIDR'],
  ['OCTO_TRUSTED_PROXIES', '10.0.0.0/8/8', 'CIDR'],
  ['OCTO_REQUIRE_HTTPS', 'maybe', 'true, 1, yes, on, false, 0, no or off'],
  ['OCTO_CORS_ORIGINS', 'example.org', 'origins'],
  ['OCTO_CORS_ORIGINS', 'https://example.org/', 'origins'],
  ['OCTO_TIMEZONE', 'Berlin', 'IANA'],
  ['OCTO_TIMEZONE', '+02:00', 'IANA'],
  ['OCTO_RATE_LIMIT', '0', 'from 1 to 1000000, or off'],
  ['OCTO_RATE_LIMIT', 'none', 'or off'],
  ['OCTO_GITHUB_API_URL', 'api.github.com', 'https://'],
  ['OCTO_GITHUB_API_URL', 'ftp://api.github.com', 'https://'],
  ['OCTO_ANONYMOUS_ROLE', 'root', 'none, viewer, operator, admin'],
  ['OCTO_NATS_URL', 'localhost:4222', 'nats://'],
  ['OCTO_NATS_URL', 'nats://a,http://b', 'nats://'],
  ['OCTO_CLICKHOUSE_URL', 'tcp://host:9000', 'http://'],
  ['OCTO_CLICKHOUSE_DATABASE', 'a;drop', 'letters'],
  ['OCTO_PROJECTIONS', 'counters,Pull Requests', 'entry 2'],
  ['OCTO_LOG_RETENTION', '7 days', '7d'],
  ['OCTO_LOG_RETENTION', '0d', 'above 0'],
  ['OCTO_LOG_RETENTION', '7', '7d'],
  ['OCTO_LOG_RETENTION', '-7d', '7d'],
  ['OCTO_TEST_CHECK_PATTERN', '(', 'regular expression'],
  ['OCTO_TEST_CHECK_PATTERN', '/x/g', 'flags i, m, s, u or v'],
  ['OCTO_TEST_CHECK_PATTERN', '/x/uv', 'regular expression'],
  ['OCTO_INCLUDE', 'a/b/c', 'owner/name'],
])('%s=%s is refused with its name, what it was and what it may be', (variable, value, expected) => {
  const { problems, message } = refusal({ [variable]: value })
  expect(problems).toEqual([
    { variable, value: JSON.stringify(value), expected: expect.stringContaining(expected) },
  ])
  expect(message).toContain(`${variable} is ${JSON.stringify(value)}; expected: `)
})

test.each([
  ['OCTO_ENCRYPTION_KEY', 'hunter2hunter2hunter2hunter2hunter2'],
  ['OCTO_ENCRYPTION_KEY', Buffer.from('hunter2').toString('base64')],
  ['OCTO_API_KEYS', 'grafana:hunter2'],
  ['OCTO_API_KEYS', 'grafana:hunter2:viewer'],
  ['OCTO_API_KEYS', 'hunter2'],
])('the secret in %s=%s is not shown', (variable, value) => {
  const error = refusal({ [variable]: value })
  expect(error.problems).toMatchObject([{ variable, value: '(hidden)' }])
  expect(JSON.stringify([error.problems, error.message, error.stack])).not.toContain(value)
  expect(error.message).not.toContain('hunter2')
})

test.each([
  ['OCTO_NATS_URL', 'http://octo:hunter2@host:1'],
  ['OCTO_NATS_URL', 'nats//octo:hunter2@host:1'],
  ['OCTO_CLICKHOUSE_URL', 'tcp://octo:hun@ter2@host:1'],
  ['OCTO_JWKS_URL', 'id:hunter2@host:1'],
])('the password in %s=%s is not shown, its host is', (variable, value) => {
  const { problems, message } = refusal({ [variable]: value })
  expect(problems).toMatchObject([{ variable, value: '"…@host:1"' }])
  expect(message).not.toMatch(/hunter2|hun@/)
})

test('all problems are said at once, those of combinations too', () => {
  const { problems, message } = refusal({
    OCTO_ALLOW_UNSIGNED: 'false',
    OCTO_ANONYMOUS_ROLE: '',
    OCTO_HTTP_PORT: 'x',
    OCTO_LOG_RETENTION: 'x',
    OCTO_NATS_CERT: '/c.pem',
  })
  const variables = problems.map(({ variable }) => variable)
  expect(variables).toEqual([
    'OCTO_HTTP_PORT',
    'OCTO_LOG_RETENTION',
    'OCTO_WEBHOOK_SECRETS',
    'OCTO_NATS_KEY',
    'OCTO_API_KEYS',
  ])
  expect(message.split('\n')).toHaveLength(1 + problems.length)
})

test('what follows from a wrong value is not said too', () => {
  expect(refusal({ OCTO_ALLOW_UNSIGNED: 'perhaps' }).problems).toHaveLength(1)
  expect(refusal({ OCTO_ANONYMOUS_ROLE: 'root' }).problems).toHaveLength(1)
})

test('the error can be told from others', () => {
  expect(refusal({ OCTO_HTTP_PORT: 'x' })).toMatchObject({ name: 'ConfigError', code: 'config_invalid' })
})
