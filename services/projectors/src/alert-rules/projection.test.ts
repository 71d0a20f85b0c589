import type { Command } from '@octometer/event-contracts'
import { readModelOf } from '@octometer/read-store'
import { storedCommand, testProjection } from '@octometer/testkit'
import { expect } from 'vitest'
import { throughArchive } from '../through-archive.ts'
import { alertRulesProjection } from './projection.ts'

const set = (
  command_id: string,
  issued_at: string,
  more: Partial<Extract<Command, { readonly type: 'alert_rules_set' }>>,
) =>
  storedCommand({
    type: 'alert_rules_set',
    command_id,
    issued_at,
    issued_by: 'ops',
    rules: [],
    channels: [],
    ...more,
  })

testProjection({
  projection: alertRulesProjection,
  settings: { timezone: 'UTC', testCheckPattern: /test/, hotfixPattern: /hotfix/ },
  tables: readModelOf('alert-rules').tables,
  fromArchive: throughArchive,
  cases: [
    {
      name: 'each rule and channel of a command is a change of its own, of what was given',
      given: [
        set('6f1f3c1e-54a4-4f6e-9a57-0e8c3f4f2b11', '2026-01-05T12:00:00.000Z', {
          rules: [
            { rule: 'stale-pull-request', thresholds: { days: 3 } },
            { rule: 'conflict', enabled: false },
          ],
          channels: [{ channel: 'slack', severity: 'medium' }],
        }),
        set('6f1f3c1e-54a4-4f6e-9a57-0e8c3f4f2b12', '2026-01-06T12:00:00.000Z', {
          rules: [{ rule: 'conflict', enabled: true, severity: 'low' }],
        }),
      ],
      expects: (tables) =>
        expect(
          (tables.alert_rule_changes ?? []).map(({ target, name, change }) => [
            target,
            name,
            JSON.parse(String(Object(change).settings)),
          ]),
        ).toEqual(
          expect.arrayContaining([
            ['rule', 'stale-pull-request', { thresholds: { days: 3 } }],
            ['rule', 'conflict', { enabled: false }],
            ['rule', 'conflict', { enabled: true, severity: 'low' }],
            ['channel', 'slack', { severity: 'medium' }],
          ]),
        ),
    },
  ],
})
