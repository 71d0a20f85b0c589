import { expect, test } from 'vitest'
import { encodeCommand } from './command.ts'
import { commandSubject, decodeToken, deliverySubject, encodeToken, parseSubject } from './subject.ts'

test('a repository named next.js adds no token', () => {
  const subject = deliverySubject('push', { owner: 'vercel', name: 'next.js' })
  expect(subject).toBe('events.delivery.push.vercel.next%2Ejs')
  expect(parseSubject(subject)).toEqual({ kind: 'delivery', type: 'push' })
})

test('an event without repository has five tokens like any other', () => {
  expect(deliverySubject('installation', null)).toBe('events.delivery.installation.%-.%-')
  expect(commandSubject('retry')).toBe('events.command.retry.%-.%-')
})

test('every character that NATS forbids is escaped and comes back', () => {
  for (const text of [
    'a b',
    'a.b',
    'a*',
    '>',
    '%',
    '%-',
    '50%2E',
    'ä',
    '日本',
    '👍',
    '\u0000',
    '\t\r\n',
    '',
  ]) {
    const token = encodeToken(text)
    expect(token).toMatch(/^[!-)+-\-/-=?-~]+$/)
    expect(decodeToken(token)).toBe(text === '' ? null : text)
  }
})

test('subjects that are not ours are not parsed', () => {
  for (const subject of [
    'events.delivery.push',
    'events.sighting.a.b.c',
    'other',
    'events.delivery.a.b.c.d',
    'api_calls.a.b',
  ]) {
    expect(parseSubject(subject)).toBeNull()
  }
  expect(parseSubject('alerts.opened.vercel.next%2Ejs')).toEqual({ kind: 'alert', type: 'opened' })
  expect(parseSubject('alerts.opened')).toBeNull()
  expect(parseSubject('api_calls.core')).toEqual({ kind: 'api_call', type: 'core' })
  expect(parseSubject('api_calls.command')).toEqual({ kind: 'api_call', type: 'command' })
})

test('a command lies where the projection that it is about reads', () => {
  const issued = { command_id: '6f1f3c1e-54a4-4f6e-9a57-0e8c3f4f2b11', issued_at: 'now', issued_by: 'ops' }
  const retry = (dead_letter_id: string) => encodeCommand({ ...issued, type: 'retry', dead_letter_id })
  expect(retry('counters:a:b')).toMatchObject({ stream: 'EVENTS', subject: 'events.command.retry.%-.%-' })
  expect(retry('no projection')).toMatchObject({ stream: 'EVENTS' })
  const call = retry('api-usage:a')
  expect(call).toMatchObject({ stream: 'API_CALLS', subject: 'api_calls.command.retry' })
  expect(parseSubject(call.subject)).toEqual({ kind: 'command', type: 'retry' })
})
