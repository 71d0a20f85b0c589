import { decodeMessage, header, type LogMessage, type StoredMessage } from '@octometer/event-contracts'

/** Opens a message of the log. Throws UndecodableMessageError. What it gives is shared: nobody may change it. */
export type DecodeMessage = (source: StoredMessage) => LogMessage

/**
 * A decoder for all projections of a process: live, they read the same messages within a moment, and opening one
 * (decompressing, parsing) costs more than projecting it. Keeps the last ones, so many bytes of their bodies at most.
 */
export function createSharedDecoder(maxBytes = 4 * 1024 * 1024): DecodeMessage {
  const kept = new Map<string, { readonly message: LogMessage; readonly bytes: number }>()
  let bytes = 0
  const keep = (key: string, message: LogMessage) => {
    // A parsed body is several times as large as its text, all of them alike.
    const size = message.kind === 'delivery' ? message.delivery.body.length : 1_000
    if (size > maxBytes) return
    kept.set(key, { message, bytes: size })
    bytes += size
    for (const [oldest, entry] of kept) {
      if (bytes <= maxBytes) return
      kept.delete(oldest)
      bytes -= entry.bytes
    }
  }
  return (source) => {
    if (source.sequence === null) return decodeMessage(source)
    // Positions are handed out again by a log that was restored.
    const key = `${source.subject} ${source.sequence} ${source.header(header.messageId)}`
    const known = kept.get(key)
    if (known !== undefined) return known.message
    const message = decodeMessage(source)
    keep(key, message)
    return message
  }
}
