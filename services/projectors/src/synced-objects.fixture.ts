import type { Snapshot } from '@octometer/event-contracts'
import type { Projection } from '@octometer/projector-runtime'
import { readModelOf } from '@octometer/read-store'
import { genuinePayload, type ProjectionCase, storedSnapshot, testProjection } from '@octometer/testkit'
import { throughArchive } from './through-archive.ts'

const settings = {
  timezone: 'UTC',
  testCheckPattern: /\b(test|unit)s?\b/i,
  hotfixPattern: /\bhot-?fix/i,
}

export const at = (time: string) => `2026-01-05T${time}:00Z`
export const seen = (time: string) => new Date(at(time))
export const person = (login: string, type = 'User') => ({ login, id: 1, type })

/** A snapshot of the repository 7 that was taken at a time. */
export function taken(type: Snapshot['type'], time: string, body: object) {
  const snapshot: Snapshot = {
    ...Object(body),
    ...{ type, snapshot_id: `${type} of ${time}`, taken_at: at(time) },
    ...{ repository_id: 7, repository: 'acme/api', default_branch: 'main' },
  }
  return storedSnapshot(snapshot)
}

const genuine = Object(genuinePayload('pull_request', 3).pull_request)

/** The pull request 5 of mona's own branch, opened at 08:00; and what a case says. */
export function pull(updated: string, more: object = {}) {
  const head = { ref: 'change', sha: 'abc', repo: { id: 7 } }
  const its = { ...genuine, number: 5, title: 'A change', user: person('mona'), labels: [] }
  const open = { state: 'open', closed_at: null, merged_at: null, merged: false, mergeable: null }
  const branches = { head, base: { ref: 'main' } }
  return { ...its, ...open, ...branches, created_at: at('08:00'), updated_at: at(updated), ...more }
}

export const mergedAt = (time: string) => ({
  ...{ state: 'closed', closed_at: at(time), merged_at: at(time), merged: true, mergeable: null },
  merged_by: person('grace'),
})

export const review = (id: number, login: string, state: string, time: string) => ({
  ...{ id, user: person(login), state, submitted_at: at(time), commit_id: 'abc' },
})

/** The issue 4 of ada, opened at 07:00. */
export const issue = (updated: string, more: object = {}) => ({
  ...{ number: 4, title: 'Broken', state: 'open', state_reason: null, html_url: 'https://i' },
  ...{ user: person('ada'), labels: [], assignees: [], milestone: null, comments: 0 },
  ...{ created_at: at('07:00'), updated_at: at(updated), closed_at: null, ...more },
})

const suite = (conclusion: string, updated: string) => ({
  ...{ id: 21, head_branch: 'main', head_sha: 'abc', status: 'completed', conclusion },
  ...{ app: { slug: 'github-actions' }, created_at: at('10:00'), updated_at: at(updated) },
})

const run = (id: number, conclusion: string, completed: string) => ({
  ...{ id, name: 'unit tests', head_sha: 'abc', status: 'completed', conclusion },
  ...{ started_at: at('10:01'), completed_at: at(completed), app: { slug: 'github-actions' } },
})

/** A suite that passed when it was run again. */
export const again = taken('check_suite', '12:00', {
  check_suite: suite('success', '11:00'),
  check_runs: [run(31, 'failure', '10:05'), run(32, 'success', '10:50')],
})

/** Each projection under the laws, with snapshots. */
export function reads(projection: Projection, cases: readonly ProjectionCase[]): void {
  const { tables } = readModelOf(projection.name)
  testProjection({ projection, settings, tables, cases, fromArchive: throughArchive })
}
