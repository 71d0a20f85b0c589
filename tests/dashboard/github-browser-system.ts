import { type GitHubSimulator, startGitHubSimulator } from '@octometer/testkit'
import { freePorts } from '../support/free-ports.ts'
import { type BrowserSystem, startBrowserSystem } from './browser-system.ts'

/** The system of a browser with a GitHub beside it, that it asks and that delivers to it. */
export interface GitHubBrowserSystem extends AsyncDisposable {
  readonly system: BrowserSystem
  readonly github: GitHubSimulator
}

const DAY_MS = 86_400_000

interface GitHubBrowserOptions {
  /** Settings in place of these; '' is none. */
  readonly settings?: Readonly<Record<string, string>>
  /** Nothing has ever arrived. */
  readonly isNew?: boolean
}

/** `prepare` is told of the GitHub, and of the address of ingress, before anybody asks it. */
export async function startGitHubBrowserSystem(
  start: Date,
  prepare: (github: GitHubSimulator, webhookUrl: string) => Promise<void>,
  { settings = {}, isNew = false }: GitHubBrowserOptions = {},
): Promise<GitHubBrowserSystem> {
  await using stack = new AsyncDisposableStack()
  const github = stack.use(await startGitHubSimulator({ flowing: true, start }))
  github.seed({
    ...{ seed: 5, repositories: 12, issuesAndPullRequests: 120 },
    ...{ from: new Date(start.getTime() - 40 * DAY_MS), until: new Date(start.getTime() - DAY_MS) },
  })
  const [port = 0] = await freePorts(1)
  const webhookUrl = `http://127.0.0.1:${port}/webhooks/github`
  await prepare(github, webhookUrl)
  const system = stack.use(
    await startBrowserSystem(
      {
        OCTO_HTTP_PORT: String(port),
        OCTO_GITHUB_API_URL: github.url,
        OCTO_GITHUB_TOKEN: github.credentials.createToken(),
        OCTO_GITHUB_OWNER: 'acme',
        OCTO_SYNC_SCHEDULE: 'off',
        OCTO_POLL_SECONDS: '10',
        OCTO_WEBHOOK_URL: webhookUrl,
        ...settings,
      },
      { isNew },
    ),
  )
  const owned = stack.move()
  return { system, github, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}
