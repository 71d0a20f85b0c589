const MAGIC = 0xfd2fb528

/**
 * The length of what a zstd frame holds, as its header says (RFC 8878, 3.1.1.1); null when it does not say, or is
 * no frame.
 */
export function frameContentBytes(frame: Uint8Array): number | null {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength)
  if (frame.length < 6 || view.getUint32(0, true) !== MAGIC) return null
  const descriptor = view.getUint8(4)
  const isSingleSegment = (descriptor & 0b10_0000) !== 0
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 0b11] ?? 0
  const at = 5 + (isSingleSegment ? 0 : 1) + dictionaryBytes
  const sizeFlag = descriptor >> 6
  const sizeBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][sizeFlag] ?? 0
  if (sizeBytes === 0 || frame.length < at + sizeBytes) return null
  if (sizeBytes === 1) return view.getUint8(at)
  if (sizeBytes === 2) return view.getUint16(at, true) + 256
  return sizeBytes === 4 ? view.getUint32(at, true) : Number(view.getBigUint64(at, true))
}
