import { once } from 'node:events'
import type { Server } from 'node:http'

/** Ports after the wanted one that are tried when it is taken. */
const NEIGHBOURS = 100

/** Listens and tells on which port. Throws the listener's error when the port, or all its neighbours, are taken. */
export async function listen(server: Server, host: string, port: number, nextFree: boolean): Promise<number> {
  const last = nextFree && port !== 0 ? Math.min(port + NEIGHBOURS, 65_535) : port
  for (let candidate = port; ; candidate += 1) {
    try {
      server.listen(candidate, host)
      await once(server, 'listening')
      const address = server.address()
      return typeof address === 'object' && address ? address.port : candidate
    } catch (error) {
      if (candidate >= last || !isTaken(error)) throw error
    }
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}
