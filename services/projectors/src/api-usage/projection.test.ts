import { createHash } from 'node:crypto'
import { type ApiCall, apiCallSchema, type StoredMessage } from '@octometer/event-contracts'
import { readModelOf } from '@octometer/read-store'
import { testProjection } from '@octometer/testkit'
import { expect } from 'vitest'
import { apiUsageProjection } from './projection.ts'

function message(body: unknown): StoredMessage {
  return {
    subject: 'api_calls.core',
    sequence: 1,
    header: () => 'call-1',
    body: () => Buffer.from(JSON.stringify(body)),
  }
}

function call(changes: Partial<ApiCall>): StoredMessage {
  return message(
    apiCallSchema.parse({
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
    }),
  )
}

testProjection({
  projection: apiUsageProjection,
  settings: { timezone: 'UTC', testCheckPattern: /test/, hotfixPattern: /hotfix/ },
  tables: readModelOf('api-usage').tables,
  // The archive holds deliveries alone: a rebuild takes calls over from the live generation as they are.
  fromArchive: (stored) => stored,
  cases: [
    {
      name: 'a call is a row of its hour, whatever offset its time has',
      given: [call({}), call({ call_id: 'call-2', at: '2026-01-05T12:59:59+02:00' })],
      expects: ({ api_calls }) => {
        expect(api_calls).toMatchObject([
          {
            hour: new Date('2026-01-05T10:00:00Z'),
            call_id: 'call-1',
            cost: 1,
            remaining: 4999,
            rate_limit: null,
          },
          { hour: new Date('2026-01-05T10:00:00Z'), call_id: 'call-2' },
        ])
      },
    },
    {
      name: 'a call outside 1970–2105 is ignored',
      given: [call({ at: '1969-12-31T23:59:59Z' })],
      expects: ({ api_calls }, outcomes) => {
        expect([api_calls, outcomes.map(({ outcome }) => outcome)]).toEqual([[], ['ignored']])
      },
    },
    {
      name: 'a body that is no call is rejected',
      given: [message({})],
      expects: (_, outcomes) =>
        expect(outcomes).toMatchObject([
          { outcome: 'rejected', reason: expect.stringContaining('does not fit') },
        ]),
    },
  ],
})
