import type { ContributionRow, PullRequestLifeRow } from '@octometer/read-store'
import { expect, test } from 'vitest'
import { hoursAgo } from './clock-rows.fixture.ts'
import { clockRulesForTests } from './clock-rules.fixture.ts'

const { insert, look } = clockRulesForTests()

type Approved = readonly [login: string, number: number, hoursAgo: number, kind?: string]

const approval = ([login_key, number, hours, kind = 'approval']: Approved): ContributionRow => ({
  ...{ repository_id: 1, kind, login_key, number, at: hoursAgo(hours) },
  key: `${kind} of ${number}`,
})

const NOTHING = {
  ...{ author: 'eve', author_bot: 0, mark: 0, size_mark: 0, into_default: 0, merge_commit: 0 },
  ...{ closed_at: null, first_closed_at: null, merged_at: null, drafted_at: null, review_requested_at: null },
  ...{ response_at: null, first_review_at: null, first_approval_at: null, last_approval_at: null },
  ...{ changes_requested_at: null, approval_label_at: null, verified_label_at: null },
}

const life = (number: number, opened: number, ready: number | null): PullRequestLifeRow => ({
  ...{ repository_id: 1, number, ...NOTHING },
  created_at: hoursAgo(opened),
  ready_at: ready === null ? null : hoursAgo(ready),
})

/**
 * All were opened 200 hours ago, 4 was a draft until 110 hours ago. Ada: after 20, 30 and 25 hours (her second approval of 3 says
 * nothing more): mean 25. Bob: after 40, 60 and, by a label, 50 hours from readiness: mean 50; his review of 4 came later. Cleo is as slow as
 * Bob and approved twice. Dan takes 24 hours exactly. A bot waits on purpose. What is older than 30 days does not count.
 */
const approvals: readonly Approved[] = [
  ...([
    ['ada', 1, 180],
    ['ada', 2, 170],
    ['ada', 3, 175],
  ] as const),
  ...([
    ['bob', 1, 160],
    ['bob', 2, 140],
    ['bob', 4, 60, 'approval_label'],
    ['bob', 4, 20],
  ] as const),
  ...([
    ['cleo', 1, 150],
    ['cleo', 2, 150],
  ] as const),
  ...([
    ['dan', 1, 176],
    ['dan', 2, 176],
    ['dan', 3, 176],
  ] as const),
  ...([
    ['ci[bot]', 1, 100],
    ['ci[bot]', 2, 100],
    ['ci[bot]', 3, 100],
  ] as const),
  ['ada', 5, 800],
]

test('who approves slowly in the mean: more than 24 hours, and 48', async () => {
  await insert('people', { contributions: approvals.map(approval) })
  await insert('pull-requests', {
    pull_request_lives: [1, 2, 3]
      .map((number) => life(number, 200, null))
      .concat(life(4, 200, 110), life(5, 2000, null)),
  })
  // Sent again, it is one approval.
  await insert('people', { contributions: approvals.slice(0, 3).map(approval) })
  const brief = async (thresholds?: Readonly<Record<string, number>>) =>
    (await look('slow-approver', thresholds))?.map(({ subject, severity, title }) => [
      subject,
      severity,
      title.replace(/ after.*/, ''),
    ])
  expect(await brief()).toEqual([
    ['approver:bob', 'critical', 'bob approves 50 hours'],
    ['approver:ada', 'medium', 'ada approves 25 hours'],
  ])
  expect(await brief({ approvals: 2, hours: 40, critical_hours: 51 })).toEqual([
    ['approver:bob', 'medium', 'bob approves 50 hours'],
    ['approver:cleo', 'medium', 'cleo approves 50 hours'],
  ])
  expect((await brief({ days: 60 }))?.map(([subject]) => subject)).toEqual(['approver:ada', 'approver:bob'])
})
