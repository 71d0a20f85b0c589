import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { Evidence, EvidenceKind } from './search.ts'

/** All that a run said and left behind, as it comes in. */
export interface EvidenceBook {
  readonly all: readonly Evidence[]
  add(kind: EvidenceKind, place: string, content: string | Uint8Array): void
}

export function openEvidenceBook(): EvidenceBook {
  const all: Evidence[] = []
  return {
    all,
    add: (kind, place, content) =>
      void all.push({ kind, place: `${kind} ${place}`, bytes: Buffer.from(content) }),
  }
}

interface Listening extends AsyncDisposable {
  readonly url: string
}

async function listenOn(handle: Parameters<typeof createServer>[1]): Promise<Listening> {
  const server = createServer(handle)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

const signals: Readonly<Record<string, EvidenceKind>> = {
  '/v1/traces': 'span',
  '/v1/metrics': 'metric',
  '/v1/logs': 'log',
}

/** An OTLP collector: what it is sent in JSON is evidence. */
export function startCollector(book: EvidenceBook): Promise<Listening> {
  return listenOn(async (request, response) => {
    book.add(signals[request.url ?? ''] ?? 'told', `at the collector ${request.url}`, await buffer(request))
    response.setHeader('content-type', 'application/json').end('{}')
  })
}

/** Receivers of alerts and deliveries. Their addresses are secrets, what they are sent is evidence; `/failing` refuses all. */
export function startReceivers(book: EvidenceBook): Promise<Listening> {
  return listenOn(async (request, response) => {
    const [, receiver = ''] = request.url?.split('/') ?? []
    const { host: _, ...headers } = request.headers
    book.add('told', receiver, Buffer.concat([Buffer.from(JSON.stringify(headers)), await buffer(request)]))
    response.writeHead(receiver === 'failing' ? 500 : 200).end()
  })
}
