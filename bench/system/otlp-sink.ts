import { once } from 'node:events'
import { createServer } from 'node:http'

/** A collector that takes everything and keeps nothing. */
export interface OtlpSink extends AsyncDisposable {
  readonly url: string
  /** Bytes taken so far. */
  bytes(): number
}

export async function startOtlpSink(): Promise<OtlpSink> {
  let bytes = 0
  const server = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
    })
    request.on('end', () => response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    bytes: () => bytes,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
