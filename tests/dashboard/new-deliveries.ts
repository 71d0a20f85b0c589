import { randomUUID } from 'node:crypto'
import type { BrowserSystem } from './browser-system.ts'

type Json = Readonly<Record<string, unknown>>

/** The payload of the newest delivery of an event, and of an action where it is given. */
async function newestPayload(system: BrowserSystem, event: string, action?: string): Promise<Json> {
  const query = new URLSearchParams({ event, limit: '1', ...(action && { action }) })
  const { data } = await system.api(`/api/v1/deliveries?${query}`)
  const [newest] = data as readonly { readonly guid: string }[]
  return payloadOf(system, newest?.guid ?? '')
}

export async function payloadOf(system: BrowserSystem, guid: string): Promise<Json> {
  const { payload } = await system.api(`/api/v1/deliveries/${guid}`)
  return payload as Json
}

/** Sends a delivery as GitHub would now, and waits until every read model has it. Its GUID is answered. */
export async function sendNow(system: BrowserSystem, event: string, payload: object): Promise<string> {
  const guid = randomUUID()
  const about = { hookId: 1, targetType: 'repository' as const, targetId: 1, receivedAt: new Date() }
  await system.send([{ guid, event, ...about, payload: {}, body: JSON.stringify(payload) }])
  return guid
}

/** A push of one commit to the main branch, like the newest push but with this message and file. */
export async function sendCommit(
  system: BrowserSystem,
  commit: { readonly id: string; readonly message: string; readonly added?: readonly string[] },
): Promise<string> {
  const payload = await newestPayload(system, 'push')
  const person = { name: 'A', email: 'a@example.org', username: 'a' }
  const made = {
    ...{ added: [], modified: [], removed: [], distinct: true, ...commit },
    ...{ author: person, committer: person, url: `https://github.com/acme/api/commit/${commit.id}` },
    timestamp: new Date().toISOString(),
  }
  const pushed = { ref: 'refs/heads/main', after: commit.id, commits: [made], head_commit: made }
  return sendNow(system, 'push', { ...payload, ...pushed })
}
