import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import * as answers from './github-metrics/answer-schemas.ts'
import { type Asked, startHandMade } from './github-metrics/hand-made-system.ts'

// What people did: answers on seed 003's paths: their keys by strict schemas, their values worked out by hand from twenty deliveries.

let month: Asked

beforeAll(async () => {
  month = await startHandMade(inject('natsServerBin'))
}, 60_000)

afterAll(() => month[Symbol.asyncDispose]())

const ask: Asked['ask'] = (schema, path) => month.ask(schema, path)

const onePage = { total_pages: 1, has_next: false, has_prev: false }

test('GET /api/metrics/contributors: people by what they did', async () => {
  const body = await ask(answers.contributors, '/api/metrics/contributors')
  // Of Ada's, 1 and 3 commits; two pull requests of the number 1 are two.
  expect(body.pr_creators.data).toEqual([
    { user: 'ada', total_prs: 2, merged_prs: 1, closed_prs: 1, avg_commits_per_pr: 2 },
    { user: 'bob', total_prs: 1, merged_prs: 0, closed_prs: 0, avg_commits_per_pr: 1 },
  ])
  expect(body.pr_creators.pagination).toEqual({ ...onePage, total: 2, page: 1, page_size: 10 })
  const once = { total_reviews: 1, prs_reviewed: 1, avg_reviews_per_pr: 1 }
  expect(body.pr_reviewers.data).toEqual([
    { user: 'grace', ...once, cross_team_reviews: 0 },
    { user: 'mona', ...once, cross_team_reviews: 1 },
  ])
  expect(body.pr_approvers.data).toEqual([{ user: 'Mona', total_approvals: 1, prs_approved: 1 }])
  expect(body.pr_lgtm.data).toEqual([{ user: 'grace', total_lgtm: 1, prs_lgtm: 1 }])
  const others = await ask(
    answers.contributors,
    '/api/metrics/contributors?exclude_users=MONA&exclude_users=bob',
  )
  expect(others.pr_approvers.data).toEqual([])
  expect(others.pr_creators.data.map(({ user }) => user)).toEqual(['ada'])
})

test.each([
  ['users=ada', ['acme/hand#1', 'acme/other#1']],
  ['', ['acme/hand#2', 'acme/hand#1', 'acme/other#1']],
  ['role=pr_reviewers&users=Grace', ['acme/hand#1']],
  ['role=pr_reviewers&users=ada', []],
  ['role=pr_approvers&users=mona', ['acme/hand#1']],
  ['role=pr_lgtm', ['acme/hand#1']],
  ['role=pr_creators&exclude_users=ada', ['acme/hand#2']],
  ['users=ada&repositories=acme/other', ['acme/other#1']],
])('GET /api/metrics/user-prs?%s', async (query, expected) => {
  const { data, pagination } = await ask(answers.userPulls, `/api/metrics/user-prs?${query}`)
  expect(data.map(({ repository, number }) => `${repository}#${number}`)).toEqual(expected)
  expect(pagination.total).toBe(expected.length)
})

test('a pull request of user-prs as it is now', async () => {
  const { data } = await ask(answers.userPulls, '/api/metrics/user-prs?role=pr_lgtm')
  expect(data).toEqual([
    {
      ...{ number: 1, title: 'Pull 1', owner: 'ada', repository: 'acme/hand', state: 'closed', merged: true },
      ...{ url: 'https://github.com/acme/hand/pull/1', commits_count: 3, head_sha: 'a2' },
      ...{ created_at: '2026-01-05T08:00:00Z', updated_at: '2026-01-08T08:00:00Z' },
    },
  ])
})

test('GET /api/metrics/turnaround: hours from the payloads’ times', async () => {
  const body = await ask(answers.turnaround, '/api/metrics/turnaround')
  const first = {
    avg_time_to_first_review_hours: 2,
    avg_time_to_approval_hours: 52,
    avg_time_to_first_verified_hours: 53,
    avg_time_to_first_changes_requested_hours: 6,
  }
  const none = Object.fromEntries(Object.keys(first).map((key) => [key, null]))
  expect(body).toEqual({
    // Merged after 72 hours, closed after 12.
    summary: { ...first, avg_pr_lifecycle_hours: 42, total_prs_analyzed: 3 },
    by_repository: [
      { repository: 'acme/hand', ...first, avg_pr_lifecycle_hours: 72, total_prs: 2 },
      { repository: 'acme/other', ...none, avg_pr_lifecycle_hours: 12, total_prs: 1 },
    ],
    by_reviewer: [
      {
        reviewer: 'grace',
        avg_response_time_hours: 6,
        total_reviews: 1,
        repositories_reviewed: ['acme/hand'],
      },
      {
        reviewer: 'mona',
        avg_response_time_hours: 2,
        total_reviews: 1,
        repositories_reviewed: ['acme/hand'],
      },
    ],
  })
  const byGrace = await ask(answers.turnaround, '/api/metrics/turnaround?users=grace')
  expect(byGrace.summary).toMatchObject({ avg_time_to_first_review_hours: 6, avg_time_to_approval_hours: 52 })
})

test('GET /api/metrics/team-dynamics: workload, efficiency, bottlenecks', async () => {
  const body = await ask(answers.teamDynamics, '/api/metrics/team-dynamics')
  const done = (user: string, prs_created: number, prs_reviewed: number, prs_approved: number) => ({
    ...{ user, prs_created, prs_reviewed, prs_approved },
  })
  const page = { page: 1, page_size: 25, total_pages: 1 }
  const low = { total_reviews: 1, low_sample_size: true }
  const reviewer = (user: string, time: number) => ({
    ...{ user, avg_review_time_hours: time, median_review_time_hours: time, total_reviews: 1 },
  })
  expect(body).toEqual({
    workload: {
      // Gini of 0, 0, 1, 2: 2·(3·1 + 4·2) / (4·3) − 5/4 = 0.583.
      summary: {
        ...{ total_contributors: 4, avg_prs_per_contributor: 0.8, workload_gini: 0.583 },
        top_contributor: { user: 'ada', total_prs: 2 },
      },
      by_contributor: [
        done('ada', 2, 0, 0),
        done('bob', 1, 0, 0),
        done('grace', 0, 1, 0),
        done('mona', 0, 1, 1),
      ],
      pagination: { ...page, total: 4 },
    },
    review_efficiency: {
      summary: {
        ...{ avg_review_time_hours: 4, median_review_time_hours: 4, min_reviews_threshold: 5 },
        fastest_reviewer: { user: 'mona', avg_hours: 2, ...low },
        slowest_reviewer: { user: 'grace', avg_hours: 6, ...low },
      },
      by_reviewer: [reviewer('mona', 2), reviewer('grace', 6)],
      pagination: { ...page, total: 2 },
    },
    bottlenecks: {
      // Bob's alone is open, and approved by nobody.
      alerts: [{ approver: 'Mona', avg_approval_hours: 52, team_pending_count: 1, severity: 'critical' }],
      by_approver: [{ approver: 'Mona', avg_approval_hours: 52, total_approvals: 1 }],
      pagination: { ...page, total: 1 },
    },
  })
})

test('GET /api/metrics/cross-team-reviews: Mona of sig-web reviewed for sig-core', async () => {
  const all = await ask(answers.crossTeam, '/api/metrics/cross-team-reviews')
  expect(all).toEqual({
    data: [
      {
        ...{ pr_number: 1, repository: 'acme/hand', reviewer: 'mona', reviewer_team: 'sig-web' },
        // Its text says so, though its state is commented.
        ...{ pr_sig_label: 'sig-core', review_type: 'approved', created_at: '2026-01-05T10:00:00Z' },
      },
    ],
    summary: {
      total_cross_team_reviews: 1,
      by_reviewer_team: { 'sig-web': 1 },
      by_pr_team: { 'sig-core': 1 },
    },
    pagination: { ...onePage, total: 1, page: 1, page_size: 25 },
  })
  for (const none of ['reviewer_team=sig-core', 'pr_team=sig-web', 'users=grace', 'exclude_users=mona']) {
    const { data } = await ask(answers.crossTeam, `/api/metrics/cross-team-reviews?${none}`)
    expect({ none, data }).toEqual({ none, data: [] })
  }
})

test('GET /api/metrics/maintainers as the teams file has them', async () => {
  expect(await ask(answers.maintainers, '/api/metrics/maintainers')).toEqual({
    maintainers: { 'acme/hand': ['ada'], 'acme/other': ['bob'] },
    all_maintainers: ['ada', 'bob'],
  })
})

test('GET /api/metrics/comment-resolution-time: a thread resolved an hour after it could be merged', async () => {
  const body = await ask(answers.commentResolution, '/api/metrics/comment-resolution-time')
  expect(body).toEqual({
    summary: {
      ...{
        avg_resolution_time_hours: 2,
        median_resolution_time_hours: 2,
        avg_time_to_first_response_hours: 0.5,
      },
      ...{
        avg_comments_per_thread: 2,
        total_threads_analyzed: 1,
        resolution_rate: 100,
        unresolved_outside_range: 0,
      },
    },
    by_repository: [
      { repository: 'acme/hand', avg_resolution_time_hours: 2, total_threads: 1, resolved_threads: 1 },
    ],
    threads: [
      {
        ...{ thread_node_id: 'PRRT_1', repository: 'acme/hand', pr_number: 1, pr_title: 'Pull 1' },
        ...{ first_comment_at: '2026-01-05T10:00:00Z', resolved_at: '2026-01-05T12:00:01Z' },
        ...{ resolution_time_hours: 2, time_to_first_response_hours: 0.5, comment_count: 2, resolver: 'ada' },
        ...{ participants: ['ada', 'mona'], file_path: 'README.md' },
        ...{ can_be_merged_at: '2026-01-05T11:00:00Z', time_from_can_be_merged_hours: 1 },
      },
    ],
    pagination: { ...onePage, total: 1, page: 1, page_size: 25 },
  })
  // Resolved after the range ends: not in it. Received before one begins: unresolved outside of it, until it is.
  const path = '/api/metrics/comment-resolution-time'
  const until = await ask(answers.commentResolution, `${path}?end_time=2026-01-05T11:59:59Z`)
  expect(until).toMatchObject({
    summary: { resolution_rate: 0 },
    threads: [{ resolved_at: null, resolver: null }],
  })
  const later = (end: string) => `${path}?start_time=2026-01-05T11:00:00Z&end_time=2026-01-05T${end}Z`
  const before = { total_threads_analyzed: 0, resolution_rate: null, unresolved_outside_range: 1 }
  expect((await ask(answers.commentResolution, later('11:59:59'))).summary).toMatchObject(before)
  expect((await ask(answers.commentResolution, later('12:00:01'))).summary.unresolved_outside_range).toBe(0)
})

test('GET /api/metrics/pr-story: everything that happened, in order', async () => {
  const { pr, events, summary } = await ask(answers.story, '/api/metrics/pr-story/ACME/hand/1')
  expect(pr).toEqual({
    ...{ number: 1, repository: 'acme/hand', title: 'Pull 1', state: 'merged', merged: true, author: 'ada' },
    created_at: '2026-01-05T08:00:00Z',
    ...{ merged_at: '2026-01-08T08:00:00Z', closed_at: '2026-01-08T08:00:00Z' },
  })
  expect(events.map(({ event_type, timestamp }) => `${timestamp.slice(8, 16)} ${event_type}`)).toEqual([
    ...['05T08:00 pr_opened', '05T08:30 label_added', '05T09:00 commit', '05T10:00 review_comment'],
    ...[
      '05T10:30 review_comment',
      '05T11:00 check_run',
      '05T12:00 thread_resolved',
      '05T14:00 review_changes',
    ],
    ...['07T12:00 approved_label', '07T13:00 verified', '07T14:00 lgtm', '08T08:00 pr_merged'],
  ])
  expect(events[5]).toMatchObject({ name: 'can-be-merged', conclusion: 'success', status: 'completed' })
  expect(events[6]).toMatchObject({ resolution_time_hours: 2, description: '@ada resolved a thread' })
  expect(summary).toEqual({ total_commits: 2, total_reviews: 3, total_check_runs: 1, total_comments: 0 })
})

test('a story has what comments said, cut to 500 characters', async () => {
  const { events, summary } = await ask(answers.story, '/api/metrics/pr-story/acme/hand/2')
  expect(events[1]).toMatchObject({
    ...{ event_type: 'comment', body: 'é'.repeat(500), truncated: true, url: 'https://github.com/c/51' },
  })
  expect(summary.total_comments).toBe(1)
})

test('GET /health is open', async () => {
  const { status, body } = await month.get('/health', { as: null })
  expect(status).toBe(200)
  expect(answers.health.parse(body)).toMatchObject({ status: 'healthy', database: true })
})

test.each([
  ['webhooks?page=0', 422, 'page must be a whole number'],
  ['webhooks?page_size=1001', 422, 'page_size must be a whole number from 1 to 1000'],
  ['repositories?page_size=101', 422, 'page_size must be a whole number from 1 to 100'],
  ['repositories?page=abc', 422, 'page must be a whole number'],
  ['trends?bucket=week', 422, 'bucket must be hour or day'],
  ['team-dynamics?min_reviews=0', 422, 'min_reviews must be a whole number'],
  ['summary?start_time=', 400, 'start_time must be a time'],
  ['turnaround?end_time=yesterday', 400, 'end_time must be a time'],
  ['user-prs?role=boss', 400, 'role must be one of'],
  ['pr-story/acme/hand/0', 400, 'must be greater than 0'],
  ['pr-story/acme/hand/x', 422, 'pr_number must be a whole number'],
  ['pr-story/acme/hand/77', 404, 'No pull request'],
])('/api/metrics/%s is %i and says why', async (path, status, detail) => {
  const answer = await month.get(`/api/metrics/${path}`)
  expect(answer.status).toBe(status)
  expect(String(answer.body.detail)).toContain(detail)
})
