import { readModelOf } from '@octometer/read-store'
import { genuinePayload, storedCommand, storedSnapshot, testProjection } from '@octometer/testkit'
import { expect } from 'vitest'
import { throughArchive } from '../through-archive.ts'
import { deliveriesProjection } from './projection.ts'

const receivedAt = new Date('2026-01-05T12:00:00.123Z')

testProjection({
  projection: deliveriesProjection,
  settings: { timezone: 'UTC', testCheckPattern: /test/, hotfixPattern: /hotfix/ },
  tables: readModelOf('deliveries').tables,
  fromArchive: throughArchive,
  keepsAttempts: true,
  cases: [
    {
      name: 'a delivery is archived with its payload as sent',
      given: [{ event: 'pull_request', payload: genuinePayload('pull_request', 3), receivedAt, hookId: '1' }],
      expects: (tables) => {
        const [row] = tables.deliveries ?? []
        expect(row).toMatchObject({
          event: 'pull_request',
          action: 'closed',
          repository_id: 186853002,
          repository: 'Codertocat/Hello-World',
          sender: 'Codertocat',
          pull_request: 2,
          hook_id: '1',
          received_at: receivedAt,
        })
        expect(JSON.parse(String(row?.payload))).toEqual(genuinePayload('pull_request', 3))
      },
    },
    {
      name: 'a form-encoded body is kept as it was signed, its payload as JSON',
      given: [
        {
          event: 'ping',
          payload: genuinePayload('ping', 0),
          contentType: 'application/x-www-form-urlencoded',
        },
      ],
      expects: (tables) => {
        const [row] = tables.deliveries ?? []
        expect(String(row?.form_body)).toMatch(/^payload=%7B/)
        expect(JSON.parse(String(row?.payload))).toEqual(genuinePayload('ping', 0))
      },
    },
    {
      name: 'a repository is remembered under every name, in any case, with its newest spelling',
      given: [
        {
          event: 'watch',
          payload: { repository: { id: 7, full_name: 'Acme/API' } },
          receivedAt: new Date('2026-01-01T00:00:00Z'),
        },
        {
          event: 'watch',
          payload: { repository: { id: 7, full_name: 'acme/api' } },
          receivedAt: new Date('2026-01-02T00:00:00Z'),
        },
        {
          event: 'watch',
          payload: { repository: { id: 7, full_name: 'acme/next.js' } },
          receivedAt: new Date('2026-01-03T00:00:00Z'),
        },
      ],
      expects: (tables) =>
        expect(tables.repository_names).toMatchObject([
          {
            name_key: 'acme/api',
            latest: { full_name: 'acme/api' },
            first_seen_at: new Date('2026-01-01T00:00:00Z'),
          },
          { name_key: 'acme/next.js', latest: { full_name: 'acme/next.js' } },
        ]),
    },
    {
      name: 'a command is archived as it was asked for',
      given: [
        storedCommand(
          {
            type: 'retry',
            command_id: '6f1f3c1e-54a4-4f6e-9a57-0e8c3f4f2b11',
            issued_at: '2026-01-05T12:00:00.123Z',
            issued_by: 'ops',
            dead_letter_id: 'counters:a',
          },
          9,
        ),
      ],
      expects: (tables) => {
        expect(tables.commands).toMatchObject([
          { type: 'retry', issued_at: receivedAt, issued_by: 'ops', stream_sequence: 9 },
        ])
        expect(JSON.parse(String(tables.commands?.[0]?.body))).toMatchObject({ dead_letter_id: 'counters:a' })
      },
    },
    {
      name: 'a repository that only a sync read has the name under which it was read',
      given: [
        storedSnapshot({
          ...{ type: 'repository', snapshot_id: 'a look', taken_at: receivedAt.toISOString() },
          ...{ repository_id: 7, repository: 'Acme/API', languages: null, contributors: null },
        }),
        storedSnapshot({
          ...{ type: 'totals', snapshot_id: 'counted', taken_at: receivedAt.toISOString() },
          ...{ repository_id: 8, repository: 'acme/web', totals: {} },
        }),
      ],
      expects: (tables) => {
        expect(tables.snapshots).toHaveLength(2)
        expect(tables.repository_names).toMatchObject([
          {
            name_key: 'acme/api',
            repository_id: 7,
            first_seen_at: receivedAt,
            latest: { seen_at: receivedAt, full_name: 'Acme/API' },
          },
        ])
      },
    },
    {
      name: 'events without repository or sender are archived like any other',
      given: [
        { event: 'installation', payload: { action: 'created', repository: null, sender: null } },
        { event: 'something_new', payload: { anything: [1, 2] } },
      ],
      expects: (tables) => {
        expect(tables.deliveries).toHaveLength(2)
        expect(tables.repository_names).toEqual([])
      },
    },
  ],
})
