import { createHash } from 'node:crypto'
import { type ApiCall, apiCallSchema, decodeMessage, type StoredMessage } from '@octometer/event-contracts'
import { projectMessage } from '@octometer/projector-runtime'
import { readModelOf } from '@octometer/read-store'
import { converge } from '@octometer/testkit'
import { expect, test } from 'vitest'
import { apiUsageProjection } from './projection.ts'

const settings = { timezone: 'UTC', testCheckPattern: /test/, hotfixPattern: /hotfix/ }
const { tables } = readModelOf('api-usage')

function stored(changes: Partial<ApiCall>): StoredMessage {
  const call = apiCallSchema.parse({
    call_id: 'call-1',
    at: '2026-01-05T10:20:30.400Z',
    token_hash: createHash('sha256').update('a token').digest('hex'),
    resource: 'core',
    method: 'GET',
    route: '/repos/{owner}/{repo}/pulls',
    status: 200,
    cached: false,
    cost: 1,
    remaining: 4999,
    ...changes,
  })
  return {
    subject: 'api_calls.core',
    sequence: 1,
    header: () => call.call_id,
    body: () => Buffer.from(JSON.stringify(call)),
  }
}

function rowsOf(messages: readonly StoredMessage[]) {
  const writes = messages.flatMap((message) => {
    const { outcome } = projectMessage(apiUsageProjection, settings, message)
    return outcome?.outcome === 'projected' ? [outcome.rows] : []
  })
  return converge(tables, writes).api_calls
}

test('api-usage: a call is a row of its hour', () => {
  expect(rowsOf([stored({})])).toMatchObject([
    { hour: new Date('2026-01-05T10:00:00Z'), call_id: 'call-1', cost: 1, remaining: 4999, rate_limit: null },
  ])
})

test('api-usage: law: delivered twice, in any order', () => {
  const [first, second] = [stored({}), stored({ call_id: 'call-2', at: '2026-01-05T12:20:30+02:00' })]
  expect(rowsOf([second, first, first, second])).toEqual(rowsOf([first, second]))
})

test('api-usage: a call whose body is not one is undecodable', () => {
  const broken: StoredMessage = {
    subject: 'api_calls.core',
    sequence: 1,
    header: () => 'x',
    body: () => Buffer.from('{}'),
  }
  expect(() => decodeMessage(broken)).toThrow(/does not fit/)
  expect(projectMessage(apiUsageProjection, settings, broken).outcome).toMatchObject({ outcome: 'rejected' })
})
