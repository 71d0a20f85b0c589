import { expect, test } from 'vitest'
import { readSigned, signPath } from './badge-signature.ts'

const key = new Uint8Array(32).fill(7)
const now = new Date('2026-03-04T10:00:00Z')
const later = new Date('2026-03-04T11:00:00Z')
const PATH = '/badges/counter.svg'
const asked = { counter: 'commits', label: 'a&b=c d' }

const queryOf = (address: string) => address.split('?')[1] ?? ''

test('what was signed is read as it was, in any order of its parameters', () => {
  const query = queryOf(signPath(key, PATH, asked, later))
  const expected = { parameters: asked, expires: later }
  expect(readSigned(key, PATH, query, now)).toEqual(expected)
  expect(readSigned(key, PATH, query.split('&').reverse().join('&'), now)).toEqual(expected)
  expect(readSigned(key, PATH, queryOf(signPath(key, PATH, {}, null)), now)).toEqual({
    parameters: {},
    expires: null,
  })
})

test('an expired one is none from its second on', () => {
  const query = queryOf(signPath(key, PATH, asked, later))
  expect(readSigned(key, PATH, query, new Date(later.getTime() - 1))).not.toBeNull()
  expect(readSigned(key, PATH, query, later)).toBeNull()
})

test.each([
  ['another value', (query: string) => query.replace('commits', 'pushes')],
  ['one more parameter', (query: string) => `${query}&days=3`],
  ['a parameter twice', (query: string) => `${query}&counter=commits`],
  ['one less', (query: string) => query.replace('counter=commits&', '')],
  ['a later end', (query: string) => query.replace(/expires=\d+/, 'expires=9999999999')],
  ['no end', (query: string) => query.replace(/expires=\d+&/, '')],
  ['another signature', (query: string) => query.replace(/signature=.(.*)/, 'signature=A$1')],
  ['half a signature', (query: string) => query.slice(0, -20)],
  ['no signature', (query: string) => query.replace(/&signature=.*/, '')],
])('%s is refused', (_name, change) => {
  // The first character that is put in must not be the one that was there.
  const signed = [asked, { ...asked, days: '9' }].map((each) => queryOf(signPath(key, PATH, each, later)))
  const query = signed.find((each) => !each.includes('signature=A')) ?? ''
  expect(change(query)).not.toBe(query)
  expect(readSigned(key, PATH, change(query), now)).toBeNull()
})

test('another path, and another key, have other signatures', () => {
  const query = queryOf(signPath(key, PATH, asked, null))
  expect(readSigned(key, '/badges/sparkline.svg', query, now)).toBeNull()
  expect(readSigned(new Uint8Array(32).fill(8), PATH, query, now)).toBeNull()
})
