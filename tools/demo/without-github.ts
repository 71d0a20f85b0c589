/** What a github-agent would ask the real GitHub with. */
const credentials: ReadonlySet<string> = new Set([
  'OCTO_GITHUB_TOKEN',
  'OCTO_GITHUB_APP_ID',
  'OCTO_GITHUB_APP_PRIVATE_KEY',
  'OCTO_GITHUB_APP_WEBHOOK_SECRET',
  'METRICS_GITHUB_TOKEN',
  'GITHUB_TOKEN',
])

type Environment = Readonly<Record<string, string | undefined>>

/** The demo's traffic is simulated: a token that happens to be in the environment must not make hooks at GitHub. */
export function withoutGitHub(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !credentials.has(name)))
}
