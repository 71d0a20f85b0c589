import { mkdtemp, rm } from 'node:fs/promises'
import { type IncomingHttpHeaders, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { type EmbeddedClickHouse, startEmbeddedClickHouse } from './embedded-clickhouse.ts'
import type { EmbeddedClickHouseOptions } from './options.ts'

export const writer = { user: 'octometer', password: 'a very secret password' }
const basic = `Basic ${Buffer.from(`${writer.user}:${writer.password}`).toString('base64')}`

export interface Asked {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

interface AskOptions {
  readonly as?: 'reader' | 'writer'
  readonly method?: string
  readonly url?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
}

export interface ServerUnderTest {
  url(): string
  /** Sends a body, by default a statement of the writer's, and reads the whole answer. */
  ask(body: string | Uint8Array<ArrayBuffer>, options?: AskOptions): Promise<Asked>
  /** The same, without waiting for the answer's body. */
  open(body: string, options?: AskOptions & { readonly signal?: AbortSignal }): Promise<Response>
}

/** One server for all tests of a file, on a folder of its own. */
export function serverForTests(options: Partial<EmbeddedClickHouseOptions> = {}): ServerUnderTest {
  let dataDir = ''
  let server: EmbeddedClickHouse | undefined
  beforeAll(async () => {
    dataDir = await temporaryFolder()
    server = await startEmbeddedClickHouse({ dataDir, writer, stopGraceMs: 1_000, ...options })
  })
  afterAll(async () => {
    await server?.stop()
    await rm(dataDir, { recursive: true, force: true })
  })
  const url = () => server?.url ?? ''
  const open: ServerUnderTest['open'] = (body, { signal, ...rest } = {}) =>
    fetch(requestUrl(url(), rest), { ...requestInit(body, rest), ...(signal ? { signal } : {}) })
  return {
    url,
    open,
    ask: async (body, rest = {}) => {
      const response = await fetch(requestUrl(url(), rest), requestInit(body, rest))
      return { status: response.status, headers: response.headers, text: await response.text() }
    },
  }
}

export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'octometer-clickhouse-'))
}

function requestUrl(url: string, options: AskOptions): string {
  const query = new URLSearchParams(options.url)
  return query.size > 0 ? `${url}/?${query}` : `${url}/`
}

function requestInit(body: string | Uint8Array<ArrayBuffer>, options: AskOptions): RequestInit {
  const { as = 'writer', method = 'POST', headers = {} } = options
  const authorization = as === 'writer' ? { authorization: basic } : {}
  const sendsBody = method !== 'GET' && method !== 'HEAD'
  return { method, headers: { ...authorization, ...headers }, ...(sendsBody ? { body } : {}) }
}

export interface RawAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
  /** False when the connection broke before the answer's end. */
  readonly complete: boolean
}

/** A request whose answer is not unpacked, and kept when it breaks off; fetch does neither. */
export function rawPost(
  url: string,
  body: Uint8Array,
  headers: Record<string, string> = {},
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const call = request(url, { method: 'POST', headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('error', () => undefined)
      answer.on('close', () => {
        const { statusCode: status = 0, headers: received, complete } = answer
        resolve({ status, headers: received, bytes: Buffer.concat(chunks), complete })
      })
    })
    call.on('error', reject)
    call.end(body)
  })
}

/** Waits until the condition holds. */
export async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20))
}
