import { alertEventSchema } from './alert.ts'
import { apiCallSchema } from './api-call.ts'
import { commandSchema } from './command.ts'
import { decodeDelivery } from './delivery.ts'
import { type LogMessage, type StoredMessage, UndecodableMessageError } from './message.ts'
import { schemaFault } from './schema-fault.ts'
import { snapshotSchema } from './snapshot.ts'
import { parseSubject } from './subject.ts'

/** Opens a stored message. Throws UndecodableMessageError when its bytes are not what its subject says. */
export function decodeMessage(message: StoredMessage): LogMessage {
  switch (parseSubject(message.subject)?.kind) {
    case 'delivery':
      return { kind: 'delivery', delivery: decodeDelivery(message) }
    case 'command':
      return { kind: 'command', command: parsed(message, commandSchema) }
    case 'snapshot':
      return { kind: 'snapshot', snapshot: parsed(message, snapshotSchema) }
    case 'api_call':
      return { kind: 'api_call', call: parsed(message, apiCallSchema) }
    case 'alert':
      return { kind: 'alert', event: parsed(message, alertEventSchema) }
    default:
      throw new UndecodableMessageError(`no message of ours has the subject ${message.subject}`)
  }
}

/** The same; null for bytes that are not what their subject says: the projections show these as dead letters. */
export function decodeReadable(message: StoredMessage): LogMessage | null {
  try {
    return decodeMessage(message)
  } catch (error) {
    if (error instanceof UndecodableMessageError) return null
    throw error
  }
}

interface Schema<T> {
  parse(value: unknown): T
}

function parsed<T>(message: StoredMessage, schema: Schema<T>): T {
  try {
    return schema.parse(JSON.parse(Buffer.from(message.body()).toString('utf8')))
  } catch (cause) {
    const why = schemaFault(cause) ?? 'it is not JSON'
    throw new UndecodableMessageError(`the body of ${message.subject} does not fit its schema: ${why}`, {
      cause,
    })
  }
}
