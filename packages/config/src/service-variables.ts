import { z } from 'zod'
import type { ApiKeyConfig } from './config.ts'
import {
  addressRange,
  encryptionKey,
  type Kind,
  list,
  oneOf,
  orWord,
  path,
  port,
  text,
  timezone,
  url,
  wholeNumber,
  yesOrNo,
} from './kinds.ts'
import { variable } from './variable.ts'

const ROLES = ['viewer', 'operator', 'admin'] as const

const apiKeys: Kind<readonly ApiKeyConfig[]> = list(
  'a comma list of name:role:key, each name once, the role viewer, operator or admin',
  z.string().transform((entry, issues): ApiKeyConfig => {
    const [, name, role, key] = /^([\w.@-]{1,64}):(\w+):(\S+)$/.exec(entry) ?? []
    const known = ROLES.find((each) => each === role)
    if (name && known && key) return { name, role: known, key }
    issues.addIssue('not name:role:key')
    return z.NEVER
  }),
)

/** What every service that answers HTTP reads: the groups server, receiving and access. */
export const serviceVariables = {
  OCTO_HTTP_HOST: variable('server', text, '127.0.0.1', 'Address to listen on', {
    mayBe: 'an address or host name',
  }),
  OCTO_HTTP_PORT: variable('server', port, '8080', 'Port to listen on; 0 takes any free one'),
  OCTO_DATA_DIR: variable('server', path, '.octometer/data', 'Folder for everything that standalone keeps'),
  OCTO_LOG_LEVEL: variable(
    'server',
    oneOf('debug', 'info', 'warn', 'error', 'silent'),
    'info',
    'The least that is logged',
  ),
  OCTO_TRUSTED_PROXIES: variable(
    'server',
    list('a comma list of IP addresses and CIDR ranges', addressRange),
    '',
    'Proxies whose X-Forwarded-For, X-Forwarded-Proto and Forwarded headers are believed',
  ),
  OCTO_REQUIRE_HTTPS: variable(
    'server',
    yesOrNo,
    'false',
    'Answer 403 unless a trusted proxy says that the client came by HTTPS',
  ),
  OCTO_CORS_ORIGINS: variable(
    'server',
    list('a comma list of origins like https://example.org, or *', z.string().refine(isOrigin)),
    '',
    'Origins whose pages may call the API from a browser',
  ),
  OCTO_TIMEZONE: variable('server', timezone, 'UTC', 'Time zone in which days, weeks and months begin'),
  OCTO_ENCRYPTION_KEY: variable(
    'server',
    encryptionKey,
    null,
    'Key that seals stored secrets; standalone makes one',
    { secret: true },
  ),

  OCTO_WEBHOOK_SECRETS: variable(
    'receiving',
    list('a comma list of secrets', z.string()),
    '',
    'Secrets that GitHub may sign with, newest first; standalone makes one and keeps it in the data folder',
    { secret: true },
  ),
  OCTO_ALLOW_UNSIGNED: variable('receiving', yesOrNo, 'false', 'Accept deliveries that nobody signed'),
  OCTO_VERIFY_GITHUB_IPS: variable(
    'receiving',
    yesOrNo,
    'false',
    "Accept deliveries only from GitHub's published addresses",
  ),
  OCTO_VERIFY_CLOUDFLARE_IPS: variable(
    'receiving',
    yesOrNo,
    'false',
    "Accept deliveries only from Cloudflare's published addresses",
  ),
  OCTO_RATE_LIMIT: variable(
    'receiving',
    orWord('off', wholeNumber(1, 1_000_000)),
    '1000',
    'Requests per second and client address that may fail verification before 429',
  ),
  OCTO_GITHUB_API_URL: variable(
    'receiving',
    url('https', 'http'),
    'https://api.github.com',
    "Base URL of GitHub's REST API",
    { secret: 'userinfo' },
  ),

  OCTO_API_KEYS: variable('access', apiKeys, '', 'API keys; standalone makes an admin key', { secret: true }),
  OCTO_JWT_SECRET: variable('access', text, null, 'Shared secret of HS256 tokens (exp required)', {
    secret: true,
  }),
  OCTO_JWKS_URL: variable('access', url('https', 'http'), null, 'Where the public keys of the tokens are', {
    secret: 'userinfo',
  }),
  OCTO_ANONYMOUS_ROLE: variable(
    'access',
    oneOf('none', ...ROLES),
    'none',
    'Role of a request without key or token',
  ),
  OCTO_SIGN_IN_FAILURES: variable(
    'access',
    orWord('off', wholeNumber(1, 1_000_000)),
    '60',
    'Keys and tokens that nobody has, per minute and client address, before 429; who was let in before is not held up',
  ),
  OCTO_KEY_RATE_LIMIT: variable(
    'access',
    orWord('off', wholeNumber(1, 10_000_000)),
    '30000',
    'Requests per minute and key or token before 429',
  ),
} as const

function isOrigin(value: string): boolean {
  return value === '*' || URL.parse(value)?.origin === value
}
