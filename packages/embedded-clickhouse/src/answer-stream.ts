import type { ServerResponse } from 'node:http'
import type { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createBrotliCompress, createDeflate, createGzip, createZstdCompress } from 'node:zlib'

/** A response's bytes, and how they are packed. */
export interface AnswerStream {
  readonly bytes: AsyncIterable<Buffer>
  readonly encoding: Encoding | undefined
  readonly level: number
}

export type Encoding = 'gzip' | 'zstd' | 'br' | 'deflate'

const PREFERENCE: readonly Encoding[] = ['gzip', 'zstd', 'br', 'deflate']

/** The best packing that the client accepts. */
export function chooseEncoding(acceptEncoding: string | undefined): Encoding | undefined {
  const accepted = (acceptEncoding ?? '')
    .split(',')
    .map((part) => part.trim().toLowerCase().split(';'))
    .filter(([, quality]) => !/^\s*q=0(?:\.0+)?$/.test(quality ?? ''))
    .map(([name]) => name)
  return PREFERENCE.find((encoding) => accepted.includes(encoding))
}

/**
 * Writes the bytes with backpressure and leaves the response open, so that the caller decides whether it ends well.
 * Throws when the client goes away.
 */
export async function writeAnswer(response: ServerResponse, answer: AnswerStream): Promise<void> {
  if (!answer.encoding) await pipeline(answer.bytes, response, { end: false })
  else await pipeline(answer.bytes, encoder(answer.encoding, answer.level), response, { end: false })
}

/** Breaks the connection behind what was written, so that no client takes a cut answer for a whole one. */
export function breakOff(response: ServerResponse): void {
  response.socket?.end()
}

function encoder(encoding: Encoding, level: number): Transform {
  const known = Number.isInteger(level) && level >= 1 && level <= 9 ? level : 3
  if (encoding === 'gzip') return createGzip({ level: known })
  if (encoding === 'deflate') return createDeflate({ level: known })
  if (encoding === 'zstd') return createZstdCompress()
  return createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: known } })
}
