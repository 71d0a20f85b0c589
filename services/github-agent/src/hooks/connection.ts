import type { hookConnectionRequest } from '@octometer/event-contracts'
import type { z } from 'zod'
import { type HookConfiguration, isPullMode } from './wanted-hook.ts'

/** How deliveries come of hooks that nothing else is said of. The address is shown without user and password. */
export function connectionOf({
  github,
}: Pick<HookConfiguration, 'github'>): z.output<(typeof hookConnectionRequest)['answer']> {
  const { webhookUrl, pollMs, owner, repositories } = github
  const url = webhookUrl === null ? null : new URL(webhookUrl)
  if (url !== null) {
    url.username = ''
    url.password = ''
  }
  return {
    mode: url !== null ? 'push' : isPullMode({ github }) ? 'pull' : null,
    webhook_url: url?.href ?? null,
    poll_seconds: pollMs === null ? null : Math.round(pollMs / 1000),
    repositories: [...(owner === null ? [] : [owner]), ...repositories],
  }
}
