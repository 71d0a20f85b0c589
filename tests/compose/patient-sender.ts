import { createHmac } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { deliveryHeaders, type SimulatedDelivery } from '@octometer/testkit'

const RETRY_MS = 200
const GIVEN_UP_MS = 90_000

/** Sends until it is accepted, as recovery would: what a killed part refused or never answered is sent again. */
export async function sendPatiently(
  url: string,
  secret: string,
  delivery: SimulatedDelivery,
  path = '/webhooks/github',
): Promise<void> {
  const { body } = delivery
  const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
  const headers = { ...deliveryHeaders(delivery), 'x-hub-signature-256': signature }
  const deadline = performance.now() + GIVEN_UP_MS
  for (;;) {
    const status = await post(`${url}${path}`, headers, body)
    if (status === 202 || status === 200) return
    if (status !== null && status < 500) throw new Error(`${path} answered ${status}, which no retry mends`)
    if (performance.now() > deadline)
      throw new Error(`${path} accepted nothing for ${GIVEN_UP_MS} ms (${status})`)
    await pause(RETRY_MS)
  }
}

/** Null: no answer. */
async function post(url: string, headers: Record<string, string>, body: string): Promise<number | null> {
  try {
    const answer = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(15_000) })
    await answer.arrayBuffer()
    return answer.status
  } catch {
    // Nobody listens, or the connection broke: whoever sends cannot know whether it was stored.
    return null
  }
}

/** All of them, eight at a time. */
export async function sendAll(
  url: string,
  secret: string,
  deliveries: readonly SimulatedDelivery[],
): Promise<void> {
  const waiting = [...deliveries]
  const line = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      await sendPatiently(url, secret, next)
    }
  }
  await Promise.all(Array.from({ length: 8 }, line))
}
