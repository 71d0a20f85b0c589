import { randomUUID } from 'node:crypto'
import type { Receiver } from './run-workload.ts'
import { createSender } from './send.ts'

export interface HandMadeEvent {
  readonly event: string
  readonly payload: object
  /** One of its own unless given. */
  readonly guid?: string
  readonly hookId?: string
}

/** Sends events that a test made by hand, one after the other; throws unless each is accepted. */
export async function sendEvents(receiver: Receiver, events: readonly HandMadeEvent[]): Promise<void> {
  using sender = createSender(receiver.url, receiver.secret, 1)
  for (const { event, payload, guid = randomUUID(), hookId = '1' } of events) {
    const { status, body } = await sender.send({
      body: JSON.stringify(payload),
      headers: {
        'content-type': 'application/json',
        'user-agent': 'GitHub-Hookshot/0000000',
        'x-github-event': event,
        'x-github-delivery': guid,
        'x-github-hook-id': hookId,
      },
      signature: 'valid',
    })
    if (status !== 202) throw new Error(`${event} was answered ${status}: ${body}`)
  }
}
