import type { HookStateRow } from '@octometer/read-store'
import { expect, test } from 'vitest'
import { hoursAgo, NOW, pingRow } from './clock-rows.fixture.ts'
import { clockRulesForTests } from './clock-rules.fixture.ts'

const rules = clockRulesForTests()
const { look } = rules

const minutesAgo = (minutes: number) => hoursAgo(minutes / 60)

function hookRow(id: number, more: Partial<HookStateRow['latest']> = {}): HookStateRow {
  const latest = {
    ...{
      taken_at: hoursAgo(5),
      state: 'present',
      owner_kind: 'repository',
      owner: `acme/r${id}`,
      mode: 'push',
    },
    ...{ is_meant_active: 1, active: 1, is_aimed_here: 1, url_host: 'octometer.example', events: ['push'] },
    ...{ content_type: 'json', verifies_tls: 1 },
    ...{ response_code: null, response_status: null, response_message: null },
    ...more,
  }
  return { hook: `hook:${id}`, latest }
}

function attempt(hook: number, hours: number, status_code: number) {
  const delivered_at = hoursAgo(hours)
  const id = `${hook}-${hours}`
  return {
    hour: new Date(Math.floor(delivered_at.getTime() / 3_600_000) * 3_600_000),
    ...{ hook: `hook:${hook}`, guid: id, attempt_id: id, delivered_at, redelivery: 0, event: 'push' },
    ...{ action: null, repository_id: 1, status_code },
  }
}

const gone = { state: 'missing', active: null, is_aimed_here: null, url_host: null, events: [] }

test('each thing that is wrong with a hook has an alert of its own; a hook that is pulled may fail', async () => {
  await rules.insert('intake', {
    hook_states: [
      hookRow(1),
      hookRow(2, gone),
      hookRow(3, { active: 0 }),
      hookRow(4, { is_aimed_here: 0, url_host: 'elsewhere.example' }),
      hookRow(5),
      hookRow(6),
      hookRow(7, { mode: 'pull' }),
      hookRow(8, { ...gone, owner: 'acme/r1' }),
      hookRow(9, { ...gone, state: 'removed' }),
    ],
    intake_listings: [
      ...[1, 2, 3].map((hours) => attempt(1, hours, hours === 1 ? 202 : 502)),
      ...[1, 2].map((hours) => attempt(5, hours, hours === 1 ? 401 : 202)),
      ...[1, 2, 3].map((hours) => attempt(6, hours, 503)),
      ...[1, 2, 3].map((hours) => attempt(7, hours, 0)),
      ...[25, 26, 27].map((hours) => attempt(9, hours, 503)),
    ],
  })
  const subjects = async (name: Parameters<typeof look>[0]) =>
    (await look(name))?.map(({ subject }) => subject)
  expect(await look('hook-missing')).toMatchObject([
    { subject: 'hook:2', severity: 'critical', title: 'The hook of acme/r2 is gone' },
  ])
  expect(await subjects('hook-disabled')).toEqual(['hook:3'])
  expect(await look('hook-misaimed')).toMatchObject([
    { subject: 'hook:4', message: expect.stringContaining('elsewhere.example') },
  ])
  expect(await subjects('hook-wrong-secret')).toEqual(['hook:5'])
  expect(await subjects('hook-failing')).toEqual(['hook:6'])
})

test('GitHub is late when what it delivers now happened long ago', async () => {
  const told = (guid: string, lateMinutes: number) => ({
    ...pingRow(guid, 0.1),
    event: 'issues',
    payload: JSON.stringify({ issue: { updated_at: minutesAgo(6 + lateMinutes).toISOString() } }),
  })
  await rules.insert('deliveries', { deliveries: [told('a', 1), told('b', 15), pingRow('c', 0.1)] })
  expect(await look('github-late')).toEqual([])
  await rules.insert('deliveries', { deliveries: [told('d', 20)] })
  expect(await look('github-late')).toMatchObject([
    { subject: 'github', severity: 'low', title: 'GitHub delivers 15 minutes late' },
  ])
  expect(await look('github-late', { seconds: 1000 })).toEqual([])
  const fiveDays = 5 * 24 * 60
  await rules.insert('deliveries', { deliveries: ['e', 'f', 'g', 'h'].map((guid) => told(guid, fiveDays)) })
  expect(await look('github-late')).toMatchObject([{ title: 'GitHub delivers 5 days late' }])
})

test('silence is ours when GitHub sent what did not come, and quiet when its logs list nothing', async () => {
  const later = new Date(NOW.getTime() + 30 * 3_600_000)
  const silent = () => look('intake-silent', {}, later)
  expect(await silent()).toMatchObject([{ severity: 'high', title: 'No delivery for 24 hours' }])
  const hour = new Date(NOW.getTime() + 29 * 3_600_000)
  const read_until = new Date(later.getTime() - 60_000)
  const read = { hour, hook: 'hook:1', read_from: hour, read_until, read_at: read_until }
  await rules.insert('intake', { intake_reads: [read] })
  expect(await silent()).toMatchObject([
    { severity: 'low', title: 'No delivery for 24 hours, and GitHub sent none' },
  ])
  await rules.insert('intake', { intake_listings: [attempt(1, -28, 502), attempt(1, -27, 502)] })
  expect(await silent()).toMatchObject([
    { severity: 'high', title: 'No delivery for 24 hours, though GitHub sent 2' },
  ])
})
