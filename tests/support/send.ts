import { createHmac } from 'node:crypto'
import { Agent, request } from 'node:http'

/** A delivery as it goes over the wire. */
export interface OutgoingDelivery {
  readonly guid: string
  readonly event: string
  readonly hookId: number
  readonly body: string | Uint8Array
  readonly headers?: Readonly<Record<string, string>>
}

export interface SendAnswer {
  readonly status: number
  readonly body: string
}

export function sign(body: string | Uint8Array, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
}

/** Sends deliveries over a bounded number of kept-alive connections, signed like GitHub's. */
export function createSender(url: string, secret: string, connections: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const send = ({ guid, event, hookId, body, headers }: OutgoingDelivery) =>
    post(agent, `${url}/webhooks/github`, body, {
      'content-type': 'application/json',
      'user-agent': 'GitHub-Hookshot/044aadd',
      'x-github-delivery': guid,
      'x-github-event': event,
      'x-github-hook-id': String(hookId),
      'x-hub-signature-256': sign(body, secret),
      ...headers,
    })
  return {
    send,
    /** Sends all, `connections` at a time, in order; the answers in the same order. */
    async sendAll(deliveries: readonly OutgoingDelivery[]): Promise<readonly SendAnswer[]> {
      const answers: SendAnswer[] = []
      let next = 0
      const lane = async () => {
        for (let index = next++; index < deliveries.length; index = next++) {
          const delivery = deliveries[index]
          if (delivery !== undefined) answers[index] = await send(delivery)
        }
      }
      await Promise.all(Array.from({ length: connections }, lane))
      return answers
    },
    [Symbol.dispose]: () => agent.destroy(),
  }
}

function post(
  agent: Agent,
  url: string,
  body: string | Uint8Array,
  headers: Record<string, string>,
): Promise<SendAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { agent, method: 'POST', headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
      (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }),
        )
        answer.on('error', reject)
      },
    )
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}
