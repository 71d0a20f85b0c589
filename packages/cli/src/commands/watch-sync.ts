import { type AnswerOf, getSync, type SyncEvent } from '@octometer/gateway-api'
import type { Answered, Client } from '../client.ts'
import { followEvents } from '../event-stream.ts'
import { openProgressLine } from '../progress-line.ts'
import type { Session } from '../session.ts'
import { progressLine } from './sync-page.ts'

/** The stream tells who comes within a moment how a sync stands, if github-agent runs. */
const TOLD_WITHIN_MS = 3_000

/** The id of the sync that runs, as the live stream tells who comes; null when none does, or nobody tells. */
export async function runningSync(client: Client, { terminal }: Session): Promise<string | null> {
  const enough = new AbortController()
  const ended = AbortSignal.any([terminal.ended, enough.signal, AbortSignal.timeout(TOLD_WITHIN_MS)])
  const onBroken = (error: Error) => {
    throw error
  }
  try {
    for await (const { event } of followEvents({ client, query: { kind: ['sync'] }, ended, onBroken })) {
      if (event.kind !== 'sync') continue
      return event.sync === null || event.sync.ended_at !== null ? null : event.sync.id
    }
    return null
  } finally {
    enough.abort()
  }
}

/** How it ended; null when the person did not wait for that. For a person its progress is drawn meanwhile. */
export async function watchSync(
  client: Client,
  id: string,
  session: Session,
): Promise<Answered<AnswerOf<typeof getSync>> | null> {
  const { terminal } = session
  const enough = new AbortController()
  const ended = AbortSignal.any([terminal.ended, enough.signal])
  const line = openProgressLine(session)
  const draw = ({ sync }: SyncEvent) =>
    line(sync === null ? null : progressLine(sync, { ...session, width: terminal.columns() }))
  const onBroken = ({ message }: Error) => terminal.writeError(`octometer: ${message}; trying again …\n`)
  try {
    for await (const { event } of followEvents({ client, query: { kind: ['sync'] }, ended, onBroken })) {
      if (event.kind !== 'sync') continue
      if (event.sync !== null && event.sync.id === id) draw(event)
      if (await isOver(event, client, id)) break
    }
  } finally {
    enough.abort()
    line(null)
  }
  return terminal.ended.aborted ? null : client.ask(getSync, { path: { id } })
}

/** Another one, or none, under way means that ours has ended unseen. */
async function isOver({ sync, change }: SyncEvent, client: Client, id: string): Promise<boolean> {
  if (sync?.id === id) return sync.ended_at !== null
  if (change !== 'current') return false
  return (await client.ask(getSync, { path: { id } })).read().ended_at !== null
}
