import { createHmac, randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { SECRET } from './ingress.fixture.ts'

export interface TestDelivery {
  readonly path?: string
  readonly method?: string
  readonly body?: string | Uint8Array
  /** Signs the body; null leaves the signature away. */
  readonly secret?: string | null
  /** Beside those that GitHub sends, or in their place; undefined leaves one away, an array repeats it. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>
}

export interface TestAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Record<string, unknown>
}

export function sign(body: string | Uint8Array, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
}

/** The headers of a genuine delivery. */
export function deliveryHeaders({
  body = '{}',
  secret = SECRET,
  headers = {},
}: TestDelivery): Record<string, string | string[]> {
  const all: Record<string, string | readonly string[] | undefined> = {
    'Content-Type': 'application/json',
    'User-Agent': 'GitHub-Hookshot/044aadd',
    'X-GitHub-Delivery': randomUUID(),
    'X-GitHub-Event': 'push',
    'X-GitHub-Hook-ID': '292430182',
    ...(secret !== null && { 'X-Hub-Signature-256': sign(body, secret) }),
    ...headers,
  }
  const sent: Record<string, string | string[]> = {}
  for (const [name, value] of Object.entries(all)) {
    if (value !== undefined) sent[name] = typeof value === 'string' ? value : [...value]
  }
  return sent
}

/** Posts a delivery as GitHub does, with node:http, which sends repeated headers as they are. */
export function postDelivery(url: string, delivery: TestDelivery = {}): Promise<TestAnswer> {
  const { path = '/webhooks/github', method = 'POST', body = '{}' } = delivery
  const { promise, resolve, reject } = Promise.withResolvers<TestAnswer>()
  const { hostname, port } = new URL(url)
  const headers = deliveryHeaders(delivery)
  const sent = request({ hostname, port, path, method, headers, agent: false }, (response) => {
    const chunks: Buffer[] = []
    response.on('data', (chunk: Buffer) => chunks.push(chunk))
    response.on('error', reject)
    response.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8')
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        body: text === '' ? {} : JSON.parse(text),
      })
    })
  })
  sent.on('error', reject)
  sent.end(body)
  return promise
}

/** The sequence under which a delivery was stored. Throws for a delivery that was not accepted. */
export async function acceptedSequence(url: string, delivery: TestDelivery = {}): Promise<number> {
  const { status, body } = await postDelivery(url, delivery)
  if (status !== 202 || typeof body.stream_sequence !== 'number') {
    throw new Error(`not accepted: ${status} ${JSON.stringify(body)}`)
  }
  return body.stream_sequence
}
