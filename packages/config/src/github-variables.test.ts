import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { loadConfig } from './load-config.ts'

const load = (env: Readonly<Record<string, string>>) => loadConfig(env, ['github'])
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()

test('nobody is asked unless a token or an App is set', () => {
  expect(load({}).config.github).toEqual({
    token: null,
    owner: null,
    repositories: [],
    app: null,
    setupHooks: false,
    webhookUrl: null,
    hookEvents: [],
    syncSchedule: '0 2 * * *',
    pollMs: 300_000,
    recoveryLookBackMs: 70 * 3_600_000,
    healthUrls: [],
    healthAllowedHosts: [],
  })
})

test.each([
  ['as GitHub gave it', pem],
  ['in one line', pem.replaceAll('\n', '\\n')],
  ['in base64', Buffer.from(pem).toString('base64')],
])("an App's private key may be given %s", (_, text) => {
  const { app } = load({ OCTO_GITHUB_APP_ID: '12', OCTO_GITHUB_APP_PRIVATE_KEY: text }).config.github
  expect(app).toEqual({ id: 12, privateKey: pem, webhookSecret: null })
})

test('an App is its number and its key', () => {
  expect(() => load({ OCTO_GITHUB_APP_ID: '12' })).toThrow(/OCTO_GITHUB_APP_PRIVATE_KEY is not set/)
  expect(() => load({ OCTO_GITHUB_APP_PRIVATE_KEY: pem })).toThrow(/OCTO_GITHUB_APP_ID is not set/)
  expect(() => load({ OCTO_GITHUB_APP_WEBHOOK_SECRET: 's' })).toThrow(/OCTO_GITHUB_APP_ID is not set/)
})

test.each([
  ['OCTO_GITHUB_APP_PRIVATE_KEY', 'not a key at all'],
  ['OCTO_REPOSITORIES', 'acme/api,acme'],
  ['OCTO_REPOSITORIES', 'a*/b'],
  ['OCTO_WEBHOOK_URL', 'ftp://octometer.example'],
  ['OCTO_HOOK_EVENTS', 'push, Pull Request'],
  ['OCTO_SYNC_SCHEDULE', '0 2 * *'],
  ['OCTO_SYNC_SCHEDULE', '0 0 31 2 *'],
  ['OCTO_POLL_SECONDS', '9'],
  ['OCTO_RECOVERY_LOOKBACK', '70'],
])('%s may not be %s', (name, value) => {
  expect(() => load({ OCTO_GITHUB_APP_ID: '1', [name]: value })).toThrow(name)
})

test('a private key that cannot be used is not repeated', () => {
  const half = pem.slice(0, 400)
  expect(() => load({ OCTO_GITHUB_APP_ID: '1', OCTO_GITHUB_APP_PRIVATE_KEY: half })).toThrow(/\(hidden\)/)
  expect(() => load({ OCTO_GITHUB_APP_ID: '1', OCTO_GITHUB_APP_PRIVATE_KEY: half })).not.toThrow(
    half.slice(40, 80),
  )
})

test('what runs by the clock may be off', () => {
  const { github } = load({ OCTO_SYNC_SCHEDULE: 'off', OCTO_POLL_SECONDS: 'off' }).config
  expect(github).toMatchObject({ syncSchedule: null, pollMs: null })
})

test('hooks that are set up need an address', () => {
  expect(() => load({ OCTO_SETUP_HOOKS: 'true' })).toThrow(/OCTO_WEBHOOK_URL is not set/)
  const url = { OCTO_WEBHOOK_URL: 'https://octometer.example/webhooks/github' }
  expect(load({ OCTO_SETUP_HOOKS: 'true', ...url }).config.github).toMatchObject({ setupHooks: true })
})

test('a seed that set its hook up did so for every event', () => {
  const seed = {
    METRICS_SETUP_WEBHOOK: 'true',
    METRICS_WEBHOOK_URL: 'https://octometer.example/metrics',
    METRICS_GITHUB_TOKEN: 'token',
    METRICS_REPOSITORIES: 'acme/api,acme/web',
    GITHUB_OWNER: 'acme',
  }
  const { config, notices } = load(seed)
  expect(config.github).toMatchObject({
    setupHooks: true,
    hookEvents: ['*'],
    token: 'token',
    owner: 'acme',
    repositories: ['acme/api', 'acme/web'],
  })
  expect(notices).toHaveLength(5)
  expect(notices.join()).not.toMatch(/token,/)
  expect(load({ ...seed, OCTO_HOOK_EVENTS: 'push' }).config.github.hookEvents).toEqual(['push'])
})
