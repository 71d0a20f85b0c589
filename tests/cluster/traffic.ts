import { setTimeout as pause } from 'node:timers/promises'
import type { SimulatedDelivery } from '@octometer/testkit'
import { asRequest, type Receiver } from '../support/run-workload.ts'
import { createSender } from '../support/send.ts'

/** One request and its answer, in milliseconds of `performance.now()`. */
export interface Attempt {
  readonly sentAt: number
  readonly answeredAt: number
  readonly status: number
}

export interface Traffic extends Disposable {
  /** GUIDs that were answered 202. */
  readonly accepted: ReadonlySet<string>
  /**
   * Sends the next deliveries at an even pace, as GitHub does: whatever becomes of those before. Resolves when each of them was accepted,
   * however often that took. Rejects when one is answered anything but 202 or 503, or not at all.
   */
  send(count: number, withinMs: number): Promise<readonly Attempt[]>
}

/** More than are ever under way: none waits for another's answer. */
const CONNECTIONS = 2_000
const RESEND_AFTER_MS = 500

export function createTraffic({ url, secret }: Receiver, deliveries: readonly SimulatedDelivery[]): Traffic {
  const sender = createSender(url, secret, CONNECTIONS)
  const accepted = new Set<string>()
  let next = 0
  const sendOne = async (delivery: SimulatedDelivery, attempts: Attempt[]) => {
    while (!accepted.has(delivery.guid)) {
      const sentAt = performance.now()
      const { status, body } = await sender.send(asRequest(delivery))
      attempts.push({ sentAt, answeredAt: performance.now(), status })
      if (status === 202) accepted.add(delivery.guid)
      else if (status === 503) await pause(RESEND_AFTER_MS)
      else throw new RangeError(`${delivery.guid} was answered ${status}: ${body.slice(0, 500)}`)
    }
  }
  return {
    accepted,
    async send(count, withinMs) {
      const attempts: Attempt[] = []
      const share = deliveries.slice(next, next + count)
      next += share.length
      const began = performance.now()
      const sent = share.map(async (delivery, index) => {
        await pause(Math.max(0, began + (index / share.length) * withinMs - performance.now()))
        await sendOne(delivery, attempts)
      })
      await Promise.all(sent)
      return attempts
    },
    [Symbol.dispose]: () => sender[Symbol.dispose](),
  }
}
