import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { expect, test } from 'vitest'
import { StoreError } from './errors.ts'
import { failOnException } from './exception-frame.ts'

const TAG = 'abcdefghijklmnop'
const TEXT = 'Code: 159. DB::Exception: Timeout exceeded: elapsed 30 s. (TIMEOUT_EXCEEDED) (version 26.7)\n'
const FRAME = `\r\n__exception__\r\n${TAG}\r\n${TEXT}${TEXT.length} ${TAG}\r\n__exception__\r\n`

async function read(text: string, chunkSize: number): Promise<{ text: string; error: unknown }> {
  const bytes = Buffer.from(text)
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunkSize) }, (_, index) =>
    bytes.subarray(index * chunkSize, (index + 1) * chunkSize),
  )
  const rows = Readable.from(chunks).pipe(failOnException(TAG))
  let seen = ''
  rows.on('data', (chunk) => {
    seen += String(chunk)
  })
  const error = await finished(rows).catch((cause: unknown) => cause)
  return { text: seen, error: error ?? null }
}

const ROWS = 'a,"line one\r\nline two"\r\n__exception__\r\nnot the tag\n'

test.each([1, 7, 1000])('rows pass as they are, in chunks of %i bytes', async (chunkSize) => {
  expect(await read(ROWS, chunkSize)).toEqual({ text: ROWS, error: null })
  expect(await read('', chunkSize)).toEqual({ text: '', error: null })
})

test.each([1, 7, 1000])('a failure in the midst of rows fails, in chunks of %i bytes', async (chunkSize) => {
  const { text, error } = await read(ROWS + FRAME, chunkSize)
  expect(text).toBe(ROWS)
  expect(error).toBeInstanceOf(StoreError)
  expect(error).toMatchObject({ exceptionCode: 159, message: 'Timeout exceeded: elapsed 30 s.' })
})
