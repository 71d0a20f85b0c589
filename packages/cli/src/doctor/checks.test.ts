import type { AnswerOf, listHooks } from '@octometer/gateway-api'
import { expect, test } from 'vitest'
import { clockCheck } from './clock-check.ts'
import { diskCheck } from './file-checks.ts'
import { hookChecks } from './hook-checks.ts'

const at = (time: string) => new Date(`2026-03-20T${time}Z`)

test.each([
  ['10:00:01', 'ok'],
  ['10:00:20', 'ok'],
  ['10:01:00', 'warn'],
  ['10:06:00', 'fail'],
  ['09:59:00', 'warn'],
  ['09:50:00', 'fail'],
] as const)('asked at 10:00 and answered a second later, a clock of %s is %s', (time, status) => {
  const check = clockCheck(at(time).toISOString(), at('10:00:00'), at('10:00:01'))
  expect(check.status).toBe(status)
})

test.each([
  [50, 'ok'],
  [9, 'warn'],
  [2, 'fail'],
] as const)('a disk of which %s per cent are free is %s', async (free, status) => {
  const check = await diskCheck('data', async () => ({ free, total: 100 }))
  expect(check).toMatchObject({ status, summary: expect.stringContaining(`${free} B (${free} %)`) })
})

type Hook = AnswerOf<typeof listHooks>['data'][number]
const hook: Hook = {
  ...{ hook: 'hook:1', hook_id: '1', owner_kind: 'repository', owner: 'acme/api', mode: 'push' },
  ...{ condition: 'ok', detail: null, state: 'present', active: true, is_aimed_here: true, url_host: null },
  ...{ events: [], content_type: 'json', verifies_tls: true, last_response: null, seen_at: null },
  ...{
    last_attempt_at: null,
    last_codes: [],
    last_delivery_at: null,
    expected: 10,
    held: 10,
    completeness: 1,
  },
}

test('a hook that is disabled is a fault, one whose deliveries miss a warning', () => {
  const checks = hookChecks([
    hook,
    { ...hook, condition: 'disabled', detail: 'Somebody switched it off.' },
    { ...hook, held: 9, completeness: 0.9 },
  ])
  expect(checks.map(({ status }) => status)).toEqual(['ok', 'fail', 'warn'])
  expect(checks[1]).toMatchObject({
    name: 'hook.acme/api',
    summary: 'It is switched off at GitHub. Somebody switched it off.',
    advice: expect.stringContaining('octometer hooks set-up'),
  })
})
