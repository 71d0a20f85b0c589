import type { HookRecord } from '@octometer/event-contracts'
import { clientOf } from '../github/client-of.ts'
import type { Clients } from '../github/clients.ts'
import { type LogSource, organizationHookLog, repositoryHookLog } from '../recovery/log-source.ts'

/** The logs of hooks that were set up, wherever they are. Throws RequestError. */
export async function recordedLogs(
  clients: Clients,
  records: readonly HookRecord[],
  signal: AbortSignal,
): Promise<readonly LogSource[]> {
  const logs: LogSource[] = []
  for (const { kind, name, hook_id, is_missing } of records) {
    if (is_missing) continue
    const hookId = Number(hook_id)
    const [owner = '', repo = ''] = name.split('/')
    if (kind === 'organization') {
      if (clients.token !== null) logs.push(organizationHookLog(clients.token, { org: name, hookId }))
      continue
    }
    const client = await clientOf(clients, { owner, repo }, signal)
    logs.push(repositoryHookLog(client, { owner, name: repo, hookId }))
  }
  return logs
}
