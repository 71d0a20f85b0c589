import { randomUUID } from 'node:crypto'
import type { Receiver } from './run-workload.ts'
import { createSender, type OutgoingRequest } from './send.ts'

export interface HandMadeEvent {
  readonly event: string
  readonly payload: object
  /** One of its own unless given. */
  readonly guid?: string
  readonly hookId?: string
}

/** An event that a test made by hand, as GitHub sends it. */
export function requestOf({ event, payload, guid, hookId = '1' }: HandMadeEvent): OutgoingRequest {
  return {
    body: JSON.stringify(payload),
    headers: {
      'content-type': 'application/json',
      'user-agent': 'GitHub-Hookshot/0000000',
      'x-github-event': event,
      'x-github-delivery': guid ?? randomUUID(),
      'x-github-hook-id': hookId,
    },
    signature: 'valid',
  }
}

/** Sends them one after the other; throws unless each is accepted. */
export async function sendEvents(receiver: Receiver, events: readonly HandMadeEvent[]): Promise<void> {
  using sender = createSender(receiver.url, receiver.secret, 1)
  for (const each of events) {
    const { status, body } = await sender.send(requestOf(each))
    if (status !== 202) throw new Error(`${each.event} was answered ${status}: ${body}`)
  }
}
