import { connect, type Socket } from 'node:net'

export interface Exchange {
  readonly status: number
  readonly milliseconds: number
  /** `performance.now()` when the answer was whole. */
  readonly at: number
}

/**
 * One kept-alive connection with one request in flight: writes the next one as soon as it has read an answer. Raw, for
 * an HTTP client would take more of the two cores than the server that is measured. Resolves when `next` gives null or
 * the connection breaks, telling which.
 */
export function exchangeAll(
  { hostname, port }: URL,
  next: () => { readonly head: string; readonly body: Buffer } | null,
  onAnswer: (exchange: Exchange) => void,
): Promise<'done' | 'broken'> {
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) })
      .setNoDelay(true)
      .setEncoding('latin1')
    let sentAt = 0
    let text = ''
    const send = () => {
      const request = next()
      if (request === null) {
        socket.destroy()
        return resolve('done')
      }
      sentAt = performance.now()
      write(socket, request)
    }
    socket.on('connect', send)
    socket.on('data', (chunk: string) => {
      text += chunk
      const status = wholeAnswer(text)
      if (status === null) return
      text = ''
      const at = performance.now()
      onAnswer({ status, milliseconds: at - sentAt, at })
      send()
    })
    const broken = () => resolve('broken')
    socket.on('error', broken).on('close', broken)
  })
}

function write(socket: Socket, { head, body }: { readonly head: string; readonly body: Buffer }): void {
  socket.cork()
  socket.write(head)
  socket.write(body)
  socket.uncork()
}

/** The status of an answer that is there with all its bytes; null before. Answers here have a Content-Length. */
function wholeAnswer(text: string): number | null {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return null
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(text)?.[1] ?? 0)
  return text.length < end + 4 + length ? null : Number(text.slice(9, 12))
}
