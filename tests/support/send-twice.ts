import type { Receiver } from './run-workload.ts'
import { createSender } from './send.ts'
import { requestOf } from './send-events.ts'

/** What GitHub has to say, whatever hook tells it. */
export interface Told {
  readonly event: string
  readonly payload: object
}

/** Sends everything through two hooks, each under its own GUID, the last first; gives the answers' statuses. */
export async function sendTwice(
  { url, secret }: Receiver,
  told: readonly Told[],
): Promise<readonly number[]> {
  using sender = createSender(url, secret, 16)
  const requests = ['1', '2'].flatMap((hookId) =>
    told.toReversed().map((each) => requestOf({ ...each, hookId })),
  )
  return (await sender.sendAll(requests)).map(({ status }) => status)
}
