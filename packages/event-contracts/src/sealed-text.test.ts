import { expect, test } from 'vitest'
import { openText, sealText } from './sealed-text.ts'

const KEY = new Uint8Array(32).fill(7)
const sealed = sealText(KEY, 'a secret, ü', 'config.repository.7')

test('what is sealed opens with its key, for what it is about', () => {
  expect(openText(KEY, sealed, 'config.repository.7')).toBe('a secret, ü')
  expect(sealed).not.toContain('secret')
  expect(sealText(KEY, 'a secret, ü', 'config.repository.7')).not.toBe(sealed)
})

test('another key, another place, or one changed character opens nothing', () => {
  expect(openText(new Uint8Array(32).fill(8), sealed, 'config.repository.7')).toBeNull()
  expect(openText(KEY, sealed, 'config.repository.8')).toBeNull()
  const changed = `${sealed.slice(0, 20)}${sealed[20] === 'A' ? 'B' : 'A'}${sealed.slice(21)}`
  expect(openText(KEY, changed, 'config.repository.7')).toBeNull()
})

test.each(['', 'v1.', 'v1.AAAA', `v2.${sealed.slice(3)}`, 'a secret'])('%j opens nothing', (text) => {
  expect(openText(KEY, text, 'config.repository.7')).toBeNull()
})
