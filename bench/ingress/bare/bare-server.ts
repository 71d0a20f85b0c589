import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { jetstream, jetstreamManager, StorageType } from '@nats-io/jetstream'
import { connect, headers } from '@nats-io/transport-node'
import Koa from 'koa'

/**
 * The least that a receiver does, as one would write it in an afternoon: Koa, the signature over the raw bytes, one
 * publish per request, the answer after its acknowledgement. Gives the URL on which it listens.
 */
export async function startBareServer(natsUrl: string, secret: string): Promise<string> {
  const { host, username, password } = new URL(natsUrl)
  const connection = await connect({ servers: host, ...(username && { user: username, pass: password }) })
  const manager = await jetstreamManager(connection)
  await manager.streams.add({
    name: 'BARE',
    subjects: ['bare.>'],
    storage: StorageType.File,
    max_bytes: 8 * 1024 ** 3,
  })
  const stream = jetstream(connection)
  const app = new Koa()
  app.use(async (ctx) => {
    const body = await bodyOf(ctx.req)
    if (!isSigned(body, ctx.get('x-hub-signature-256'), secret)) {
      ctx.status = 401
      return
    }
    const messageHeaders = headers()
    messageHeaders.set('Nats-Msg-Id', ctx.get('x-github-delivery'))
    const receipt = await stream.publish(`bare.${ctx.get('x-github-event')}`, body, {
      headers: messageHeaders,
    })
    ctx.status = 202
    ctx.body = { status: 'accepted', sequence: receipt.seq, duplicate: receipt.duplicate }
  })
  return new Promise((resolve) => {
    const server = app.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`)
    })
  })
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function isSigned(body: Buffer, signature: string, secret: string): boolean {
  const given = Buffer.from(signature)
  const wanted = Buffer.from(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}
