import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:net'

// Below the ports that the kernel gives to outgoing connections: one of those could sit on a server's port while that
// server is being restarted.
const FIRST = 15_000
const LAST = 32_000
const ATTEMPTS = 1_000

/** Ports of 127.0.0.1 that are free now, for servers that keep theirs over restarts. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const taken: Server[] = []
  const ports: number[] = []
  try {
    for (let attempt = 0; ports.length < count && attempt < ATTEMPTS; attempt += 1) {
      const port = randomInt(FIRST, LAST)
      const server = await listenOn(port)
      if (server === null) continue
      taken.push(server)
      ports.push(port)
    }
  } finally {
    await Promise.all(taken.map((server) => new Promise((resolve) => server.close(resolve))))
  }
  if (ports.length < count) throw new Error(`no ${count} free ports between ${FIRST} and ${LAST}`)
  return ports
}

async function listenOn(port: number): Promise<Server | null> {
  const server = createServer().listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
    return server
  } catch {
    // Somebody has it: the next attempt takes another.
    return null
  }
}
