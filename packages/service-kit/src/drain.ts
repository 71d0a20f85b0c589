import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Logger } from '@octometer/telemetry'

/** Every answer that has not ended; made before the server's other request listeners. */
export function followAnswers(server: Server): ReadonlySet<ServerResponse> {
  const inFlight = new Set<ServerResponse>()
  server.on('request', (_request, response) => {
    inFlight.add(response)
    response.once('close', () => inFlight.delete(response))
    // A server that listens no more is draining: this answer is the connection's last.
    if (!server.listening) response.shouldKeepAlive = false
  })
  return inFlight
}

export interface OpenWork {
  readonly inFlight: ReadonlySet<ServerResponse>
  /** Connections that speak HTTP no more: those who took them end them. */
  readonly upgraded: ReadonlySet<Socket>
}

/** Stops accepting, and resolves when every connection is closed; what still runs at the deadline is cut off. */
export async function drain(
  server: Server,
  { inFlight, upgraded }: OpenWork,
  deadlineMs: number,
  logger?: Logger,
): Promise<void> {
  const closed = Promise.withResolvers<void>()
  server.close(() => closed.resolve())
  for (const response of inFlight) response.shouldKeepAlive = false
  const timer = setTimeout(() => {
    const open = { requests: inFlight.size, upgraded: upgraded.size }
    logger?.warn(open, 'requests did not end in time and are cut off')
    server.closeAllConnections()
    for (const socket of upgraded) socket.destroy()
  }, deadlineMs)
  await closed.promise
  clearTimeout(timer)
}
