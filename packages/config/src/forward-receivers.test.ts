import { expect, test } from 'vitest'
import { ConfigError } from './config-error.ts'
import { loadConfig } from './load-config.ts'

const ci = { name: 'ci', url: 'https://ci.example.org/hook?token=hidden', secret: 'hidden' }

const read = (text: string) =>
  loadConfig({ OCTO_FORWARD_RECEIVERS: text }, ['alerts']).config.alerts.receivers

test('receivers of deliveries are JSON; without a filter each gets everything', () => {
  expect(read('[]')).toEqual([])
  expect(read(JSON.stringify([ci]))).toEqual([{ ...ci, events: [], repositories: [] }])
  const filtered = { ...ci, name: 'pulls', events: ['push', 'pull_request.opened'], repositories: ['acme/*'] }
  expect(read(JSON.stringify([ci, filtered]))[1]).toEqual(filtered)
})

test.each([
  ['no JSON', '[{"secret": hidden}'],
  ['no array', JSON.stringify(ci)],
  ['no secret', JSON.stringify([{ ...ci, secret: '' }])],
  ['a name that names no consumer', JSON.stringify([{ ...ci, name: 'my ci' }])],
  ['another protocol', JSON.stringify([{ ...ci, url: 'ftp://hidden.example.org' }])],
  ['an event that is none', JSON.stringify([{ ...ci, events: ['pull_request.opened.twice'] }])],
  ['a repository without owner', JSON.stringify([{ ...ci, repositories: ['hidden'] }])],
  ['a field that is none', JSON.stringify([{ ...ci, hidden: true }])],
  ['a name twice', JSON.stringify([ci, ci])],
])('%s stops the start, saying the variable and what it may be, and no secret', (_, text) => {
  const wrong = () => read(text)
  expect(wrong).toThrow(ConfigError)
  expect(wrong).toThrow(/OCTO_FORWARD_RECEIVERS.*a JSON array of objects with name/s)
  expect(wrong).not.toThrow(/hidden(?!\))/)
})

test('the entry that is wrong is told by its number', () => {
  expect(() => read(JSON.stringify([ci, { ...ci, name: 'two', url: 'x' }]))).toThrow('entry 2')
})
