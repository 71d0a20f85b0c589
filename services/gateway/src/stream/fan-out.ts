import type { FollowedBatch, LogGap } from '@octometer/event-log'
import type { EventId } from '@octometer/gateway-api'
import type { ClientIndex } from './client-index.ts'
import type { LiveLog } from './live-logs.ts'
import type { StreamClient } from './stream-client.ts'
import { eventsSent } from './stream-events.ts'
import { tellGap } from './tell-gap.ts'

export interface FanOutOptions {
  readonly log: LiveLog
  /** The id of what a client is sent now of this log, once `after` says where that is. */
  readonly idOf: (client: StreamClient) => EventId
  readonly onTold?: (storedAt: Date) => void
}

/**
 * Gives what came of a log to the clients of an index, each message once to each: a client that is further already
 * does not get it again. Waits for nobody. Gives the clients that something was written to.
 */
export function fanOut(
  index: ClientIndex<StreamClient>,
  { gap, messages }: FollowedBatch,
  { log, idOf, onTold = () => {} }: FanOutOptions,
): ReadonlySet<StreamClient> {
  const { kind } = log
  const written = new Set<StreamClient>()
  const writeTo = (client: StreamClient) => {
    if (!written.has(client)) client.sink.hold()
    written.add(client)
  }
  if (gap !== null) {
    for (const client of index) {
      writeTo(client)
      goOver(client, gap, { log, idOf })
    }
  }
  let sent = 0
  for (const message of messages) {
    const event = log.eventOf(message, index.wants)
    if (event === null) continue
    for (const client of index.matching(event)) {
      if (event.position <= client.after[kind]) continue
      writeTo(client)
      client.after[kind] = event.position
      client.sink.send(event, idOf(client))
      sent += 1
    }
    onTold(message.appendedAt)
  }
  for (const client of written) client.sink.flush()
  eventsSent(kind, sent)
  return written
}

function goOver(client: StreamClient, { reason, from, to }: LogGap, { log, idOf }: FanOutOptions): void {
  const { kind } = log
  const goesOnAfter = reason === 'set_back' ? from - 1 : to
  // One that is further already misses nothing, unless the log itself went back.
  if (reason === 'expired' && client.after[kind] >= to) return
  const first = reason === 'expired' ? Math.max(from, client.after[kind] + 1) : from
  client.after[kind] = goesOnAfter
  tellGap(client, { of: kind, id: idOf(client), reason, from: first, to })
}
