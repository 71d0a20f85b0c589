import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Respond = (request: IncomingMessage, response: ServerResponse) => Promise<void>

interface ListeningServer {
  /** `http://127.0.0.1:1234`. */
  readonly url: string
  close(): Promise<void>
}

/** Listens on a free port of this machine. What `respond` throws is told by `failed`. */
export async function listen(respond: Respond, failed: (error: unknown) => void): Promise<ListeningServer> {
  const server = createServer((request, response) => {
    respond(request, response).catch((error: unknown) => {
      failed(error)
      response.destroy()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
