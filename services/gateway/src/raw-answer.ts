import type { Readable } from 'node:stream'
import type { Freshness } from '@octometer/gateway-api'

/** An answer that is text already, or comes bit by bit; with a file's name it is one to keep. */
export class RawAnswer {
  readonly type: string
  readonly body: (freshness: Freshness) => string | Readable
  readonly fileName: string | null

  constructor(type: string, body: RawAnswer['body'], fileName: string | null = null) {
    this.type = type
    this.body = body
    this.fileName = fileName
  }
}
