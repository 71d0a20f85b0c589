import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** A way over loopback from one server to another, which can be cut. */
export interface TcpLink extends AsyncDisposable {
  readonly port: number
  /** Ends what goes over it, and lets nothing more through until it is mended. */
  cut(): void
  mend(): void
}

/** Opens the way to a port of this machine where somebody listens, or will. */
export async function openLink(target: number): Promise<TcpLink> {
  const open = new Set<Socket>()
  let isCut = false
  const server = createServer((coming) => {
    if (isCut) {
      coming.destroy()
      return
    }
    const going = connect(target, '127.0.0.1')
    for (const [end, other] of [
      [coming, going],
      [going, coming],
    ] as const) {
      open.add(end)
      end.pipe(other)
      // One end that breaks takes the other with it: what they said of it to each other is not for us.
      end.on('error', () => other.destroy())
      end.on('close', () => {
        open.delete(end)
        other.destroy()
      })
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('a TCP server has a port')
  const end = () => {
    for (const socket of open) socket.destroy()
  }
  return {
    port: address.port,
    cut() {
      isCut = true
      end()
    },
    mend() {
      isCut = false
    },
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      end()
      await closed
    },
  }
}
