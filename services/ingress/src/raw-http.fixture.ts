import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** A bare TCP connection to a server, for what no HTTP client would send. */
export interface RawConnection extends Disposable {
  readonly socket: Socket
  write(data: string | Uint8Array): void
  /** Everything that came so far, once it matches. */
  untilReceived(pattern: RegExp): Promise<string>
  /** Everything that came until the server closed the connection. */
  untilClosed(): Promise<string>
}

export async function connectRaw(url: string): Promise<RawConnection> {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port) })
  let received = ''
  socket.setEncoding('latin1')
  socket.on('data', (chunk: string) => {
    received += chunk
    socket.emit('received')
  })
  // A reset is one of the ways in which a server closes.
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return {
    socket,
    write: (data) => void socket.write(data),
    async untilReceived(pattern) {
      while (!pattern.test(received)) {
        if (socket.closed) throw new Error(`closed after ${JSON.stringify(received)}`)
        await Promise.race([once(socket, 'received'), once(socket, 'close')])
      }
      return received
    },
    async untilClosed() {
      if (!socket.closed) await once(socket, 'close')
      return received
    },
    [Symbol.dispose]: () => void socket.destroy(),
  }
}

/** The request line and headers of a POST, ready to be followed by a body. */
export function requestHead(
  path: string,
  headers: Readonly<Record<string, string | readonly string[]>>,
): string {
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : value).map((each) => `${name}: ${each}`),
  )
  return [`POST ${path} HTTP/1.1`, 'Host: localhost', ...lines, '', ''].join('\r\n')
}
