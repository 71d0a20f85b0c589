import { expect, test } from 'vitest'
import { openSessions } from './sessions.ts'
import { createSignInLinks } from './sign-in-links.ts'

const HOUR = 3_600_000
const key = new Uint8Array(32).fill(1)

function clock() {
  let time = Date.parse('2026-03-04T10:00:00Z')
  return {
    now: () => new Date(time),
    pass: (milliseconds: number) => {
      time += milliseconds
    },
  }
}

test('a session lasts twelve hours', () => {
  const { now, pass } = clock()
  const sessions = openSessions(key, now)
  const value = sessions.seal('octo_secret')?.value ?? ''
  expect(value).not.toContain('octo_secret')
  expect(sessions.open(value)).toMatchObject({ credential: 'octo_secret' })
  pass(12 * HOUR - 1)
  expect(sessions.open(value)).not.toBeNull()
  pass(1)
  expect(sessions.open(value)).toBeNull()
})

test('another gateway opens it with the same key, and with no other', () => {
  const { now } = clock()
  const value = openSessions(key, now).seal('octo_secret')?.value ?? ''
  expect(openSessions(new Uint8Array(key), now).open(value)).not.toBeNull()
  expect(openSessions(new Uint8Array(32).fill(2), now).open(value)).toBeNull()
  expect(openSessions(null, now).open(value)).toBeNull()
})

test('a token that is too long for a cookie is not sealed', () => {
  expect(openSessions(key, clock().now).seal('x'.repeat(4000))).toBeNull()
})

test('a link signs in once, within ten minutes', () => {
  const { now, pass } = clock()
  const links = createSignInLinks(now)
  const [first, second] = [links.create('octo_admin'), links.create('octo_admin')]
  expect(links.use('unknown')).toBeNull()
  expect(links.use(first)).toBe('octo_admin')
  expect(links.use(first)).toBeNull()
  pass(600_000)
  expect(links.use(second)).toBeNull()
})
