import { createServer, type IncomingHttpHeaders } from 'node:http'
import { createServer as createTcpServer, type Socket } from 'node:net'

interface ReceivedPost {
  readonly headers: IncomingHttpHeaders
  readonly text: string
  // What was sent is what each test says of it.
  readonly json: Readonly<Record<string, unknown>>
}

export interface HttpReceiver extends AsyncDisposable {
  readonly url: string
  readonly posts: ReceivedPost[]
  /** Answers of the next requests; 200 when there is none left. */
  readonly statuses: number[]
}

/** A program that takes what it is sent. */
export async function startHttpReceiver(): Promise<HttpReceiver> {
  const posts: ReceivedPost[] = []
  const statuses: number[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const text = Buffer.concat(chunks).toString('utf8')
    posts.push({
      headers: request.headers,
      text,
      get json() {
        return JSON.parse(text)
      },
    })
    response.writeHead(statuses.shift() ?? 200, { Location: 'http://127.0.0.1:1/' }).end()
  })
  const { promise, resolve } = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', resolve)
  await promise
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return {
    url: `http://127.0.0.1:${port}/hook/secret-path`,
    posts,
    statuses,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

export interface MailReceiver extends AsyncDisposable {
  readonly port: number
  readonly mails: { readonly from: string; readonly to: readonly string[]; readonly text: string }[]
  /** Answers the next mail with this instead of taking it. */
  refuseNext(answer: string): void
}

/** As much of a mail server as a client needs: RFC 5321 without extensions. */
export async function startMailReceiver(): Promise<MailReceiver> {
  const mails: MailReceiver['mails'] = []
  const refusals: string[] = []
  const server = createTcpServer((socket) => talk(socket, mails, refusals))
  const { promise, resolve } = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', resolve)
  await promise
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    mails,
    refuseNext: (answer) => refusals.push(answer),
    async [Symbol.asyncDispose]() {
      await new Promise((done) => server.close(done))
    },
  }
}

function talk(socket: Socket, mails: MailReceiver['mails'], refusals: string[]): void {
  let from = ''
  let to: string[] = []
  let content: string[] | null = null
  let rest = ''
  const say = (line: string) => socket.write(`${line}\r\n`)
  const hear = (line: string) => {
    if (content !== null) {
      if (line !== '.') return content.push(line)
      mails.push({ from, to, text: content.join('\n') })
      content = null
      return say('250 taken')
    }
    const argument = /<(.*)>/.exec(line)?.[1] ?? ''
    if (/^MAIL/i.test(line)) {
      from = argument
      to = []
      return say(refusals.shift() ?? '250 ok')
    }
    if (/^RCPT/i.test(line)) to.push(argument)
    if (/^DATA/i.test(line)) {
      content = []
      return say('354 go on')
    }
    if (/^QUIT/i.test(line)) return socket.end('221 bye\r\n')
    return say('250 ok')
  }
  say('220 ready')
  socket.on('data', (chunk) => {
    const lines = (rest + chunk.toString('utf8')).split('\r\n')
    rest = lines.pop() ?? ''
    for (const line of lines) hear(line)
  })
}
