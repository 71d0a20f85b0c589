import type { GitHubClient, Page } from '@octometer/github-client'

/** One attempt at a delivery, as GitHub's log lists it. */
export interface ListedAttempt {
  readonly id: number | bigint | string
  readonly guid: string
  readonly delivered_at: string
  readonly redelivery: boolean
  readonly event: string
  readonly action: string | null
  readonly status_code: number
  readonly installation_id?: number | bigint | null
  readonly repository_id?: number | bigint | null
}

/** What was sent with one attempt. */
export interface SentRequest {
  readonly guid: string
  readonly event: string
  readonly delivered_at: string
  readonly request: {
    readonly headers: Readonly<Record<string, unknown>> | null
    readonly payload: Readonly<Record<string, unknown>> | null
  }
}

/** The log of deliveries that GitHub keeps of one hook or App. */
export interface LogSource {
  readonly kind: 'hook' | 'app'
  /** GitHub's number of the hook or App. */
  readonly id: string
  /** Whose it is, for people: `owner/name`, an organisation, or the App. */
  readonly owner: string
  /** The newest attempt first. Throws RequestError. */
  pages(signal: AbortSignal): AsyncIterable<Page<ListedAttempt>>
  /** Throws RequestError: 404 once the log has forgotten it. */
  sent(attemptId: string, guid: string, signal: AbortSignal): Promise<SentRequest>
}

/** As the ledger names it. */
export function sourceKey({ kind, id }: Pick<LogSource, 'kind' | 'id'>): string {
  return `${kind}:${id}`
}

/** GitHub forgets a delivery after three days: everything else may wait. */
const first = { kind: 'none', urgent: true } as const

// Octokit's types take an attempt's number as a number; as text it goes into the URL without losing digits.
function attemptOf(id: string): { readonly delivery_id: number } {
  return { delivery_id: id as unknown as number }
}

export function repositoryHookLog(
  client: GitHubClient,
  { owner, name, hookId }: { readonly owner: string; readonly name: string; readonly hookId: number },
): LogSource {
  const hook = { owner, repo: name, hook_id: hookId }
  const log = 'GET /repos/{owner}/{repo}/hooks/{hook_id}/deliveries'
  return {
    kind: 'hook',
    id: String(hookId),
    owner: `${owner}/${name}`,
    pages: (signal) => client.paginate(log, hook, { ...first, signal }),
    async sent(id, guid, signal) {
      const one = 'GET /repos/{owner}/{repo}/hooks/{hook_id}/deliveries/{delivery_id}'
      const options = { ...first, cause: guid, signal }
      return (await client.request(one, { ...hook, ...attemptOf(id) }, options)).data
    },
  }
}

export function organizationHookLog(
  client: GitHubClient,
  { org, hookId }: { readonly org: string; readonly hookId: number },
): LogSource {
  const hook = { org, hook_id: hookId }
  return {
    kind: 'hook',
    id: String(hookId),
    owner: org,
    pages: (signal) =>
      client.paginate('GET /orgs/{org}/hooks/{hook_id}/deliveries', hook, { ...first, signal }),
    async sent(id, guid, signal) {
      const one = 'GET /orgs/{org}/hooks/{hook_id}/deliveries/{delivery_id}'
      const options = { ...first, cause: guid, signal }
      return (await client.request(one, { ...hook, ...attemptOf(id) }, options)).data
    },
  }
}

/** `client` asks as the App itself. */
export function appLog(client: GitHubClient, appId: number): LogSource {
  return {
    kind: 'app',
    id: String(appId),
    owner: `App ${appId}`,
    pages: (signal) => client.paginate('GET /app/hook/deliveries', {}, { ...first, signal }),
    async sent(id, guid, signal) {
      const options = { ...first, cause: guid, signal }
      return (await client.request('GET /app/hook/deliveries/{delivery_id}', attemptOf(id), options)).data
    },
  }
}
