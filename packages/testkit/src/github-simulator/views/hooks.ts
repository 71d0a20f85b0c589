import type { AppState, InstallationState } from '../access/apps.ts'
import type { GitHubObject } from '../fields.ts'
import { isSuccess, type LoggedAttempt } from '../hooks/delivery-log.ts'
import type { HookState } from '../hooks/hook-state.ts'
import { userView } from './users.ts'

const iso = (instant: number) => new Date(instant).toISOString().replace(/\.\d+Z$/, 'Z')

/** `home` is the address of its repository or organisation. */
export function hookView(hook: HookState, home: string): GitHubObject {
  const url = `${home}/hooks/${hook.id}`
  const isRepository = hook.owner.kind === 'repository'
  return {
    type: isRepository ? 'Repository' : 'Organization',
    id: hook.id,
    name: 'web',
    active: hook.active,
    events: hook.events,
    config: hookConfigView(hook),
    updated_at: iso(hook.updatedAt),
    created_at: iso(hook.createdAt),
    url,
    ping_url: `${url}/pings`,
    deliveries_url: `${url}/deliveries`,
    ...(isRepository ? { test_url: `${url}/test`, last_response: hook.lastResponse } : {}),
  }
}

/** A secret is never shown again. */
export function hookConfigView({ contentType, insecureSsl, url, secret }: HookState): GitHubObject {
  return {
    content_type: contentType,
    insecure_ssl: insecureSsl,
    url,
    ...(secret === null ? {} : { secret: '********' }),
  }
}

export function attemptView(attempt: LoggedAttempt): GitHubObject {
  return {
    id: attempt.id,
    guid: attempt.guid,
    delivered_at: new Date(attempt.deliveredAt).toISOString(),
    redelivery: attempt.redelivery,
    duration: attempt.duration,
    status: isSuccess(attempt) ? 'OK' : attempt.status,
    status_code: attempt.statusCode,
    event: attempt.event,
    action: attempt.action,
    installation_id: attempt.installationId,
    repository_id: attempt.repositoryId,
    throttled_at: attempt.throttledAt === null ? null : iso(attempt.throttledAt),
  }
}

/** One attempt, with what was sent and what came back. */
export function wholeAttemptView(attempt: LoggedAttempt): GitHubObject {
  return {
    ...attemptView(attempt),
    url: attempt.url,
    request: { headers: attempt.requestHeaders, payload: attempt.payload },
    response: { headers: attempt.responseHeaders, payload: attempt.response },
  }
}

export function appView(app: AppState): GitHubObject {
  return {
    id: app.id,
    slug: app.slug,
    client_id: app.clientId,
    node_id: `A_${app.id.toString(36)}`,
    owner: userView(app.owner),
    name: app.name,
    description: '',
    external_url: 'https://octometer.example',
    html_url: `https://github.com/apps/${app.slug}`,
    created_at: iso(app.createdAt),
    updated_at: iso(app.createdAt),
    permissions: app.permissions,
    events: app.events,
  }
}

export function installationView(installation: InstallationState, account: GitHubObject): GitHubObject {
  const { app, id } = installation
  const user = userView(account)
  const { suspendedAt } = installation
  return {
    id,
    client_id: app.clientId,
    account: user,
    repository_selection: installation.repositoryIds === null ? 'all' : 'selected',
    access_tokens_url: `https://api.github.com/app/installations/${id}/access_tokens`,
    repositories_url: 'https://api.github.com/installation/repositories',
    html_url: `https://github.com/organizations/${installation.account}/settings/installations/${id}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: user?.id ?? 0,
    target_type: user?.type ?? 'User',
    permissions: app.permissions,
    events: app.events,
    created_at: iso(installation.createdAt),
    updated_at: iso(installation.createdAt),
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: suspendedAt === null ? null : userView(app.owner),
    suspended_at: suspendedAt === null ? null : iso(suspendedAt),
  }
}
