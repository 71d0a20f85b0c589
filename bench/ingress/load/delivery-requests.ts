import { createHmac, randomUUID } from 'node:crypto'
import { genuineBodies } from '../../system/genuine-bodies.ts'
import type { LoadOrder } from './load-report.ts'

/** Requests ready to be written: the same few bodies, signed once, each time under a GUID of its own. */
export interface DeliveryRequests {
  readonly meanBodyBytes: number
  next(): { readonly head: string; readonly body: Buffer }
}

const BODIES = 128

export function createDeliveryRequests({ url, secret, bodyBytes }: LoadOrder): DeliveryRequests {
  const { host } = new URL(url)
  const prepared = genuineBodies(bodyBytes, BODIES).map(({ event, text }) => {
    const body = Buffer.from(text)
    const signature = createHmac('sha256', secret).update(body).digest('hex')
    const headers = [
      'POST /webhooks/github HTTP/1.1',
      `Host: ${host}`,
      'User-Agent: GitHub-Hookshot/044aadd',
      'Accept: */*',
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
      `X-GitHub-Event: ${event}`,
      'X-GitHub-Hook-ID: 292430182',
      'X-GitHub-Hook-Installation-Target-ID: 79929171',
      'X-GitHub-Hook-Installation-Target-Type: repository',
      `X-Hub-Signature-256: sha256=${signature}`,
    ]
    return { body, headers: headers.join('\r\n') }
  })
  let turn = 0
  return {
    meanBodyBytes: prepared.reduce((sum, { body }) => sum + body.length, 0) / prepared.length,
    next() {
      turn = (turn + 1) % prepared.length
      const { headers = '', body = Buffer.alloc(0) } = prepared[turn] ?? {}
      return { head: `${headers}\r\nX-GitHub-Delivery: ${randomUUID()}\r\n\r\n`, body }
    },
  }
}
