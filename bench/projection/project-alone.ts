import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { header, type StoredMessage } from '@octometer/event-contracts'
import { projectMessage } from '@octometer/projector-runtime'
import { projections } from '@octometer/projectors'
import { encodeSimulated, workloadStream } from '../system/workload.ts'

export interface AloneRate {
  readonly projection: string
  readonly per_second: number
}

export const projectionSettings = {
  timezone: 'UTC',
  testCheckPattern: /\b(test|spec|e2e|integration|unit)s?\b/i,
  hotfixPattern: /\bhot-?fix/i,
}

/**
 * Deliveries per second that one thread can open and project, with nothing read and nothing written: what is left of it
 * in a rebuild is the price of the log and the store.
 */
export function projectAlone(deliveries: number, now: Date): readonly AloneRate[] {
  const messages = storedMessages(deliveries, now)
  return projections
    .filter(({ stream }) => stream === 'EVENTS')
    .map((projection) => {
      const run = () => {
        for (const message of messages) projectMessage(projection, projectionSettings, message)
      }
      run()
      const began = performance.now()
      run()
      const seconds = (performance.now() - began) / 1_000
      return { projection: projection.name, per_second: Math.round(messages.length / seconds) }
    })
}

/** Messages as the log hands them over: compressed until somebody asks for their bodies. */
function storedMessages(deliveries: number, now: Date): readonly StoredMessage[] {
  const messages: StoredMessage[] = []
  const stream = workloadStream({ deliveries, apiCalls: 0 }, now)
  for (let next = stream.next(); next.done !== true; next = stream.next()) {
    const { subject, headers, messageId, body } = encodeSimulated(next.value)
    const stored = zstdCompressSync(body, { params: { [constants.ZSTD_c_compressionLevel]: 1 } })
    messages.push({
      subject,
      sequence: messages.length + 1,
      header: (name) => (name === header.messageId ? messageId : (headers[name] ?? null)),
      body: () => zstdDecompressSync(stored),
    })
  }
  return messages
}
