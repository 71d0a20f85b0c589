import { expect, test } from 'vitest'
import { newRun } from './live-run.ts'
import { withError } from './sync-record.ts'

test('errors of a run are counted all, kept a hundred, and each is cut: a message may be a page of HTML', () => {
  const at = new Date('2026-01-05T08:00:00Z')
  const asked = { mode: 'full', repository: null, cause: 'request', requested_by: 'mona' } as const
  const error = { repository: 'acme/api', operation: 'issues', at: at.toISOString() }
  let run = newRun('00000000-0000-4000-8000-000000000001', asked, at)
  for (let count = 0; count < 150; count += 1) run = withError(run, { ...error, message: 'x'.repeat(90_000) })
  expect(run.errors_total).toBe(150)
  expect(run.errors).toHaveLength(100)
  expect(Math.max(...run.errors.map(({ message }) => message.length))).toBe(500)
})
