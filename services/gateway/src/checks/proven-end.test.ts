import type { CheckEndingNow } from '@octometer/read-store'
import { expect, test } from 'vitest'
import { type Endings, type MaybeEnded, provenEnd } from './proven-end.ts'

const now = new Date('2026-01-06T00:00:00Z')
const since = new Date('2026-01-05T10:00:00Z')

function endings(...rows: readonly CheckEndingNow[]): Endings {
  return {
    of: (subject, repositoryId, id) =>
      rows.filter((row) => row.subject === subject && row.repository_id === repositoryId && row.id === id),
  }
}

const attempt = (number: number, ended_at: string | null): CheckEndingNow => ({
  ...{ subject: 'run', repository_id: 1, id: 41 },
  ...{ attempt: number, ended_at },
})
const suite = (ended_at: string): CheckEndingNow => ({
  ...{ subject: 'suite', repository_id: 1, id: 21 },
  ...{ attempt: 0, ended_at },
})

const job: MaybeEnded = {
  ...{ kind: 'workflow_job', repository_id: 1, stage: 3, since },
  ...{ run_id: 41, attempt: 2, suite_id: null },
}
const run: MaybeEnded = { ...job, kind: 'workflow_run', suite_id: 21 }
const check: MaybeEnded = { ...job, kind: 'check_run', run_id: null, attempt: 0, suite_id: 21 }

test.each<[string, MaybeEnded, Endings, string | null]>([
  ['its own message', { ...job, stage: 4 }, endings(), 'itself'],
  ['nothing', job, endings(), null],
  ['the end of its attempt', job, endings(attempt(2, '2026-01-05T10:30:00Z')), 'workflow_run'],
  ['the end of an earlier attempt', job, endings(attempt(1, '2026-01-05T09:30:00Z')), null],
  ['a later attempt', job, endings(attempt(3, null)), 'later_attempt'],
  ['its attempt, still running', job, endings(attempt(2, null)), null],
  ['a suite that ended after it began', run, endings(suite('2026-01-05T10:00:01Z')), 'check_suite'],
  [
    'a suite that ended before it began, in an earlier attempt',
    run,
    endings(suite('2026-01-05T10:00:00Z')),
    null,
  ],
  ['the suite of a check run', check, endings(suite('2026-01-05T11:00:00Z')), 'check_suite'],
  [
    'a suite, when it is not known when the check run began',
    { ...check, since: null },
    endings(suite('2026-01-05T11:00:00Z')),
    null,
  ],
  ['35 days', { ...run, since: new Date('2025-12-01T00:00:00Z') }, endings(), 'age'],
  ['15 days of a run', { ...run, since: new Date('2025-12-22T00:00:00Z') }, endings(), null],
  ['15 days of a check run', { ...check, since: new Date('2025-12-22T00:00:00Z') }, endings(), 'age'],
])('proven by %s', (_by, thing, known, proof) => {
  expect(provenEnd(thing, known, now)).toBe(proof)
})
