import { expect, test } from 'vitest'
import { findCanaries } from './search.ts'

const canary = { name: 'the key', value: 'a "key"/with+marks\nand a second line' }
const evidence = (text: string) => ({ kind: 'log', place: 'log', bytes: Buffer.from(text) }) as const
const formsIn = (text: string) => findCanaries([canary], [evidence(text)]).map(({ form }) => form)

test.each([
  ['raw', canary.value],
  ['json', JSON.stringify({ deep: [canary.value] })],
  ['url', `https://example.org/?q=${encodeURIComponent(canary.value)}&more`],
  ['hex', Buffer.from(canary.value).toString('hex')],
  ['hex', Buffer.from(canary.value).toString('hex').toUpperCase()],
  ['base64', Buffer.from(`${canary.value}!`).toString('base64')],
  ['base64', Buffer.from(`x${canary.value}`).toString('base64')],
  ['base64', Buffer.from(`user:${canary.value}`).toString('base64url')],
])('a canary is found as %s, wherever it stands', (form, text) => {
  expect(formsIn(`before ${text} behind`)).toEqual([form])
})

test('what only begins like a canary, or is its hash, is none', () => {
  expect(formsIn(canary.value.slice(0, -1))).toEqual([])
  expect(formsIn('a "key"/a "key"/with+mark')).toEqual([])
})

test('each place is told once, with the canary that stands there', () => {
  const other = { name: 'another', value: 'hunter22' }
  const found = findCanaries(
    [canary, other],
    [evidence('hunter22 hunter22'), { kind: 'row', place: 'row t', bytes: Buffer.from('hunter22') }],
  )
  expect(found).toEqual([
    { canary: 'another', form: 'raw', place: 'log' },
    { canary: 'another', form: 'raw', place: 'row t' },
  ])
})
