import { expect, test } from 'vitest'
import { watchedAddresses } from './look-at-address.ts'

test('an address is shown without what may be a secret in it; those that look alike then are numbered', () => {
  const token = '0f8fad5bd9cd469fa16570867728950e'
  const watched = watchedAddresses([
    `https://monitor:${token}@api.acme.example/health?key=${token}`,
    `https://ping.acme.example/${token}/live`,
    `https://ping.acme.example/${[...token].reverse().join('')}/live`,
  ])
  expect(watched.map(({ shown }) => shown)).toEqual([
    'https://api.acme.example/health',
    'https://ping.acme.example/[redacted]/live',
    'https://ping.acme.example/[redacted]/live#2',
  ])
  expect(watched[1]?.url).toBe(`https://ping.acme.example/${token}/live`)
  expect(watched[0]).toMatchObject({ url: `https://api.acme.example/health?key=${token}` })
})
