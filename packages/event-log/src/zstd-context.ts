import type { ZstdCompress, ZstdDecompress } from 'minizlib'

/** One zstd context, kept between bodies. Not shared between threads; every call is done when it returns. */
export interface ZstdContext {
  /** What the bytes become; one call, one frame. Null when zstd refused them; the next call starts anew. */
  run(bytes: Uint8Array): Buffer | null
  /** Lets the next call start anew: a frame that was not whole leaves a context in its middle. */
  discard(): void
}

type Kept = ZstdCompress | ZstdDecompress

/**
 * Making a context takes longer than compressing a delivery with it (`node:zlib` makes one for every call), so it is
 * made once. `minizlib` is what keeps Node's own context open over synchronous calls.
 */
export function keepContext(create: () => Kept): ZstdContext {
  let kept: Kept | null = null
  let pieces: Buffer[] = []
  let isRefused = false
  const open = (): Kept => {
    isRefused = false
    return create()
      .on('data', (piece: Buffer) => pieces.push(piece))
      .on('error', () => {
        isRefused = true
      })
  }
  return {
    run(bytes) {
      kept ??= open()
      kept.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
      const done = pieces
      pieces = []
      if (isRefused) {
        kept = null
        return null
      }
      const [first] = done
      return done.length === 1 && first !== undefined ? first : Buffer.concat(done)
    },
    discard() {
      kept = null
    },
  }
}
