import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { ApiCall } from '@octometer/event-contracts'
import { createLogger } from '@octometer/telemetry'
import { createGitHubClient, type GitHubClient, type GitHubClientOptions } from './client.ts'
import type { Clock, Sleep } from './clock.ts'

/** Time that stands still until a test moves it. */
class TestClock implements Clock {
  #now = Date.parse('2026-03-02T09:00:00Z')
  #sleepers: { readonly at: number; readonly wake: () => void }[] = []

  now(): number {
    return this.#now
  }

  readonly sleep: Sleep = (ms, signal) =>
    new Promise((resolve, reject) => {
      const sleeper = { at: this.#now + ms, wake: resolve }
      this.#sleepers.push(sleeper)
      signal.addEventListener('abort', () => {
        this.#sleepers = this.#sleepers.filter((each) => each !== sleeper)
        reject(signal.reason)
      })
    })

  advance(ms: number): void {
    this.#now += ms
    const due = this.#sleepers.filter(({ at }) => at <= this.#now)
    this.#sleepers = this.#sleepers.filter(({ at }) => at > this.#now)
    for (const { wake } of due) wake()
  }

  /** How long until somebody wakes; null: nobody sleeps. */
  get untilNext(): number | null {
    const times = this.#sleepers.map(({ at }) => at - this.#now)
    return times.length === 0 ? null : Math.max(0, Math.min(...times))
  }
}

export interface Received {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
  /** The test's time. */
  readonly at: number
}

export interface Reply {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** Ends the connection instead. */
  readonly hangUp?: boolean
}

export interface ScriptedGitHub extends AsyncDisposable {
  readonly url: string
  readonly clock: TestClock
  readonly received: readonly Received[]
  readonly calls: readonly ApiCall[]
  /** Lines of the log. */
  readonly lines: readonly string[]
  client(options?: Partial<GitHubClientOptions>): GitHubClient
  /** Lets everything that needs no time happen. */
  settle(): Promise<void>
  /** Moves the clock as far as somebody waits for it, until `work` has ended; how long that took, in milliseconds. */
  elapse(work: Promise<unknown>): Promise<number>
}

export const TOKEN = 'ghp_16C7e42F292c6912E7710c838347Ae178B4a'

/** A server that answers as a test says, on a real socket, and clients of it. */
export async function startScriptedGitHub(
  answer: (received: Received) => Reply | Promise<Reply>,
): Promise<ScriptedGitHub> {
  const clock = new TestClock()
  const received: Received[] = []
  const calls: ApiCall[] = []
  const lines: string[] = []
  const clients: GitHubClient[] = []
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request
    const body = await textOf(request)
    const seen = { method, path: url, headers, body, at: clock.now() }
    received.push(seen)
    const reply = await answer(seen)
    if (reply.hangUp) return void response.destroy()
    const { status, text, headers: given } = written(seen, reply)
    response.writeHead(status, given).end(text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  const logger = createLogger({
    service: 'test',
    level: 'debug',
    destination: { write: (line) => void lines.push(line) },
  })
  const settle = async () => {
    for (let turn = 0; turn < 40 || calls.filter(wasSent).length < received.length; turn += 1) {
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  return {
    url,
    clock,
    received,
    calls,
    lines,
    settle,
    client(options = {}) {
      const client = createGitHubClient({
        baseUrl: url,
        credential: { kind: 'token', token: TOKEN },
        clock,
        sleep: clock.sleep,
        logger,
        onCall: (call) => void calls.push(call),
        ...options,
      })
      clients.push(client)
      return client
    },
    elapse: (work) => elapse(work, clock, settle),
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const wasSent = ({ cached, status }: ApiCall) => !cached || status === 304

async function elapse(
  work: Promise<unknown>,
  clock: TestClock,
  settle: () => Promise<void>,
): Promise<number> {
  const begun = clock.now()
  const state = { ended: false }
  const end = () => {
    state.ended = true
  }
  work.then(end, end)
  for (;;) {
    await settle()
    if (state.ended) return clock.now() - begun
    if (clock.untilNext !== null) clock.advance(clock.untilNext)
  }
}

/** As GitHub's server does it: an ETag over the headers that the answer depends on, and 304 when it is known. */
function written({ method, headers, at }: Received, { status = 200, headers: given = {}, body }: Reply) {
  const text = body === undefined ? '' : JSON.stringify(body)
  const date = new Date(at).toUTCString()
  const own = { 'content-type': 'application/json; charset=utf-8', date, ...given }
  if (method !== 'GET' || status !== 200) return { status, text, headers: own }
  const salted = `${headers.accept}:${headers.authorization}:${text}`
  const etag = given.etag ?? `W/"${createHash('sha256').update(salted).digest('hex')}"`
  if (headers['if-none-match'] === etag) return { status: 304, text: '', headers: { ...own, etag } }
  return { status, text, headers: { ...own, etag } }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

/** The headers of a budget; `resetAt` in Unix milliseconds. */
export function rateHeaders(
  remaining: number,
  resetAt: number,
  resource = 'core',
  limit = 5_000,
): Record<string, string> {
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-used': String(limit - remaining),
    'x-ratelimit-reset': String(Math.floor(resetAt / 1_000)),
    'x-ratelimit-resource': resource,
  }
}
