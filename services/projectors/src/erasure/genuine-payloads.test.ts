import {
  createPersonSearch,
  createRewriting,
  type PersonWords,
  wordsOfLogin,
} from '@octometer/event-contracts'
import { genuineDeliveries } from '@octometer/testkit'
import { expect, test } from 'vitest'

// In some of them its login has been given to another account by hand, or its id.
const payloads = genuineDeliveries().map(({ payload }) => withOneAccount(payload))
const words = learntFrom(payloads)
const { json } = createRewriting(words, { login: 'erased-1', id: 2 ** 52 + 1 })
const rewritten = payloads.map((payload) => json(payload))

function withOneAccount(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withOneAccount)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, each]) => [key, withOneAccount(each)])
  if (!('login' in value)) return Object.fromEntries(entries)
  const account = { ...Object.fromEntries(entries), login: value.login }
  if (value.login === 'Codertocat') return { ...account, id: 21_031_067, node_id: 'MDQ6VXNlcjIxMDMxMDY3' }
  return 'id' in value && value.id === 21_031_067
    ? { ...account, id: 583_231, node_id: 'MDQ6VXNlcjU4MzIzMQ==' }
    : account
}

/** As an erasure goes through the archive: until nothing more is learnt. */
function learntFrom(values: readonly unknown[]): PersonWords {
  let known = wordsOfLogin('Codertocat')
  for (;;) {
    const search = createPersonSearch(known)
    for (const value of values) search.learn(value)
    const found = search.words()
    if (JSON.stringify(found) === JSON.stringify(known)) return known
    known = found
  }
}

/** Every login that an account has. */
function loginsIn(value: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const each of value) loginsIn(each, found)
  else if (typeof value === 'object' && value !== null) {
    if ('login' in value && typeof value.login === 'string') found.add(value.login.toLowerCase())
    for (const each of Object.values(value)) loginsIn(each, found)
  }
  return found
}

// A comment on a discussion has the same number as the account.
test('of the account that most genuine payloads are of, nothing is left in any of them', () => {
  expect(words).toMatchObject({
    ids: [21_031_067],
    logins: ['codertocat'],
    names: ['codertocat'],
    emails: ['21031067+codertocat@users.noreply.github.com'],
  })
  expect(JSON.stringify(payloads).match(/codertocat/gi)?.length).toBeGreaterThan(1000)
  const left = JSON.stringify(rewritten)
  expect(
    left.match(/.{60}(codertocat|(?<!comments\/)21031067|MDQ6VXNlcjIxMDMxMDY3).{20}/i)?.[0],
  ).toBeUndefined()
})

test('everybody else stays who they are, and as many people as before are left', () => {
  const before = loginsIn(payloads)
  before.delete('codertocat')
  expect(loginsIn(rewritten)).toEqual(new Set([...before, 'erased-1']))
})

test('a payload without that account stays the same object', () => {
  const others = payloads.filter(
    (payload) => !/codertocat|21031067|MDQ6VXNlcjIxMDMxMDY3/i.test(JSON.stringify(payload)),
  )
  expect(others.length).toBeGreaterThan(30)
  for (const payload of others) expect(json(payload)).toBe(payload)
})
