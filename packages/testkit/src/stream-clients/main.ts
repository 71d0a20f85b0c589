import { connectClients } from './connect-clients.ts'
import type { FromClients, ToClients } from './messages.ts'
import { createReceived } from './received.ts'

// Started by stream-clients.ts alone. When whoever started it is gone, so is this.
process.once('disconnect', () => process.exit(0))

const received = createReceived()
const say = (message: FromClients) => process.send?.(message)

process.on('message', (message: ToClients) => {
  if (message.kind === 'connect') {
    connectClients(message, received).then(
      () => say({ kind: 'connected' }),
      (error: unknown) => say({ kind: 'failed', reason: String(error) }),
    )
  } else if (message.kind === 'count') {
    say({ kind: 'counted', deliveries: received.deliveries() })
  } else {
    say({ kind: 'finished', report: received.report() })
  }
})
