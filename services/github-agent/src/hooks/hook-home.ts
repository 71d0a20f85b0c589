import type { HookOwnerKind } from '@octometer/event-contracts'
import type { GitHubClient } from '@octometer/github-client'

/** A hook as GitHub shows it to who may read it; its secret is never shown. */
export interface ShownHook {
  readonly id: number
  readonly active: boolean
  readonly events: readonly string[]
  readonly config: {
    readonly url?: string | undefined
    readonly content_type?: string | undefined
    readonly insecure_ssl?: string | number | undefined
    /** Asterisks, where there is one. */
    readonly secret?: string | undefined
  }
  /** Organisations' hooks do not tell it. */
  readonly last_response?: {
    readonly code: number | null
    readonly status: string | null
    readonly message: string | null
  }
}

/** What a hook is given. */
export interface HookSettings {
  readonly url: string
  readonly events: readonly string[]
  readonly active: boolean
  /** Null: its deliveries are not signed. */
  readonly secret: string | null
}

/** Where hooks live. All throw RequestError. */
export interface HookHome {
  readonly kind: HookOwnerKind
  /** `owner/name`, or the organisation's login. */
  readonly name: string
  readonly client: GitHubClient
  list(signal: AbortSignal): Promise<readonly ShownHook[]>
  create(settings: HookSettings, signal: AbortSignal): Promise<ShownHook>
  update(hookId: number, settings: HookSettings, signal: AbortSignal): Promise<ShownHook>
  remove(hookId: number, signal: AbortSignal): Promise<void>
  ping(hookId: number, signal: AbortSignal): Promise<void>
}

export function repositoryHome(client: GitHubClient, name: string): HookHome {
  const [owner = '', repo = ''] = name.split('/')
  const place = { owner, repo }
  return {
    kind: 'repository',
    name,
    client,
    list: (signal) => all(client.paginate('GET /repos/{owner}/{repo}/hooks', place, { signal })),
    async create(settings, signal) {
      const body = { ...place, name: 'web', ...bodyOf(settings) }
      return (await client.request('POST /repos/{owner}/{repo}/hooks', body, { signal })).data
    },
    async update(hook_id, settings, signal) {
      const body = { ...place, hook_id, ...bodyOf(settings) }
      return (await client.request('PATCH /repos/{owner}/{repo}/hooks/{hook_id}', body, { signal })).data
    },
    async remove(hook_id, signal) {
      await client.request('DELETE /repos/{owner}/{repo}/hooks/{hook_id}', { ...place, hook_id }, { signal })
    },
    async ping(hook_id, signal) {
      const route = 'POST /repos/{owner}/{repo}/hooks/{hook_id}/pings'
      await client.request(route, { ...place, hook_id }, { signal })
    },
  }
}

export function organizationHome(client: GitHubClient, org: string): HookHome {
  return {
    kind: 'organization',
    name: org,
    client,
    list: (signal) => all(client.paginate('GET /orgs/{org}/hooks', { org }, { signal })),
    async create(settings, signal) {
      const body = { org, name: 'web', ...bodyOf(settings) }
      return (await client.request('POST /orgs/{org}/hooks', body, { signal })).data
    },
    async update(hook_id, settings, signal) {
      const body = { org, hook_id, ...bodyOf(settings) }
      return (await client.request('PATCH /orgs/{org}/hooks/{hook_id}', body, { signal })).data
    },
    async remove(hook_id, signal) {
      await client.request('DELETE /orgs/{org}/hooks/{hook_id}', { org, hook_id }, { signal })
    },
    async ping(hook_id, signal) {
      await client.request('POST /orgs/{org}/hooks/{hook_id}/pings', { org, hook_id }, { signal })
    },
  }
}

async function all(pages: AsyncIterable<{ readonly items: readonly ShownHook[] }>): Promise<ShownHook[]> {
  const hooks: ShownHook[] = []
  for await (const { items } of pages) hooks.push(...items)
  return hooks
}

/** GitHub replaces the whole of `config`: what is left away, the secret too, is gone. */
function bodyOf({ url, events, active, secret }: HookSettings) {
  const config = { url, content_type: 'json', insecure_ssl: '0', ...(secret !== null && { secret }) }
  return { active, events: [...events], config }
}
