import type { Command } from '@octometer/event-contracts'
import { readModelOf } from '@octometer/read-store'
import { storedCommand, testProjection } from '@octometer/testkit'
import { expect } from 'vitest'
import { throughArchive } from '../through-archive.ts'
import { countersProjection } from './projection.ts'

const ids = ['6f1f3c1e-54a4-4f6e-9a57-0e8c3f4f2b11', '6f1f3c1e-54a4-4f6e-9a57-0e8c3f4f2b12'] as const

function issued(minute: number, command_id: string = ids[0]) {
  const issued_at = `2026-01-05T12:0${minute}:00.000Z`
  return { command_id, issued_at, issued_by: 'ops' }
}

const target = { counter: 'commits', repository_id: null } as const

const given = (...commands: readonly Command[]) =>
  commands.map((command, index) => storedCommand(command, index + 1))

testProjection({
  projection: countersProjection,
  settings: { timezone: 'UTC', testCheckPattern: /test/, hotfixPattern: /hotfix/ },
  tables: readModelOf('counters').tables,
  fromArchive: throughArchive,
  cases: [
    {
      name: 'set, increment and reset each move a baseline, by their own ids',
      given: given(
        { ...issued(0), ...target, type: 'counter_set', value: 5 },
        { ...issued(1, ids[1]), ...target, repository_id: 7, type: 'counter_increment', by: -2 },
        { ...issued(2, '6f1f3c1e-54a4-4f6e-9a57-0e8c3f4f2b13'), ...target, type: 'counter_reset' },
        { ...issued(3, '6f1f3c1e-54a4-4f6e-9a57-0e8c3f4f2b14'), type: 'counters_reset' },
      ),
      expects: ({ counter_baselines: rows = [] }) =>
        expect(rows.map(({ move }) => move)).toMatchObject([
          { kind: 'set', counter: 'commits', repository_id: null, amount: 5, issued_by: 'ops' },
          { kind: 'increment', counter: 'commits', repository_id: 7, amount: -2 },
          { kind: 'set', counter: 'commits', repository_id: null, amount: 0 },
          { kind: 'set', counter: '', repository_id: null, amount: 0 },
        ]),
    },
    {
      name: 'of two commands with one id the earlier is carried out, whatever comes first',
      given: given(
        { ...issued(4), ...target, type: 'counter_increment', by: 9 },
        { ...issued(3), ...target, type: 'counter_increment', by: 1 },
        { ...issued(5), ...target, type: 'counter_reset' },
      ),
      expects: ({ counter_baselines: rows }) =>
        expect(rows).toMatchObject([{ command_id: ids[0], move: { kind: 'increment', amount: 1 } }]),
    },
    {
      name: 'an unknown counter and another command move nothing',
      given: given(
        { ...issued(0), ...target, counter: 'stars', type: 'counter_set', value: 5 },
        { ...issued(1, ids[1]), type: 'dismiss', dead_letter_id: 'counters:a' },
      ),
      expects: ({ counter_baselines: rows }, outcomes) => {
        expect(rows).toEqual([])
        expect(outcomes).toMatchObject([{ outcome: 'ignored', reason: 'no counter is named stars' }])
      },
    },
  ],
})
