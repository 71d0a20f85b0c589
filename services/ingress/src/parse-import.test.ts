import { createHash } from 'node:crypto'
import type { AuditEntry, Command } from '@octometer/event-contracts'
import { expect, test } from 'vitest'
import { readLine } from './parse-import.ts'

const issued = {
  command_id: '00000000-0000-4000-8000-000000000001',
  issued_at: '2026-03-20T12:00:00.000Z',
  issued_by: 'admin',
}
const entry: AuditEntry = {
  who: 'admin',
  via: 'key',
  address: null,
  action: 'DELETE /api/v1/keys/{name}',
  parameters: {},
  status: 204,
  count: 1,
}

function lineOf(command: Command): string {
  const body = JSON.stringify(command)
  const sha256 = createHash('sha256').update(body).digest('hex')
  return JSON.stringify({ kind: 'command', id: command.command_id, body, encoding: 'text', sha256 })
}

test.each<[Command, string]>([
  [
    { ...issued, type: 'forwarding_retry', receiver: 'deploys', delivery_id: null },
    'forwarding_retry asks for something to be done',
  ],
  [{ ...issued, type: 'person_erase', login: 'mona' }, 'person_erase asks for something to be done'],
  [{ ...issued, type: 'audit', entry }, 'audit tells who asked another system'],
])('of another system is left out, and why: %o', (command, leftOut) => {
  expect(readLine(lineOf(command))).toEqual({ leftOut })
})

test('what was decided there counts here', () => {
  const command: Command = {
    ...issued,
    type: 'counter_set',
    counter: 'commits',
    repository_id: null,
    value: 7,
  }
  expect(readLine(lineOf(command))).toMatchObject({
    stream: 'EVENTS',
    entry: { messageId: issued.command_id },
  })
})
