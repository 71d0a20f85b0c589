import { readModelOf } from '@octometer/read-store'
import { type ConvergedTables, genuinePayload, storedSnapshot, testProjection } from '@octometer/testkit'
import { expect } from 'vitest'
import { throughArchive } from '../through-archive.ts'
import { projectsProjection } from './projection.ts'

const at = (time: string) => `2026-01-05T${time}:00Z`
const repository = { id: 7, full_name: 'acme/api', default_branch: 'main', pushed_at: at('10:00') }

function push(ref: string, commits: readonly object[], more: object = {}) {
  return {
    event: 'push',
    payload: { ...genuinePayload('push', 4), ref, after: 'head', commits, repository, ...more },
  }
}

const milestone = (state: string, updated: string) => ({
  ...Object(genuinePayload('milestone', 0).milestone),
  number: 3,
  state,
  title: 'v1',
  updated_at: at(updated),
})

function issue(action: string, updated: string, more: object, event = 'issues') {
  const its = {
    ...Object(genuinePayload('issues', 15).issue),
    number: 5,
    title: 'Do it',
    labels: [],
    milestone: null,
  }
  const seen = { ...its, state: 'open', updated_at: at(updated), ...more }
  return { event, payload: { ...genuinePayload('issues', 15), action, repository, issue: seen } }
}

const milestoneEvent = (action: string, state: string, updated: string) => ({
  event: 'milestone',
  payload: { ...genuinePayload('milestone', 0), action, repository, milestone: milestone(state, updated) },
})

const JOB = '00000000-0000-8000-8000-000000000001'

function plan(id: string, time: string, path: string | null, content: string | null) {
  const its = { repository_id: 7, repository: 'acme/api', sha: 'abc' }
  const job = id === 'a' ? { job_id: JOB } : {}
  return storedSnapshot({ type: 'plan', snapshot_id: id, taken_at: at(time), ...its, path, content, ...job })
}

const item = (rows: ConvergedTables, kind: string) => rows.project_items?.find((row) => row.kind === kind)
const statusOf = (rows: ConvergedTables, kind: string) => Number(item(rows, kind)?.mark) % 4
const isLabelled = (rows: ConvergedTables) => Math.floor(Number(item(rows, 'issue')?.mark) / 4) % 2 === 1

testProjection({
  projection: projectsProjection,
  settings: { timezone: 'UTC', testCheckPattern: /test/, hotfixPattern: /hotfix/ },
  tables: readModelOf('projects').tables,
  fromArchive: throughArchive,
  cases: [
    {
      name: 'a push tells of plan and manifest files by their whole path, added, modified and removed',
      given: [
        push('refs/heads/main', [
          { added: ['docs/plan.md', 'web/package.json'], modified: ['README.md'], removed: ['go.mod'] },
          { added: [], modified: ['old-plan.md', 'docs/README.md'], removed: ['README.md'] },
        ]),
      ],
      expects: ({ project_updates }) => {
        const its = { repository_id: 7, at: new Date(at('10:00')), sha: 'head', job_id: '' }
        expect(project_updates).toEqual([
          { ...its, kind: 'manifest', path: 'go.mod', change: 'removed' },
          { ...its, kind: 'plan', path: 'README.md', change: 'removed' },
          { ...its, kind: 'plan', path: 'docs/plan.md', change: 'added' },
        ])
      },
    },
    {
      name: 'other branches, tags, deletions and other files tell nothing',
      given: [
        push('refs/heads/next', [{ added: ['plan.md'], modified: [], removed: [] }]),
        push('refs/tags/main', [{ added: ['plan.md'], modified: [], removed: [] }]),
        push('refs/heads/main', [{ added: ['plan.md'], modified: [], removed: [] }], { deleted: true }),
        push('refs/heads/main', [{ added: ['src/plan.md'], modified: ['plan.md.txt'], removed: [] }]),
      ],
      expects: ({ project_updates }, outcomes) => {
        expect(project_updates).toEqual([])
        expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['ignored']))
      },
    },
    {
      name: 'a plan that was read is its tasks; none is a plan too',
      given: [plan('a', '09:00', 'plan.md', '- [x] One\n- [!] [high] Two'), plan('b', '10:00', null, null)],
      expects: ({ project_plans, project_updates }) => {
        expect(project_plans).toMatchObject([
          { path: 'plan.md', titles: ['One', 'Two'], statuses: [2, 3], priorities: ['', 'high'] },
          { path: null, titles: [], statuses: [] },
        ])
        expect(project_updates).toMatchObject([
          { kind: 'read', path: 'plan.md', job_id: JOB },
          { kind: 'read', path: '', job_id: '' },
        ])
      },
    },
    {
      name: 'the newest observation of an issue says whether and how it is planned',
      given: [
        issue('labeled', '09:00', { labels: [{ name: 'Plan' }, { name: 'high' }] }),
        issue('labeled', '10:00', { labels: [{ name: 'plan' }, { name: 'In Progress' }] }),
        issue('unlabeled', '11:00', { labels: [{ name: 'blocked' }], milestone: milestone('open', '08:00') }),
      ],
      expects: (rows) => {
        expect(item(rows, 'issue')).toMatchObject({
          planned: 1,
          gone: 0,
          about: { milestone: 3, title: 'Do it' },
        })
        expect({ status: statusOf(rows, 'issue'), labelled: isLabelled(rows) }).toEqual({
          status: 3,
          labelled: false,
        })
      },
    },
    {
      name: 'a closing of the same second wins, a comment shows what is lost, a deletion stays',
      given: [
        issue('closed', '10:00', { state: 'closed', labels: [{ name: 'plan' }] }),
        issue('labeled', '10:00', { labels: [{ name: 'plan' }] }),
        issue('created', '11:00', { state: 'closed', labels: [] }, 'issue_comment'),
        issue('deleted', '09:00', {}),
      ],
      expects: (rows) => {
        expect(item(rows, 'issue')).toMatchObject({ planned: 1, gone: 1 })
        expect({ status: statusOf(rows, 'issue'), labelled: isLabelled(rows) }).toEqual({
          status: 2,
          labelled: false,
        })
      },
    },
    {
      name: 'a milestone is what its newest payload says, an issue’s among them; pull requests are no tasks',
      given: [
        milestoneEvent('opened', 'open', '08:00'),
        milestoneEvent('closed', 'closed', '10:00'),
        issue('edited', '12:00', { milestone: milestone('open', '11:00') }),
        issue('edited', '13:00', { number: 6, pull_request: {} }),
      ],
      expects: (rows) => {
        expect(statusOf(rows, 'milestone')).toBe(0)
        expect(rows.project_items).toHaveLength(2)
      },
    },
  ],
})
