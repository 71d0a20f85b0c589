import { Transform } from 'node:stream'
import { StoreError } from './errors.ts'

/**
 * Passes an answer's bytes on until ClickHouse tells in the midst of them that the query failed; then it fails, so that
 * half an answer is never taken for a whole one. The tag comes with the answer's head and cannot be guessed by a row.
 */
export function failOnException(tag: string): Transform {
  const marker = Buffer.from(`\r\n__exception__\r\n${tag}\r\n`)
  let held = Buffer.alloc(0)
  let failure: Buffer | null = null
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const bytes = Buffer.concat([failure ?? held, chunk])
      const at = failure === null ? bytes.indexOf(marker) : 0
      if (at >= 0) {
        failure = bytes.subarray(at)
        return done(null, bytes.subarray(0, at))
      }
      // The marker may lie across two chunks.
      const safe = Math.max(0, bytes.length - marker.length + 1)
      held = bytes.subarray(safe)
      return done(null, bytes.subarray(0, safe))
    },
    flush(done) {
      if (failure === null) return done(null, held)
      return done(exceptionIn(failure.subarray(marker.length).toString('utf8')))
    },
  })
}

function exceptionIn(text: string): StoreError {
  const [, code = '', message = text] = /^Code: (\d+)\. DB::Exception: (.+?) \([A-Z_]+\)/s.exec(text) ?? []
  return new StoreError(message.trim(), code === '' ? null : Number(code))
}
