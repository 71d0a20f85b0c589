import { createHash, type Hash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, readdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib'
import { z } from 'zod'
import { BackupError } from './errors.ts'

export const fileDigestSchema = z.object({
  /** From the backup's folder. */
  path: z.string(),
  bytes: z.number(),
  sha256: z.string(),
})
/** A file as it was written. */
export type FileDigest = z.output<typeof fileDigestSchema>

const OWNER_ONLY = 0o600
const COMPRESSION = { params: { [constants.ZSTD_c_compressionLevel]: 3 } }

/** Makes the folder, for its owner alone; throws BackupError for one in which there is something. */
export async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if ((await readdir(folder)).length > 0)
    throw new BackupError(
      'folder_not_empty',
      `${folder} is not empty: name a folder that is, or that does not exist yet`,
    )
}

/** Writes a file chunk by chunk, as they are given to it. */
export async function writeChunks<T>(
  folder: string,
  path: string,
  work: (write: (chunk: Uint8Array) => Promise<void>) => Promise<T>,
): Promise<{ readonly file: FileDigest; readonly result: T }> {
  await mkdir(dirname(join(folder, path)), { recursive: true, mode: 0o700 })
  const handle = await open(join(folder, path), 'wx', OWNER_ONLY)
  try {
    const hash = createHash('sha256')
    let bytes = 0
    const result = await work(async (chunk) => {
      hash.update(chunk)
      bytes += chunk.length
      await handle.write(chunk)
    })
    await handle.sync()
    return { file: { path, bytes, sha256: hash.digest('hex') }, result }
  } finally {
    await handle.close()
  }
}

/** Writes a file of what can be read, compressed. */
export async function writeCompressed(folder: string, path: string, source: Readable): Promise<FileDigest> {
  const target = join(folder, path)
  await mkdir(dirname(target), { recursive: true, mode: 0o700 })
  const hash = createHash('sha256')
  const counter = counting(hash)
  const file = createWriteStream(target, { flags: 'wx', mode: OWNER_ONLY, flush: true })
  await pipeline(source, createZstdCompress(COMPRESSION), counter.through, file)
  return { path, bytes: counter.bytes(), sha256: hash.digest('hex') }
}

export function readFileOf(folder: string, { path }: FileDigest): Readable {
  return createReadStream(join(folder, path), { highWaterMark: 1024 * 1024 })
}

/** What `writeCompressed` was given. */
export function readCompressed(folder: string, file: FileDigest): Readable {
  const decompressed = createZstdDecompress()
  // Who reads hears of a failure by the stream itself.
  pipeline(readFileOf(folder, file), decompressed).catch((cause: Error) => decompressed.destroy(cause))
  return decompressed
}

/** What is wrong with a file, as a part of a sentence; null when it is what was written. */
export async function faultOf(folder: string, { path, bytes, sha256 }: FileDigest): Promise<string | null> {
  const there = await stat(join(folder, path)).catch((cause: NodeJS.ErrnoException) => cause)
  if (there instanceof Error) {
    return there.code === 'ENOENT' ? `${path} is missing` : `${path} cannot be read (${there.code})`
  }
  if (there.size !== bytes) return `${path} has ${there.size} bytes and was written with ${bytes}`
  const hash = createHash('sha256')
  await pipeline(createReadStream(join(folder, path)), hash)
  return hash.digest('hex') === sha256 ? null : `${path} is not what was written`
}

function counting(hash: Hash) {
  let bytes = 0
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      bytes += chunk.length
      done(null, chunk)
    },
  })
  return { through, bytes: () => bytes }
}
