import { expect, test } from 'vitest'
import { targetFault } from './request-target.ts'

test.each([
  '/',
  '/webhooks/github',
  '/api/v1/counters?window=week&repository=a%2Fb',
  '/api/v1/pull-requests/octo/next.js/1',
  '/badges/..hidden.svg',
  '/caf%C3%A9',
  '/a?next=/../b',
  '/a/?x=%00',
])('%s is served', (target) => {
  expect(targetFault(target)).toBeNull()
})

test.each([
  ['/..%2f..%2fetc/passwd', 'encoded slash'],
  ['/a%2Fb', 'encoded slash'],
  ['/a%5cb', 'encoded slash'],
  ['/../etc/passwd', 'dot segment'],
  ['/a/./b', 'dot segment'],
  ['/a/..', 'dot segment'],
  ['/%2e%2e/etc', 'dot segment'],
  ['/.%2E/etc', 'dot segment'],
  ['/a\\b', 'backslash'],
  ['/a%00.js', 'control character'],
  ['/a%0d%0aSet-Cookie:x', 'control character'],
  ['/a%7f', 'control character'],
  ['/%zz', 'percent-encoded UTF-8'],
  ['/%ff', 'percent-encoded UTF-8'],
  ['/caf\u00e9', 'has to be percent-encoded'],
  ['//evil.example/a', 'two slashes'],
  ['http://evil.example/', 'begin with a slash'],
  ['*', 'begin with a slash'],
  ['', 'begin with a slash'],
  [`/${'a'.repeat(4096)}`, 'longer than'],
])('%s is refused', (target, fault) => {
  expect(targetFault(target)).toContain(fault)
})
