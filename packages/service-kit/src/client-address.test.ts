import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { clientAddress, createTrustedProxies, isHttps } from './client-address.ts'

const PROXIES = createTrustedProxies(['10.0.0.0/8', '127.0.0.1', '2001:db8::/32', '::1'])
const NONE = createTrustedProxies([])

function request(peer: string, headers: Record<string, string> = {}, encrypted = false): IncomingMessage {
  const socket = new Socket()
  Object.defineProperties(socket, { remoteAddress: { value: peer }, encrypted: { value: encrypted } })
  return Object.assign(new IncomingMessage(socket), { headers })
}

test('a peer that is no trusted proxy is the client, whatever the headers say', () => {
  const headers = {
    'x-forwarded-for': '1.1.1.1',
    forwarded: 'for=1.1.1.1;proto=https',
    'cf-connecting-ip': '1.1.1.1',
    'x-forwarded-proto': 'https',
  }
  expect(clientAddress(request('203.0.113.9', headers), PROXIES)).toBe('203.0.113.9')
  expect(clientAddress(request('10.0.0.1', headers), NONE)).toBe('10.0.0.1')
  expect(isHttps(request('203.0.113.9', headers), PROXIES)).toBe(false)
})

test.each([
  ['one hop', '198.51.100.7', '198.51.100.7'],
  ['the rightmost that is not trusted', '6.6.6.6, 198.51.100.7, 10.9.9.9', '198.51.100.7'],
  ['without spaces', '6.6.6.6,198.51.100.7,10.9.9.9', '198.51.100.7'],
  ['all trusted: the farthest', '10.1.1.1, 10.2.2.2', '10.1.1.1'],
  ['with a port', '198.51.100.7:4711', '198.51.100.7'],
  ['IPv6 in brackets with a port', '[2400:cb00::1]:443', '2400:cb00::1'],
  ['IPv6', '2400:cb00::1, 2001:db8::5', '2400:cb00::1'],
  ['IPv4 in IPv6', '::ffff:198.51.100.7', '198.51.100.7'],
  ['a hop that is no address ends the trust', '198.51.100.7, unknown, 10.2.2.2', '10.2.2.2'],
  ['nothing but rubbish', 'rubbish', '10.0.0.1'],
  ['empty', '', '10.0.0.1'],
])('X-Forwarded-For, %s', (_case, header, expected) => {
  expect(clientAddress(request('10.0.0.1', { 'x-forwarded-for': header }), PROXIES)).toBe(expected)
})

test.each([
  ['for=198.51.100.7;proto=https;by=10.0.0.1', '198.51.100.7'],
  ['for=6.6.6.6, For="198.51.100.7:80"', '198.51.100.7'],
  ['for="[2400:cb00::1]:4711"', '2400:cb00::1'],
  ['proto=https;for=198.51.100.7', '198.51.100.7'],
  ['for=_hidden', '10.0.0.1'],
])('Forwarded: %s', (forwarded, expected) => {
  expect(clientAddress(request('10.0.0.1', { forwarded }), PROXIES)).toBe(expected)
})

test('CF-Connecting-IP counts where nothing else was forwarded', () => {
  const cloudflare = { 'cf-connecting-ip': '198.51.100.7' }
  expect(clientAddress(request('10.0.0.1', cloudflare), PROXIES)).toBe('198.51.100.7')
  const both = { ...cloudflare, 'x-forwarded-for': '198.51.100.8' }
  expect(clientAddress(request('10.0.0.1', both), PROXIES)).toBe('198.51.100.8')
})

test('an IPv4 peer on an IPv6 socket is the IPv4 address', () => {
  expect(clientAddress(request('::ffff:203.0.113.9'), PROXIES)).toBe('203.0.113.9')
  expect(clientAddress(request('::ffff:10.0.0.1', { 'x-forwarded-for': '198.51.100.7' }), PROXIES)).toBe(
    '198.51.100.7',
  )
})

test('a socket without address gives an empty text', () => {
  expect(clientAddress(request(''), PROXIES)).toBe('')
})

test('HTTPS: of our own socket, or as a trusted proxy says', () => {
  expect(isHttps(request('203.0.113.9', {}, true), NONE)).toBe(true)
  expect(isHttps(request('10.0.0.1', { 'x-forwarded-proto': 'https' }), PROXIES)).toBe(true)
  expect(isHttps(request('10.0.0.1', { 'x-forwarded-proto': 'https, http' }), PROXIES)).toBe(false)
  expect(isHttps(request('10.0.0.1', { forwarded: 'for=1.1.1.1;proto=https' }), PROXIES)).toBe(true)
  expect(isHttps(request('10.0.0.1', { forwarded: 'for=1.1.1.1' }), PROXIES)).toBe(false)
  expect(isHttps(request('10.0.0.1'), PROXIES)).toBe(false)
})
