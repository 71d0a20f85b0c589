import type { FollowedBatch, LogGap } from '@octometer/event-log'
import type { ClientIndex } from './client-index.ts'
import { deliveredEvent, deliveryLiveEvent } from './delivery-event.ts'
import type { StreamClient } from './stream-client.ts'
import { eventsSent } from './stream-events.ts'

/**
 * Gives what came of the log to the clients of an index, each message once to each: a client that is further already
 * does not get it again. Waits for nobody. Gives the clients that something was written to.
 */
export function fanOut(
  index: ClientIndex<StreamClient>,
  { gap, messages }: FollowedBatch,
  onTold: (storedAt: Date) => void = () => {},
): ReadonlySet<StreamClient> {
  const written = new Set<StreamClient>()
  const writeTo = (client: StreamClient) => {
    if (!written.has(client)) client.sink.hold()
    written.add(client)
  }
  if (gap !== null) {
    for (const client of index) {
      writeTo(client)
      tellGap(client, gap)
    }
  }
  let sent = 0
  for (const message of messages) {
    const name = deliveredEvent(message)
    if (name === null || !index.wants(name)) continue
    const event = deliveryLiveEvent(message)
    if (event === null) continue
    for (const client of index.matching(event)) {
      if (event.id <= client.after) continue
      writeTo(client)
      client.sink.send(event)
      client.after = event.id
      sent += 1
    }
    onTold(message.appendedAt)
  }
  for (const client of written) client.sink.flush()
  eventsSent('delivery', sent)
  return written
}

function tellGap(client: StreamClient, { reason, from, to }: LogGap): void {
  const goesOnAfter = reason === 'set_back' ? from - 1 : to
  // One that is further already misses nothing, unless the log itself went back.
  if (reason === 'expired' && client.after >= to) return
  const first = reason === 'expired' ? Math.max(from, client.after + 1) : from
  client.sink.tell({ kind: 'gap', id: goesOnAfter, reason, from: first, to })
  client.after = goesOnAfter
}
