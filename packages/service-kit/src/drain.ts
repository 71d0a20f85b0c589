import type { Server, ServerResponse } from 'node:http'
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

/** Stops accepting, and resolves when every connection is closed; what still runs at the deadline is cut off. */
export async function drain(
  server: Server,
  inFlight: ReadonlySet<ServerResponse>,
  deadlineMs: number,
  logger?: Logger,
): Promise<void> {
  const closed = Promise.withResolvers<void>()
  server.close(() => closed.resolve())
  for (const response of inFlight) response.shouldKeepAlive = false
  const timer = setTimeout(() => {
    logger?.warn({ requests: inFlight.size }, 'requests did not end in time and are cut off')
    server.closeAllConnections()
  }, deadlineMs)
  await closed.promise
  clearTimeout(timer)
}
