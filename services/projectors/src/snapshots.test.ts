import type { ConvergedTables } from '@octometer/testkit'
import { expect } from 'vitest'
import { countersProjection } from './counters/projection.ts'
import { issuesProjection } from './issues/projection.ts'
import { peopleProjection } from './people/projection.ts'
import { projectsProjection } from './projects/projection.ts'
import { pullRequestsProjection } from './pull-requests/projection.ts'
import { reviewThreadsProjection } from './review-threads/projection.ts'
import {
  again,
  at,
  issue,
  mergedAt,
  person,
  pull,
  reads,
  review,
  seen,
  taken,
} from './synced-objects.fixture.ts'

const facts = ({ counter_facts = [] }: ConvergedTables) =>
  counter_facts.map(({ counter, key }) => `${counter} ${key}`).sort()

const closings = [{ closed_at: at('09:00') }]
const merge = taken('pull_request', '12:00', {
  pull_request: pull('11:30', { ...mergedAt('11:00'), title: 'Hotfix: login' }),
  reviews: [
    review(9, 'grace', 'APPROVED', '10:00'),
    review(10, 'hubot', 'DISMISSED', '09:30'),
    { ...review(11, 'ada', 'PENDING', '09:30'), submitted_at: null },
  ],
  closings,
  comments: [{ id: 31, user: person('ada'), created_at: at('08:30'), updated_at: at('08:30') }],
  review_comments: [
    { id: 41, user: person('ada'), created_at: at('08:40'), updated_at: at('08:40'), path: 'a.ts' },
  ],
})
const conflict = taken('pull_request', '10:00', {
  pull_request: pull('09:30', { mergeable: false, title: 'A change' }),
  reviews: null,
  closings: null,
})
const closed = taken('issue', '12:00', {
  issue: issue('11:00', { state: 'closed', closed_at: at('11:00'), labels: [{ name: 'critical' }] }),
  closings: [...closings, { closed_at: at('11:00') }],
  comments: [
    { id: 1, user: person('ada'), created_at: at('07:10'), updated_at: at('07:10') },
    { id: 2, user: person('hubot'), created_at: at('07:20'), updated_at: at('07:20') },
  ],
})
const before = taken('issue', '08:00', { issue: issue('07:30'), closings: null })
const commits = taken('commits', '12:00', {
  branch: 'main',
  commits: [
    { id: 'c1', timestamp: at('06:00'), message: 'One', url: 'https://c', author: { username: 'Mona' } },
  ],
})
reads(countersProjection, [
  {
    name: 'what snapshots show counts by its own times, a suite that was run again as the failure that it was',
    given: [merge, conflict, closed, commits, again],
    expects: (tables) => {
      expect(facts(tables)).toEqual([
        'build_failures 21',
        'commits c1',
        'hotfixes pull:5',
        'issues_closed 4:2026-01-05T09:00:00.000Z',
        'issues_closed 4:2026-01-05T11:00:00.000Z',
        'issues_opened 4',
        'pulls_closed 5:2026-01-05T09:00:00.000Z',
        'pulls_merged 5',
        'pulls_opened 5',
        'test_failures 31',
      ])
      expect(tables.counter_facts).toContainEqual({
        ...{ counter: 'pulls_merged', repository_id: 7, key: '5', at: seen('11:00') },
        ...{ quarter: seen('11:00'), last_received_at: seen('12:00') },
      })
      expect(tables.counter_conflicts).toMatchObject([{ key: '5:abc', at: seen('09:30') }])
    },
  },
])

reads(pullRequestsProjection, [
  {
    name: 'the newest look is the state; a look without details hides none',
    given: [
      merge,
      conflict,
      taken('pull_request', '12:30', {
        pull_request: pull('12:10', { ...mergedAt('11:00'), additions: null, title: 'Renamed' }),
        reviews: null,
        closings: null,
      }),
    ],
    expects: (tables) => {
      expect(tables.pull_requests).toMatchObject([
        {
          core: { state: 'merged', title: 'Renamed', observed_at: seen('12:10') },
          detail: { observed_at: seen('11:30'), merged_by: 'grace' },
        },
      ])
      expect(tables.pull_request_reviews).toMatchObject([
        { review_id: 10, reviewer: 'hubot', state: { state: 'dismissed' } },
        { review_id: 9, reviewer: 'grace', state: { state: 'approved', observed_at: seen('10:00') } },
      ])
      expect(tables.pull_request_lives).toMatchObject([
        {
          ...{ author: 'mona', merged_at: seen('11:00'), closed_at: seen('11:00'), into_default: 1 },
          ...{ first_closed_at: seen('09:00'), response_at: seen('08:30') },
          ...{ first_review_at: seen('09:30'), first_approval_at: seen('10:00'), ready_at: null },
        },
      ])
      expect(tables.pull_request_timeline?.map(({ action, subject }) => `${action} ${subject}`)).toEqual([
        'opened ',
        'comment 31',
        'review_comment 41',
        'closed ',
        'review_approved 9',
        'merged ',
      ])
      expect(tables.branch_moments?.map(({ kind }) => kind)).toEqual(['opened', 'merged'])
    },
  },
])

reads(issuesProjection, [
  {
    name: 'an issue as the newest look shows it, with every closing and the first response',
    given: [closed, before],
    expects: ({ issues, issue_timeline }) => {
      expect(issues).toMatchObject([
        {
          ...{ number: 4, opened_at: seen('07:00'), closed_at: seen('11:00'), gone: 0 },
          ...{ first_response_at: seen('07:20'), labels: { labels: ['critical'] }, about: { author: 'ada' } },
        },
      ])
      expect(Number(issues?.[0]?.mark) % 2).toBe(1)
      expect(issue_timeline?.map(({ at: time, action }) => [action, time])).toEqual([
        ['opened', seen('07:00')],
        ['comment', seen('07:10')],
        ['comment', seen('07:20')],
        ['closed', seen('09:00')],
        ['closed', seen('11:00')],
      ])
    },
  },
])

reads(peopleProjection, [
  {
    name: 'who did what; what a review said before it was dismissed is not known',
    given: [merge, closed, commits],
    expects: ({ contributions = [], activity_records = [] }) => {
      expect(contributions.map(({ kind, login_key, key }) => `${kind} ${login_key} ${key}`).sort()).toEqual([
        'approval grace 9',
        'comment ada issue:1',
        'comment ada issue:31',
        'comment ada review:41',
        'comment hubot issue:2',
        'commit mona c1',
        'issue_opened ada 4',
        'pull_merged mona 5',
        'pull_opened mona 5',
        'review grace 9',
        'review hubot 10',
      ])
      expect(activity_records.map(({ kind, actor }) => `${kind} ${actor}`)).toEqual([
        'commit null',
        'pr_opened null',
        'issue_closed null',
        'issue_closed null',
        'pr_merged grace',
      ])
    },
  },
])

reads(projectsProjection, [
  {
    name: 'an issue of a milestone is a task',
    given: [
      before,
      taken('issue', '09:00', {
        issue: issue('08:30', {
          milestone: { number: 3, title: 'M', state: 'open', updated_at: at('08:00') },
        }),
        closings: null,
      }),
    ],
    expects: ({ project_items }) =>
      expect(project_items).toMatchObject([
        { kind: 'issue', number: 4, planned: 1, about: { milestone: 3 } },
        { kind: 'milestone', number: 3 },
      ]),
  },
])

reads(reviewThreadsProjection, [
  {
    name: 'comments on the code',
    given: [merge, conflict],
    expects: ({ review_thread_comments }, outcomes) => {
      expect(review_thread_comments).toMatchObject([
        { number: 5, thread_id: 41, comment_id: 41, path: 'a.ts' },
      ])
      expect(outcomes.map(({ outcome }) => outcome)).toEqual(['projected', 'ignored'])
    },
  },
])
