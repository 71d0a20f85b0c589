import { createHmac } from 'node:crypto'
import { Agent, request } from 'node:http'

/** A request as it goes over the wire. */
export interface OutgoingRequest {
  readonly body: string | Uint8Array
  /** Lower-case, all but the signature. */
  readonly headers: Readonly<Record<string, string>>
  readonly signature: 'valid' | 'wrong' | 'none'
}

export interface SendAnswer {
  readonly status: number
  readonly body: string
}

function sign(body: string | Uint8Array, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
}

/**
 * Sends deliveries over a bounded number of kept-alive connections, signed like GitHub's. A send rejects when the
 * connection breaks, or is silent for `silenceMs` where that is given.
 */
export function createSender(url: string, secret: string, connections: number, silenceMs = 0) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections, timeout: silenceMs })
  const send = ({ body, headers, signature }: OutgoingRequest) => {
    const signed =
      signature === 'none'
        ? {}
        : { 'x-hub-signature-256': sign(body, signature === 'valid' ? secret : 'wrong') }
    return post(agent, `${url}/webhooks/github`, body, { ...headers, ...signed })
  }
  return {
    send,
    /** Sends all, `connections` at a time, in order; the answers in the same order. */
    async sendAll(deliveries: readonly OutgoingRequest[]): Promise<readonly SendAnswer[]> {
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
    outgoing.on('timeout', () => outgoing.destroy(new Error('no answer in time')))
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}
