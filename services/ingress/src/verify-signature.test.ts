import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { createSignatureVerifier } from './verify-signature.ts'

// GitHub's own test vector, from "Validating webhook deliveries".
const SECRET = "It's a Secret to Everybody"
const BODY = 'Hello, World!'
const SIGNATURE = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17'

const verify = createSignatureVerifier()

test("GitHub's test vector verifies, and one changed letter does not", async () => {
  expect(await verify(BODY, SIGNATURE, [SECRET])).toBe(true)
  expect(await verify('Hello, World?', SIGNATURE, [SECRET])).toBe(false)
})

test('any of several secrets verifies; none verifies nothing', async () => {
  expect(await verify(BODY, SIGNATURE, ['the new one', SECRET])).toBe(true)
  expect(await verify(BODY, SIGNATURE, ['the new one', 'another'])).toBe(false)
  expect(await verify(BODY, SIGNATURE, [])).toBe(false)
})

test.each([
  ['non-ASCII', 'sha256=\u00e9\u00ff'],
  ['non-ASCII of the right length', `sha256=${'\u00e9'.repeat(64)}`],
  ['SHA-1', `sha1=${createHmac('sha1', SECRET).update(BODY).digest('hex')}`],
  ['no algorithm', SIGNATURE.slice('sha256='.length)],
  ['cut off', SIGNATURE.slice(0, -1)],
  ['too long', `${SIGNATURE}0`],
  ['upper case', SIGNATURE.toUpperCase()],
  ['empty', ''],
])('a signature that is %s is false, not an error', async (_, signature) => {
  expect(await verify(BODY, signature, [SECRET])).toBe(false)
})

test('an empty body is never verified', async () => {
  const signature = `sha256=${createHmac('sha256', SECRET).update('').digest('hex')}`
  expect(await verify('', signature, [SECRET])).toBe(false)
})

test('the bytes that are hashed are those of the text, beyond ASCII and with a byte order mark too', async () => {
  for (const text of ['{"title":"Grüße 👋"}', '\ufeff{"a":1}']) {
    const signature = `sha256=${createHmac('sha256', SECRET).update(Buffer.from(text)).digest('hex')}`
    expect(await verify(text, signature, [SECRET])).toBe(true)
  }
})
