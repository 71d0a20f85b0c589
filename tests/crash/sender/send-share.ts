import { deliveryHeaders, type SimulatedApiCall, type SimulatedDelivery } from '@octometer/testkit'
import { createSender, type SendAnswer } from '../../support/send.ts'
import type { Intake } from '../topology.ts'
import { crashWorkload, reportedAfter } from '../workload.ts'
import type { SenderNews, SendOrders } from './orders.ts'
import { RefusedForGoodError, untilAccepted } from './until-accepted.ts'

export interface SendChannel {
  tell(news: SenderNews): void
  /** Resolves when the delivery at this position may be sent. */
  allowed(position: number): Promise<void>
}

/** As long as GitHub waits, after which it counts a delivery as failed. */
const ANSWER_WITHIN_MS = 10_000

interface Piece {
  readonly position: number
  readonly delivery: SimulatedDelivery
  /** Reported when the delivery has been accepted. */
  readonly calls: SimulatedApiCall[]
}

/** Sends one share of the workload over its connections, each piece until it is accepted. */
export async function sendShare(orders: SendOrders, channel: SendChannel): Promise<void> {
  const { intake, connections } = orders
  const pieces = shareOf(orders)
  using sender = createSender(intake.url, intake.secret, connections, ANSWER_WITHIN_MS)
  let next = 0
  const lane = async () => {
    for (let piece = pieces[next++]; piece !== undefined; piece = pieces[next++]) {
      await channel.allowed(piece.position)
      const { delivery, calls } = piece
      const { guid, body } = delivery
      const request = { body, headers: deliveryHeaders(delivery), signature: 'valid' } as const
      channel.tell(await outcome(guid, 'accepted', () => sender.send(request)))
      for (const call of calls) {
        channel.tell(await outcome(call.call_id, 'reported', () => reportCall(intake, call)))
      }
    }
  }
  await Promise.all(Array.from({ length: connections }, lane))
  channel.tell({ kind: 'finished' })
}

function shareOf({ workload, share, senders }: SendOrders): readonly Piece[] {
  const stream = crashWorkload(workload)
  const pieces = new Map<number, Piece>()
  for (let position = 0; ; position += 1) {
    const step = stream.next()
    if (step.done === true) {
      const { apiCalls } = step.value
      for (const [index, call] of apiCalls.entries()) {
        pieces.get(reportedAfter(index, apiCalls.length, workload.deliveries))?.calls.push(call)
      }
      return [...pieces.values()]
    }
    if (position % senders === share) pieces.set(position, { position, delivery: step.value, calls: [] })
  }
}

async function outcome(
  id: string,
  kind: 'accepted' | 'reported',
  send: () => Promise<SendAnswer>,
): Promise<SenderNews> {
  try {
    const resends = await untilAccepted(send)
    return kind === 'accepted' ? { kind, guid: id, resends } : { kind, call: id, resends }
  } catch (error) {
    if (!(error instanceof RefusedForGoodError)) throw error
    const { status, body } = error.answer
    return { kind: 'refused', guid: id, status, answer: body.slice(0, 500) }
  }
}

async function reportCall({ url, operatorKey }: Intake, call: SimulatedApiCall): Promise<SendAnswer> {
  const answer = await fetch(`${url}/api/v1/api-calls`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson', authorization: `Bearer ${operatorKey}` },
    body: JSON.stringify(call),
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  })
  return { status: answer.status, body: await answer.text() }
}
