import { createHmac } from 'node:crypto'
import { Agent, request } from 'node:http'
import type { Standalone } from '@octometer/standalone'
import { deliveryHeaders, type SimulatedDelivery } from '@octometer/testkit'

export interface DemoSender extends Disposable {
  /** Sends one delivery, signed like GitHub's. Throws with ingress's answer when it is not accepted. */
  send(delivery: SimulatedDelivery): Promise<void>
}

export function createDemoSender({ url, webhookSecret }: Standalone): DemoSender {
  if (webhookSecret === null) throw new Error('the demo signs what it sends: unset OCTO_ALLOW_UNSIGNED')
  const agent = new Agent({ keepAlive: true })
  return {
    send: async (delivery) => {
      const { body } = delivery
      const signature = createHmac('sha256', webhookSecret).update(body).digest('hex')
      const headers = { ...deliveryHeaders(delivery), 'x-hub-signature-256': `sha256=${signature}` }
      const { status, text } = await post(agent, `${url}/webhooks/github`, headers, body)
      if (status !== 202) throw new Error(`ingress answered ${status}: ${text}`)
    },
    [Symbol.dispose]: () => agent.destroy(),
  }
}

function post(
  agent: Agent,
  url: string,
  headers: Record<string, string>,
  body: string,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { agent, method: 'POST', headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
      async (answer) => {
        const chunks = await answer.toArray()
        resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') })
      },
    )
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}
