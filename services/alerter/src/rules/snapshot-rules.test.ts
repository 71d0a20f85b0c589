import type { Snapshot } from '@octometer/event-contracts'
import { defaultAlertRules } from '@octometer/event-contracts'
import { expect, test } from 'vitest'
import { readSnapshot } from './snapshot-rules.ts'

const of = {
  ...{ snapshot_id: 's-1', taken_at: '2026-01-05T11:00:00Z', repository_id: 7, repository: 'acme/api' },
  default_branch: 'main',
}
const build = {
  ...{ head_branch: 'main', head_sha: 'f'.repeat(40), status: 'completed', conclusion: 'failure' },
  ...{ created_at: '2026-01-05T10:00:00Z', updated_at: '2026-01-05T10:09:00Z' },
}
const run = { ...build, id: 100, workflow_id: 3, name: 'CI', event: 'push' }

function runSnapshot(more: object): Snapshot {
  return { ...of, type: 'workflow_run', workflow_run: { ...run, ...more }, jobs: null }
}

function suiteSnapshot(app: { slug: string; id?: number } | null): Snapshot {
  return { ...of, type: 'check_suite', check_suite: { ...build, id: 200, app }, check_runs: null }
}

const subjectsIn = (snapshot: Snapshot) => {
  const { findings, unreadable } = readSnapshot(snapshot, defaultAlertRules)
  expect(unreadable).toEqual([])
  return findings.map(({ subject, evidence }) => `${evidence.kind} ${subject}`)
}

test('a run that a sync saw fail on the default branch is what its delivery is; one of a fork is none', () => {
  expect(subjectsIn(runSnapshot({ head_repository: { id: 7 } }))).toEqual(['raised 7:workflow:3'])
  expect(subjectsIn(runSnapshot({ head_repository: { id: 8 } }))).toEqual([])
  expect(subjectsIn(runSnapshot({ conclusion: 'success' }))).toEqual(['recovered 7:workflow:3'])
})

test('a suite counts for its app; one whose app has no number is read, and is none', () => {
  expect(subjectsIn(suiteSnapshot({ id: 12, slug: 'circleci' }))).toEqual(['raised 7:app:12'])
  expect(subjectsIn(suiteSnapshot({ id: 15_368, slug: 'github-actions' }))).toEqual([])
  expect(subjectsIn(suiteSnapshot({ slug: 'circleci' }))).toEqual([])
  expect(subjectsIn(suiteSnapshot(null))).toEqual([])
})

test('what a rule cannot read is told by its field', () => {
  const { findings, unreadable } = readSnapshot(runSnapshot({ workflow_id: 'three' }), defaultAlertRules)
  expect(findings).toEqual([])
  expect(unreadable).toEqual([
    { rule: 'build-failure', reason: 'workflow_run.workflow_id is text instead of a number' },
  ])
})
