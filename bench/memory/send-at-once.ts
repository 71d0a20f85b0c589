import { createHmac, randomUUID } from 'node:crypto'
import { request } from 'node:http'
import type { Body } from '../system/genuine-bodies.ts'
import { BENCH_SECRET } from '../system/services.ts'

/** Sends the same body so many times at once, each over a connection of its own; answers by status, 0 for none. */
export async function sendAtOnce(
  url: string,
  { event, text }: Body,
  count: number,
): Promise<Readonly<Record<string, number>>> {
  const body = Buffer.from(text)
  const signature = createHmac('sha256', BENCH_SECRET).update(body).digest('hex')
  const send = () => post(url, event, body, `sha256=${signature}`)
  const statuses = await Promise.all(Array.from({ length: count }, send))
  const counted: Record<string, number> = {}
  for (const status of statuses) counted[status] = (counted[status] ?? 0) + 1
  return counted
}

function post(url: string, event: string, body: Buffer, signature: string): Promise<number> {
  const headers = {
    'content-type': 'application/json',
    'content-length': String(body.length),
    'user-agent': 'GitHub-Hookshot/044aadd',
    'x-github-delivery': randomUUID(),
    'x-github-event': event,
    'x-github-hook-id': '292430182',
    'x-github-hook-installation-target-id': '79929171',
    'x-github-hook-installation-target-type': 'repository',
    'x-hub-signature-256': signature,
  }
  return new Promise((resolve) => {
    const outgoing = request(
      `${url}/webhooks/github`,
      { agent: false, method: 'POST', headers },
      (answer) => {
        answer.resume().on('close', () => resolve(answer.statusCode ?? 0))
      },
    )
    outgoing.on('error', () => resolve(0))
    outgoing.end(body)
  })
}
