/** What a github-agent would ask the real GitHub with, and the addresses that it would look at. */
const notForDemo: ReadonlySet<string> = new Set([
  'OCTO_GITHUB_TOKEN',
  'OCTO_GITHUB_APP_ID',
  'OCTO_GITHUB_APP_PRIVATE_KEY',
  'OCTO_GITHUB_APP_WEBHOOK_SECRET',
  'METRICS_GITHUB_TOKEN',
  'GITHUB_TOKEN',
  'OCTO_HEALTH_URLS',
])

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The environment as the demo takes it. Its traffic is simulated: a token that happens to be there must not make hooks at GitHub.
 * A check runs beside whatever holds the port.
 */
export function demoEnvironment(env: Environment, checking: boolean): Environment {
  const own = Object.entries(env).filter(([name]) => !notForDemo.has(name))
  return {
    OCTO_LOG_LEVEL: 'warn',
    ...Object.fromEntries(own),
    ...(checking ? { OCTO_HTTP_PORT: '0' } : {}),
  }
}
