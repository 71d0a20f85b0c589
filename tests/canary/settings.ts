import { createHmac, randomBytes } from 'node:crypto'
import type { Canary } from './search.ts'

/** What a run is given to keep to itself. In URLs each stands as it is. */
export function makeSecrets() {
  const secret = () => randomBytes(20).toString('hex')
  const withSigns = () => `${secret()}/+=~`
  return {
    webhookSecret: withSigns(),
    olderWebhookSecret: withSigns(),
    viewerKey: withSigns(),
    operatorKey: withSigns(),
    adminKey: withSigns(),
    wrongKey: withSigns(),
    jwtSecret: withSigns(),
    encryptionKey: randomBytes(32).toString('base64'),
    slackPath: secret(),
    discordPath: secret(),
    smtpPassword: secret(),
    alertWebhookPath: secret(),
    alertWebhookSecret: withSigns(),
    receiverPath: secret(),
    receiverSecret: withSigns(),
    collectorToken: secret(),
    hookSecret: withSigns(),
    hookSecretOfTheSecondRotation: withSigns(),
  }
}

export type Secrets = ReturnType<typeof makeSecrets>

export function canariesOf(secrets: object): readonly Canary[] {
  return Object.entries(secrets).map(([name, value]) => ({ name, value: String(value) }))
}

/** An HS256 token of a role, for so many seconds. */
export function tokenFor(role: string, secret: string, seconds: number): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const now = Math.floor(Date.now() / 1000)
  const claims = { sub: 'mona', role, iat: now - 60, exp: now + seconds }
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
}

interface Places {
  readonly dataDir: string
  readonly natsServerBin: string
  readonly natsPort: number
  readonly httpPort: number
  readonly github: string
  readonly collector: string
  readonly receivers: string
}

/** The environment of a standalone that uses everything that has a secret. Nobody listens on port 9. */
export function environmentOf(secrets: Secrets, places: Places): Record<string, string> {
  const { receivers } = places
  return {
    OCTO_DATA_DIR: places.dataDir,
    OCTO_NATS_SERVER_BIN: places.natsServerBin,
    OCTO_NATS_PORT: String(places.natsPort),
    OCTO_HTTP_PORT: String(places.httpPort),
    OCTO_LOG_LEVEL: 'debug',
    OCTO_WEBHOOK_SECRETS: `${secrets.webhookSecret},${secrets.olderWebhookSecret}`,
    OCTO_API_KEYS: `eyes:viewer:${secrets.viewerKey},desk:operator:${secrets.operatorKey},root:admin:${secrets.adminKey}`,
    OCTO_JWT_SECRET: secrets.jwtSecret,
    OCTO_ENCRYPTION_KEY: secrets.encryptionKey,
    OCTO_GITHUB_API_URL: places.github,
    OCTO_WEBHOOK_URL: `http://127.0.0.1:${places.httpPort}/webhooks/github`,
    OCTO_SYNC_SCHEDULE: 'off',
    OCTO_POLL_SECONDS: '10',
    OCTO_SLACK_URL: `${receivers}/slack/${secrets.slackPath}`,
    OCTO_DISCORD_URL: `${receivers}/failing/${secrets.discordPath}`,
    OCTO_SMTP_URL: `smtp://octo:${secrets.smtpPassword}@127.0.0.1:9?from=o@example.org&to=t@example.org`,
    OCTO_ALERT_WEBHOOKS: `${receivers}/webhook/${secrets.alertWebhookPath},http://127.0.0.1:9/${secrets.alertWebhookPath}`,
    OCTO_ALERT_WEBHOOK_SECRET: secrets.alertWebhookSecret,
    OCTO_ALERT_ALLOWED_HOSTS: '127.0.0.1',
    OCTO_FORWARD_RECEIVERS: JSON.stringify([
      { name: 'ci', url: `${receivers}/ci/${secrets.receiverPath}`, secret: secrets.receiverSecret },
      { name: 'broken', url: `${receivers}/failing/${secrets.receiverPath}`, secret: secrets.receiverSecret },
    ]),
    OTEL_EXPORTER_OTLP_ENDPOINT: places.collector,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${secrets.collectorToken}`,
    OTEL_METRIC_EXPORT_INTERVAL: '2000',
    OTEL_METRIC_EXPORT_TIMEOUT: '1000',
    OTEL_BSP_SCHEDULE_DELAY: '500',
  }
}
