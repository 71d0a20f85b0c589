import { expect } from 'vitest'
import type { BrowserSystem } from './browser-system.ts'

interface Key {
  readonly name: string
  readonly role: 'viewer'
  readonly repositories?: readonly string[]
}

/** A key that the admin makes. */
export async function makeKey({ url, standalone }: BrowserSystem, wanted: Key): Promise<string> {
  const answer = await fetch(`${url}/api/v1/keys`, {
    method: 'POST',
    headers: { 'x-api-key': standalone.adminKey ?? '', 'content-type': 'application/json' },
    body: JSON.stringify(wanted),
  })
  expect(answer.status).toBe(201)
  return ((await answer.json()) as { key: string }).key
}
