import { createHmac } from 'node:crypto'
import type { GitHubObject } from '../fields.ts'
import type { HookState } from './hook-state.ts'

interface HookRequest {
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

const targets = { repository: 'repository', organization: 'organization', app: 'integration' } as const

/** Body and headers of a delivery, signed with the hook's secret when it has one. */
export function hookRequest(
  hook: HookState,
  target: number,
  guid: string,
  event: string,
  payload: GitHubObject,
): HookRequest {
  const json = JSON.stringify(payload)
  const isForm = hook.contentType === 'form'
  const body = isForm ? new URLSearchParams({ payload: json }).toString() : json
  return { body, headers: { ...hookHeaders(hook, target, guid, event), ...signatures(hook.secret, body) } }
}

/** All headers but the signatures. */
export function hookHeaders(hook: HookState, target: number, guid: string, event: string) {
  const type = hook.contentType === 'form' ? 'application/x-www-form-urlencoded' : 'application/json'
  return {
    accept: '*/*',
    'content-type': type,
    'user-agent': 'GitHub-Hookshot/5f2b1c7',
    'x-github-delivery': guid,
    'x-github-event': event,
    'x-github-hook-id': String(hook.id),
    'x-github-hook-installation-target-id': String(target),
    'x-github-hook-installation-target-type': targets[hook.owner.kind],
  }
}

function signatures(secret: string | null, body: string): Record<string, string> {
  if (secret === null) return {}
  const hmac = (algorithm: string) => createHmac(algorithm, secret).update(body).digest('hex')
  return { 'x-hub-signature': `sha1=${hmac('sha1')}`, 'x-hub-signature-256': `sha256=${hmac('sha256')}` }
}
