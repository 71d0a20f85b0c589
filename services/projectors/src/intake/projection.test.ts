import type { DeliveryLogSnapshot, HookSnapshot } from '@octometer/event-contracts'
import { readModelOf } from '@octometer/read-store'
import { storedSnapshot, testProjection } from '@octometer/testkit'
import { expect } from 'vitest'
import { throughArchive } from '../through-archive.ts'
import { intakeProjection } from './projection.ts'

const at = (time: string) => `2026-01-05T${time}:00Z`
const seen = (time: string) => new Date(at(time))

type Logged = DeliveryLogSnapshot['deliveries'][number]

function attempt(id: string, guid: string, time: string, more: Partial<Logged> = {}): Logged {
  const about = { event: 'push', action: null, status_code: 202, installation_id: null, repository_id: 7 }
  return { id, guid, delivered_at: at(time), redelivery: false, ...about, ...more }
}

function log(id: string, since: string, until: string, deliveries: readonly Logged[]) {
  return storedSnapshot({
    type: 'delivery_log',
    snapshot_id: id,
    taken_at: at(until),
    source: 'hook',
    source_id: '42',
    since: at(since),
    until: at(until),
    deliveries: [...deliveries],
  })
}

function hook(time: string, more: Partial<HookSnapshot> = {}) {
  return storedSnapshot({
    type: 'hook',
    snapshot_id: `hook:42:${time}:${more.state ?? 'present'}`,
    taken_at: at(time),
    hook_id: '42',
    owner_kind: 'repository',
    owner: 'acme/api',
    mode: 'push',
    state: 'present',
    is_meant_active: true,
    active: true,
    is_aimed_here: true,
    url_host: 'octometer.example',
    events: ['push'],
    content_type: 'json',
    verifies_tls: true,
    last_response: { code: 202, status: 'active', message: 'OK' },
    ...more,
  })
}

const unseen = { active: null, is_aimed_here: null, url_host: null, events: null, last_response: null }

testProjection({
  projection: intakeProjection,
  settings: { timezone: 'UTC', testCheckPattern: /test/, hotfixPattern: /hotfix/ },
  tables: readModelOf('intake').tables,
  fromArchive: throughArchive,
  cases: [
    {
      name: 'an attempt that two readings list is one; every attempt at a delivery is its own',
      given: [
        log('a', '09:30', '10:30', [attempt('1', 'g', '10:10', { status_code: 502 })]),
        log('b', '10:00', '11:15', [
          attempt('1', 'g', '10:10', { status_code: 502 }),
          attempt('2', 'g', '11:05', { redelivery: true }),
        ]),
      ],
      expects: ({ intake_listings, intake_reads }) => {
        expect(intake_listings).toMatchObject([
          {
            hour: seen('10:00'),
            hook: 'hook:42',
            guid: 'g',
            attempt_id: '1',
            redelivery: 0,
            status_code: 502,
          },
          {
            hour: seen('11:00'),
            hook: 'hook:42',
            guid: 'g',
            attempt_id: '2',
            redelivery: 1,
            status_code: 202,
          },
        ])
        expect(intake_reads).toEqual([
          {
            hour: seen('09:00'),
            hook: 'hook:42',
            read_from: seen('09:30'),
            read_until: seen('10:00'),
            read_at: seen('10:30'),
          },
          {
            hour: seen('10:00'),
            hook: 'hook:42',
            read_from: seen('10:00'),
            read_until: seen('11:00'),
            read_at: seen('11:15'),
          },
          {
            hour: seen('11:00'),
            hook: 'hook:42',
            read_from: seen('11:00'),
            read_until: seen('11:15'),
            read_at: seen('11:15'),
          },
        ])
      },
    },
    {
      name: 'a hook is as it was seen last',
      given: [
        hook('09:00'),
        hook('11:00', { state: 'missing', ...unseen, content_type: null, verifies_tls: null }),
        hook('10:00', { active: false }),
      ],
      expects: ({ hook_states }) => {
        expect(hook_states).toMatchObject([
          {
            hook: 'hook:42',
            latest: { taken_at: seen('11:00'), state: 'missing', active: null, events: [] },
          },
        ])
      },
    },
    {
      name: 'a log without deliveries was read all the same',
      given: [log('a', '09:00', '10:00', [])],
      expects: ({ intake_listings, intake_reads }) => {
        expect(intake_listings).toEqual([])
        expect(intake_reads).toMatchObject([{ hour: seen('09:00'), read_until: seen('10:00') }])
      },
    },
  ],
})
