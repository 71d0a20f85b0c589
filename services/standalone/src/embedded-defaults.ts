import type { Environment } from '@octometer/config'
import type { Credentials } from './credentials.ts'

/** The environment with what standalone makes itself filled in; what is set stays as it is. */
export function withEmbeddedDefaults(
  env: Environment,
  dataDir: string,
  credentials: Credentials,
): Environment {
  const filled: Record<string, string | undefined> = { ...env, OCTO_DATA_DIR: dataDir }
  const hasSecret = [
    'OCTO_WEBHOOK_SECRETS',
    'OCTO_ALLOW_UNSIGNED',
    'METRICS_WEBHOOK_SECRET',
    'GITHUB_WEBHOOK_SECRET',
  ]
  const hasAccess = [
    'OCTO_API_KEYS',
    'METRICS_API_KEYS',
    'OCTO_JWT_SECRET',
    'JWT_SECRET_KEY',
    'OCTO_JWKS_URL',
    'OCTO_ANONYMOUS_ROLE',
  ]
  if (hasSecret.every((name) => isUnset(env[name]))) filled.OCTO_WEBHOOK_SECRETS = credentials.webhookSecret
  if (hasAccess.every((name) => isUnset(env[name])))
    filled.OCTO_API_KEYS = `admin:admin:${credentials.adminKey}`
  filled.OCTO_ENCRYPTION_KEY ??= credentials.encryptionKey
  filled.OCTO_CLICKHOUSE_USER ??= 'octometer'
  filled.OCTO_CLICKHOUSE_PASSWORD ??= credentials.clickhousePassword
  filled.OCTO_CLICKHOUSE_READER_USER ??= 'reader'
  return filled
}

function isUnset(value: string | undefined): boolean {
  return value === undefined || value === ''
}
