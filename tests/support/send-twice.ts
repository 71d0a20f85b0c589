import { randomUUID } from 'node:crypto'
import type { Receiver } from './run-workload.ts'
import { createSender } from './send.ts'

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
  const requests = ['1', '2'].flatMap((hook) =>
    told.toReversed().map(({ event, payload }) => ({
      body: JSON.stringify(payload),
      headers: {
        'content-type': 'application/json',
        'x-github-event': event,
        'x-github-delivery': randomUUID(),
        'x-github-hook-id': hook,
      },
      signature: 'valid' as const,
    })),
  )
  return (await sender.sendAll(requests)).map(({ status }) => status)
}
