import type { EvidenceBook } from './evidence.ts'

interface Asked {
  readonly status: number
  readonly text: string
  /** Empty where the answer is no JSON. */
  readonly body: Readonly<Record<string, unknown>>
}

interface Asking {
  /** GET, or POST where there is a body, unless given. */
  readonly method?: string
  /** Sent as JSON unless it is a text. */
  readonly body?: object | string
  readonly type?: string
  readonly headers?: Readonly<Record<string, string>>
}

export interface Asker {
  readonly url: string
  /** Every answer is evidence, its headers too. Of a stream without end its beginning is. */
  ask(path: string, credential: string | null, asking?: Asking): Promise<Asked>
}

export function createAsker(url: string, book: EvidenceBook): Asker {
  return {
    url,
    async ask(path, credential, { body, method = body === undefined ? 'GET' : 'POST', ...more } = {}) {
      const answer = await fetch(`${url}${path}`, {
        method,
        headers: {
          ...(credential === null ? {} : { authorization: `Bearer ${credential}` }),
          ...(body === undefined ? {} : { 'content-type': more.type ?? 'application/json' }),
          ...more.headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        redirect: 'manual',
      })
      const isStream = answer.headers.get('content-type')?.startsWith('text/event-stream') === true
      const text = isStream ? await beginningOf(answer) : await answer.text()
      const place = `${method} ${path.replace(/\?.*/, '')}`
      book.add('answer', place, `${JSON.stringify([...answer.headers])}\n${text}`)
      return { status: answer.status, text, body: jsonOf(text) }
    },
  }
}

async function beginningOf(answer: Response): Promise<string> {
  const reader = answer.body?.getReader()
  const first = await reader?.read()
  await reader?.cancel()
  return Buffer.from(first?.value ?? []).toString()
}

function jsonOf(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text))
  } catch {
    // A page, or a picture.
    return {}
  }
}

/** Every event of a live stream until the signal. */
export async function watchStream(
  { url }: Asker,
  path: string,
  credential: string,
  book: EvidenceBook,
  signal: AbortSignal,
): Promise<() => string> {
  const chunks: string[] = []
  const answer = await fetch(`${url}${path}`, { headers: { 'x-api-key': credential }, signal })
  const read = async () => {
    for await (const chunk of answer.body ?? []) {
      chunks.push(Buffer.from(chunk).toString())
      book.add('answer', `GET ${path}`, chunk)
    }
  }
  // It ends with the process.
  read().catch(() => undefined)
  return () => chunks.join('')
}

/** The same as a browser's page opens it: it names its key as a protocol. The messages so far. */
export async function watchWebSocket(
  { url }: Asker,
  path: string,
  credential: string,
  book: EvidenceBook,
): Promise<Disposable & { readonly messages: readonly string[] }> {
  const messages: string[] = []
  const protocols = ['octometer.v1', `octometer.bearer.${Buffer.from(credential).toString('base64url')}`]
  const socket = new WebSocket(`${url.replace('http', 'ws')}${path}`, protocols)
  await new Promise<void>((resolve, reject) => {
    socket.onerror = () => reject(new Error(`${path} was refused`))
    socket.onmessage = ({ data }) => {
      messages.push(String(data))
      book.add('answer', `WS ${path}`, String(data))
      resolve()
    }
  })
  book.add('answer', `WS ${path} protocol`, socket.protocol)
  return { messages, [Symbol.dispose]: () => socket.close() }
}
