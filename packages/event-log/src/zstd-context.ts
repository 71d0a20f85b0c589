import type { ZstdCompress, ZstdDecompress } from 'minizlib'

/** One zstd context, kept between bodies. Not shared between threads; every call is done when it returns. */
export interface ZstdContext {
  /** What the bytes become; one call, one whole frame. Throws what zstd says, and starts anew with the next call. */
  run(bytes: Uint8Array): Buffer
  /** Starts anew with the next call: a frame that was not whole leaves the context in its middle. */
  discard(): void
}

type Kept = ZstdCompress | ZstdDecompress

/**
 * Making a context costs more than compressing a delivery with it (`node:zlib` makes one for each call), so it is made
 * once. `minizlib` is what keeps Node's own context open over synchronous calls.
 */
export function keepContext(create: () => Kept): ZstdContext {
  let kept: Kept | null = null
  let pieces: Buffer[] = []
  let failure: unknown = null
  const open = (): Kept => {
    const made = create()
    made.on('data', (piece: Buffer) => pieces.push(piece))
    made.on('error', (error: unknown) => {
      failure = error
    })
    return made
  }
  return {
    run(bytes) {
      kept ??= open()
      pieces = []
      failure = null
      kept.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
      const done = pieces
      pieces = []
      if (failure !== null) {
        kept = null
        throw failure
      }
      const [first] = done
      return done.length === 1 && first !== undefined ? first : Buffer.concat(done)
    },
    discard() {
      kept = null
    },
  }
}
