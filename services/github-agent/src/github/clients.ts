import type { GitHubConfig } from '@octometer/config'
import type { ApiCall } from '@octometer/event-contracts'
import {
  type Clock,
  type Credential,
  createGitHubClient,
  type GitHubClient,
  type Sleep,
} from '@octometer/github-client'
import type { Logger } from '@octometer/telemetry'

/** Who asks GitHub: the token, the App itself, and each of its installations with a token of its own. */
export interface Clients extends Disposable {
  /** Null: no token is configured. */
  readonly token: GitHubClient | null
  /** Null: no App is configured. */
  readonly app: { readonly id: number; readonly client: GitHubClient } | null
  /** Throws TypeError without an App. */
  installation(id: number): GitHubClient
  /** With a token of somebody else's, for as long as it is used. */
  ofUser(token: string): GitHubClient
}

export interface ClientsOptions {
  readonly config: GitHubConfig
  readonly apiUrl: string
  readonly logger: Logger
  readonly clock: Clock
  readonly sleep: Sleep
  readonly onCall: (call: ApiCall) => void
}

export function createClients(options: ClientsOptions): Clients {
  const { config, apiUrl: baseUrl, logger, clock, sleep, onCall } = options
  const clients: GitHubClient[] = []
  const connect = (credential: Credential) =>
    createGitHubClient({ baseUrl, credential, logger, clock, sleep, onCall })
  const open = (credential: Credential): GitHubClient => {
    const client = connect(credential)
    clients.push(client)
    return client
  }
  const { token, app } = config
  const asApp = app && ({ kind: 'app', appId: app.id, privateKey: app.privateKey } as const)
  const installations = new Map<number, GitHubClient>()
  return {
    token: token === null ? null : open({ kind: 'token', token }),
    app: app && asApp && { id: app.id, client: open(asApp) },
    installation(id) {
      if (asApp === null) throw new TypeError('an installation without an App')
      const client = installations.get(id) ?? open({ ...asApp, installationId: id })
      installations.set(id, client)
      return client
    },
    ofUser: (userToken) => connect({ kind: 'token', token: userToken }),
    [Symbol.dispose]: () => {
      for (const client of clients) client.close()
    },
  }
}
