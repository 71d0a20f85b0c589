import type { VariableName } from './variables.ts'

interface SeedName {
  readonly variable: VariableName
  /** The seed's text in our form; lists stay lists, for a seed's single secret may hold a comma. */
  readonly translate?: (value: string) => string | readonly string[]
  /** What the seed did with it beside: set where nothing else is. */
  readonly implies?: { readonly variable: VariableName; readonly value: string }
}

const asOne = (value: string) => [value]
const asKeys = (value: string) =>
  value
    .split(',')
    .map((key) => key.trim())
    .filter((key) => key !== '')
    .map((key, index) => `seed-${index + 1}:viewer:${key}`)

/** Names of the seed systems that stand for ours. Where two stand for one list, both count, in this order. */
export const seedNames: Readonly<Record<string, SeedName>> = {
  METRICS_SERVER_HOST: { variable: 'OCTO_HTTP_HOST' },
  METRICS_SERVER_PORT: { variable: 'OCTO_HTTP_PORT' },
  METRICS_WEBHOOK_SECRET: { variable: 'OCTO_WEBHOOK_SECRETS', translate: asOne },
  GITHUB_WEBHOOK_SECRET: { variable: 'OCTO_WEBHOOK_SECRETS', translate: asOne },
  METRICS_VERIFY_GITHUB_IPS: { variable: 'OCTO_VERIFY_GITHUB_IPS' },
  METRICS_VERIFY_CLOUDFLARE_IPS: { variable: 'OCTO_VERIFY_CLOUDFLARE_IPS' },
  METRICS_API_KEYS: { variable: 'OCTO_API_KEYS', translate: asKeys },
  METRICS_CORS_ORIGINS: { variable: 'OCTO_CORS_ORIGINS' },
  METRICS_MCP_ENABLED: { variable: 'OCTO_MCP_ENABLED' },
  METRICS_SIG_TEAMS_CONFIG: { variable: 'OCTO_TEAMS_FILE' },
  METRICS_SETUP_WEBHOOK: {
    variable: 'OCTO_SETUP_HOOKS',
    implies: { variable: 'OCTO_HOOK_EVENTS', value: '*' },
  },
  METRICS_GITHUB_TOKEN: { variable: 'OCTO_GITHUB_TOKEN' },
  GITHUB_TOKEN: { variable: 'OCTO_GITHUB_TOKEN' },
  METRICS_WEBHOOK_URL: { variable: 'OCTO_WEBHOOK_URL' },
  METRICS_REPOSITORIES: { variable: 'OCTO_REPOSITORIES' },
  GITHUB_OWNER: { variable: 'OCTO_GITHUB_OWNER' },
  JWT_SECRET_KEY: { variable: 'OCTO_JWT_SECRET' },
}

/** Seed variables without a meaning here: accepted, ignored and said so. */
export function isIgnoredSeedName(name: string): boolean {
  return /^(REDIS_URL|DATABASE_URL|METRICS_SERVER_WORKERS|METRICS_DB_\w+)$/.test(name)
}
