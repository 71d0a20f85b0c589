import { expect, test } from 'vitest'
import { asCurl } from './as-curl.ts'

test('the payload stands between single quotes, in which a shell reads nothing, whatever is in it', () => {
  const payload = { title: `it's "quoted" $HOME \`id\` \\ 'x'` }
  const command = asCurl({ guid: 'g-1', event: 'push', payload }, 'http://localhost:8080')
  const body = /^BODY='([\s\S]*)'\nSIGNATURE=/m.exec(command)?.[1] ?? ''
  // Each quote of the payload closes the text, stands there escaped, and opens it again.
  expect(body.split(`'\\''`).join("'")).toBe(JSON.stringify(payload))
  expect(body.split(`'\\''`).join('')).not.toContain("'")
})

test('it goes to the address of the page, with the headers that GitHub sends', () => {
  const command = asCurl({ guid: 'g-1', event: 'push', payload: {} }, 'https://octo.example')
  expect(command).toContain(`'https://octo.example/webhooks/github'`)
  for (const header of [
    'x-github-event: push',
    'x-github-delivery: g-1',
    'x-hub-signature-256: sha256=$SIG',
  ]) {
    expect(command).toContain(header)
  }
})
