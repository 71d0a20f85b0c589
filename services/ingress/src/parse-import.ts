import { createHash } from 'node:crypto'
import {
  apiCallSchema,
  apiCallSubject,
  type CommandType,
  commandSchema,
  type DeliverySource,
  describePayload,
  encodeCommand,
  encodeDelivery,
  encodeSnapshot,
  header,
  parseBody,
  schemaFault,
  snapshotSchema,
  UndecodableMessageError,
} from '@octometer/event-contracts'
import type { AppendEntry, StreamName } from '@octometer/event-log'
import { type LogFileDelivery, type LogFileLine, logFileLine } from '@octometer/gateway-api'
import { readDeliveryHeaders } from './delivery-headers.ts'
import { DeliveryRefusedError } from './refusal.ts'

/** What becomes of one line: it is appended, left out for a reason, or refused for one. */
export type ReadLine =
  | { readonly stream: StreamName; readonly entry: AppendEntry }
  | { readonly leftOut: string }
  | { readonly refused: string }

const ORDER = 'asks for something to be done'

/** Why commands are left out: orders would be carried out anew, on other data; who asked another system is no part of this one's audit. */
const LEFT_OUT: Readonly<Partial<Record<CommandType, string>>> = {
  replay: ORDER,
  forwarding_retry: ORDER,
  person_erase: ORDER,
  audit: 'tells who asked another system',
}

/** One line of a log file. The reason for a refusal never repeats a value of it. */
export function readLine(text: string): ReadLine {
  try {
    const line = logFileLine.parse(parseJson(text))
    const bytes = Buffer.from(line.body, line.encoding === 'text' ? 'utf8' : 'base64')
    if (createHash('sha256').update(bytes).digest('hex') !== line.sha256) {
      return { refused: 'its body is not the one that its sha256 is of' }
    }
    return entryOf(line, bytes)
  } catch (error) {
    const known = error instanceof UndecodableMessageError || error instanceof DeliveryRefusedError
    const reason = known ? error.message : schemaFault(error)
    if (reason === null) throw error
    return { refused: reason }
  }
}

function entryOf(line: LogFileLine, bytes: Buffer): ReadLine {
  switch (line.kind) {
    case 'delivery':
      return { stream: 'EVENTS', entry: deliveryEntry(line, bytes) }
    case 'snapshot': {
      const encoded = encodeSnapshot(snapshotSchema.parse(parseJson(bytes.toString('utf8'))))
      return withId(line.id, 'EVENTS', { ...encoded, body: bytes })
    }
    case 'api_call': {
      const call = apiCallSchema.parse(parseJson(bytes.toString('utf8')))
      const subject = apiCallSubject(call.resource)
      return withId(line.id, 'API_CALLS', { subject, messageId: call.call_id, body: bytes })
    }
    case 'command': {
      const command = commandSchema.parse(parseJson(bytes.toString('utf8')))
      const reason = LEFT_OUT[command.type]
      if (reason !== undefined) return { leftOut: `${command.type} ${reason}` }
      const { stream, ...encoded } = encodeCommand(command)
      return withId(line.id, stream, { ...encoded, body: bytes })
    }
  }
}

/** Whose body names another id would count as something else than the line says. */
function withId(id: string, stream: StreamName, entry: Omit<AppendEntry, 'headers'>): ReadLine {
  if (entry.messageId !== id) return { refused: 'id: is not the one that its body names' }
  return { stream, entry: { ...entry, headers: { [header.source]: 'import' satisfies DeliverySource } } }
}

/** Checked as what GitHub sends is; only who vouches for it is another. */
function deliveryEntry(line: LogFileDelivery, body: Buffer): AppendEntry {
  const headers = readDeliveryHeaders({
    'content-type': [line.content_type],
    'x-github-delivery': [line.id],
    'x-github-event': [line.event],
    'x-github-hook-id': present(line.hook_id),
    'x-github-hook-installation-target-type': present(line.target_type),
    'x-github-hook-installation-target-id': present(line.target_id),
    'x-hub-signature-256': present(line.signature),
  })
  const { payload } = parseBody(body, headers.contentType)
  const source: DeliverySource = line.source === 'gharchive' ? 'gharchive' : 'import'
  const metadata = { ...headers, receivedAt: new Date(line.received_at), source }
  const encoded = encodeDelivery(metadata, describePayload(payload).repository)
  // Every attempt is a line: one of another time is not the same message.
  return { ...encoded, recognisedBy: `${encoded.messageId}:${metadata.receivedAt.getTime()}`, body }
}

function present(value: string | null): readonly string[] | undefined {
  return value === null ? undefined : [value]
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new UndecodableMessageError('is not JSON', { cause })
  }
}
