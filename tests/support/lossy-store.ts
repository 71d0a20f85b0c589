import { once } from 'node:events'
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http'
import { buffer } from 'node:stream/consumers'

/** Rows that were sent, or buckets that ClickHouse recounted by itself. */
type WriteKind = 'insert' | 'recount'

export interface LossyStore extends AsyncDisposable {
  /** In the place of ClickHouse's. */
  readonly url: string
  /** How often each write was carried out whose answer was thrown away the first time. */
  readonly lost: ReadonlyMap<string, { readonly kind: WriteKind; readonly times: number }>
  /** From now on every second write that is new loses its answer. */
  loseAnswers(): void
}

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/**
 * Stands between a store and ClickHouse and throws answers away: ClickHouse has carried out the write and said so, the
 * store sees its connection break.
 */
export async function startLossyStore(storeUrl: string): Promise<LossyStore> {
  const lost = new Map<string, { kind: WriteKind; times: number }>()
  const seen = new Set<string>()
  let losing = false
  const isLost = (key: string, kind: WriteKind) => {
    const before = lost.get(key)
    if (before !== undefined) before.times += 1
    if (!losing || seen.has(key)) return false
    seen.add(key)
    if (seen.size % 2 === 0) return false
    lost.set(key, { kind, times: 1 })
    return true
  }
  const pass = async (incoming: IncomingMessage, response: ServerResponse) => {
    const body = await buffer(incoming)
    const answer = await forward(storeUrl, incoming, body)
    const write = writeOf(incoming.url ?? '', body.toString('utf8'))
    if (answer.status === 200 && write !== null && isLost(write.key, write.kind)) response.destroy()
    else response.writeHead(answer.status, answer.headers).end(answer.body)
  }
  const server = createServer((incoming, response) => {
    pass(incoming, response).catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('the store has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    lost,
    loseAnswers: () => {
      losing = true
    },
    [Symbol.asyncDispose]: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

/** Statement and rows together: what is sent again is known by it. */
function writeOf(path: string, body: string): { key: string; kind: WriteKind } | null {
  const inUrl = new URL(path, 'http://store').searchParams.get('query')
  const statement = (inUrl ?? body).trimStart()
  if (!statement.startsWith('INSERT INTO')) return null
  return { key: `${statement}\n${body}`, kind: inUrl === null ? 'recount' : 'insert' }
}

async function forward(storeUrl: string, incoming: IncomingMessage, body: Buffer): Promise<Answer> {
  const { method, headers, url = '/' } = incoming
  const plain = { ...headers, 'content-length': String(body.length) }
  delete plain['transfer-encoding']
  const outgoing = request(new URL(url, storeUrl), { method, headers: plain, agent: false })
  const answered = once(outgoing, 'response')
  outgoing.end(body)
  const [answer]: IncomingMessage[] = await answered
  if (answer === undefined) throw new TypeError('ClickHouse gave no answer')
  return { status: answer.statusCode ?? 502, headers: answer.headers, body: await buffer(answer) }
}
