import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { CliError, wrongUsage } from '../cli-error.ts'
import { exitCodes } from '../exit-code.ts'
import { reasonOf } from './reason-of.ts'

/** A line of a file, without its end. */
export interface FileLine {
  /** From 1. */
  readonly number: number
  readonly bytes: Buffer
}

const NEWLINE = 0x0a
/** A delivery has 25 MiB at most; what is longer is no line of ours. */
const MAX_LINE_BYTES = 64 * 1024 * 1024

/**
 * The lines of a file, decompressed as its first bytes say (zstd, gzip or neither), in memory one piece at a time. A rest without an end
 * of line is a line too. Throws CliError for a file that cannot be read or decompressed.
 */
export async function* readLines(file: string): AsyncGenerator<FileLine> {
  let number = 0
  let rest: Buffer[] = []
  let restBytes = 0
  try {
    for await (const chunk of await decompressed(file)) {
      let from = 0
      for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
        const bytes = Buffer.concat([...rest, chunk.subarray(from, end)])
        number += 1
        yield { number, bytes }
        rest = []
        restBytes = 0
        from = end + 1
      }
      rest.push(chunk.subarray(from))
      restBytes += chunk.length - from
      if (restBytes > MAX_LINE_BYTES)
        throw wrongUsage(`${file} has a line of more than ${MAX_LINE_BYTES} bytes: it is no log`)
    }
  } catch (cause) {
    if (cause instanceof CliError) throw cause
    const message = `${file} cannot be read to its end (${reasonOf(cause)}): it is cut off or broken, so get it again`
    throw new CliError('file_broken', exitCodes.badNews, message, { cause })
  }
  if (restBytes > 0) yield { number: number + 1, bytes: Buffer.concat(rest) }
}

async function decompressed(file: string): Promise<AsyncIterable<Buffer>> {
  const begins = (await firstBytes(file)).toString('hex')
  const transform =
    begins === '28b52ffd' ? createZstdDecompress() : begins.startsWith('1f8b') ? createGunzip() : null
  // Opened only once it is known to be there: what it fails by before somebody reads is nobody's.
  const source = createReadStream(file)
  if (transform === null) return source
  // What fails is thrown where the lines are read.
  return pipeline(source, transform, () => {})
}

async function firstBytes(file: string): Promise<Buffer> {
  try {
    await using handle = await open(file)
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0)
    return buffer.subarray(0, bytesRead)
  } catch (cause) {
    throw wrongUsage(`${file} cannot be read (${reasonOf(cause)})`)
  }
}
