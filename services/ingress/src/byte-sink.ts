/** Where the pieces of one body go. Its size is known or bounded before it gets large. */
export interface ByteSink {
  readonly length: number
  write(chunk: Buffer): void
  /** From now on the pieces are copied into one block of this size, so that nothing is held twice. */
  reserve(bytes: number): void
  /** The whole body; the sink must not be used again. */
  take(): Buffer
}

/** @param reserved the size of the block, or 0 to keep the pieces as they come. */
export function createByteSink(reserved: number): ByteSink {
  // A page of the block costs memory only once something is written to it.
  let block = reserved > 0 ? Buffer.allocUnsafeSlow(reserved) : null
  let pieces: Buffer[] = []
  let length = 0
  return {
    get length() {
      return length
    },
    write(chunk) {
      if (block) chunk.copy(block, length)
      else pieces.push(chunk)
      length += chunk.length
    },
    reserve(bytes) {
      block = Buffer.allocUnsafeSlow(bytes)
      Buffer.concat(pieces, length).copy(block)
      pieces = []
    },
    take() {
      if (block) return block.subarray(0, length)
      const [first] = pieces
      return pieces.length === 1 && first ? first : Buffer.concat(pieces, length)
    },
  }
}
