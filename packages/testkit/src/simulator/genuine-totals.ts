import type { CounterName } from './oracle-counters.ts'
import type { ExpectedPullRequest } from './oracle-pull-requests.ts'

// Worked out by reading the 329 payloads of @octokit/webhooks-examples 7.6.1; nothing here is computed. «push[4]» is
// the fifth example of the event.

export const genuineDeliveryCount = 329

export const genuineCounters: Readonly<Record<CounterName, number>> = {
  // push[4] and push[5] both bring 6113728f27ae82c7b1a177c8d03f9e96e0adf246 of 2019-05-15T15:19:25Z to master; the five
  // others have no commits. push[0] names that SHA as head_commit of a tag, which is no commit of the push.
  commits: 1,
  // The same two: refs/heads/master, 0000… to 6113728f…, pushed_at 1557933657. The five others push or delete a tag.
  pushes: 1,
  // pull_request[0], [12], [13] and [14]: number 2 of repository 186853002, created 2019-05-15T15:20:33Z.
  pulls_opened: 1,
  // No payload has `merged: true`.
  pulls_merged: 0,
  // pull_request[3] and [4]: number 2, closed_at 2019-05-15T15:21:18Z.
  pulls_closed: 1,
  // issues[15] to [18]: number 1, created 2019-05-15T15:20:18Z.
  issues_opened: 1,
  // No example of issues has the action closed; issues[4] and [20] have a closed_at under other actions.
  issues_closed: 0,
  // deployment[0], [2] and [3]: 145988746 of 2019-05-15T15:20:53Z. deployment[1] has the same id with another time,
  // 2022-01-03T01:28:30Z, as no real deployment has: a fact's time is part of it, so that these are two facts.
  deployments: 2,
  // check_suite[0] to [3] are completed, all with success.
  build_failures: 0,
  // check_run[1] is the only failure, and «Octocoders-linter» is no test.
  test_failures: 0,
  // Every `mergeable` is null or true.
  conflicts: 0,
  // The production deployments are of master; no pull request is merged.
  hotfixes: 0,
}

/** Times of the facts behind the totals that are not 0: counter, repository id and instant. */
export const genuineFactTimes: readonly (readonly [CounterName, number, string])[] = [
  ['commits', 186853002, '2019-05-15T15:19:25Z'],
  ['pushes', 186853002, '2019-05-15T15:20:57Z'],
  ['pulls_opened', 186853002, '2019-05-15T15:20:33Z'],
  ['pulls_closed', 186853002, '2019-05-15T15:21:18Z'],
  ['issues_opened', 186853002, '2019-05-15T15:20:18Z'],
  ['deployments', 186853002, '2019-05-15T15:20:53Z'],
  ['deployments', 186853002, '2022-01-03T01:28:30Z'],
]

const pullRequest = 'pull_request'
const review = 'pull_request_review'
const comment = 'pull_request_review_comment'
const thread = 'pull_request_review_thread'

/**
 * Number 2 of Codertocat/Hello-World, the only one that `pull_request` payloads tell of. closed, ready_for_review and
 * converted_to_draft all have updated_at 15:21:18; closed has the highest rank. All its reviews are the author's own.
 */
export const genuinePullRequest: ExpectedPullRequest = {
  repository_id: 186853002,
  number: 2,
  state: 'closed',
  title: 'Update the README with new information.',
  draft: false,
  author: 'Codertocat',
  created_at: '2019-05-15T15:20:33Z',
  merged_at: null,
  closed_at: '2019-05-15T15:21:18Z',
  merged_by: null,
  labels: ['bug'],
  head_sha: 'ec26c3e57ca3a959ca5aad62de7213c562f8c821',
  head_ref: 'changes',
  base_ref: 'master',
  additions: 1,
  deletions: 1,
  changed_files: 1,
  commits: 1,
  first_review_at: null,
  first_approval_at: null,
  // pull_request[21]
  first_review_request_at: '2019-05-15T15:20:33Z',
  // pull_request[15] to [17]
  ready_for_review_at: '2019-05-15T15:21:18Z',
  // pull_request_review[0], [2] and [3] submit it as commented; [1] dismisses it, with the same updated_at.
  reviews: [{ id: 237895671, state: 'dismissed', user: 'Codertocat', submitted_at: '2019-05-15T15:20:38Z' }],
  timeline: [
    { event: pullRequest, action: 'assigned', subject: 'Codertocat', at: '2019-05-15T15:20:33Z' },
    { event: pullRequest, action: 'opened', subject: '', at: '2019-05-15T15:20:33Z' },
    { event: pullRequest, action: 'reopened', subject: '', at: '2019-05-15T15:20:33Z' },
    { event: pullRequest, action: 'review_request_removed', subject: 'octocat', at: '2019-05-15T15:20:33Z' },
    { event: pullRequest, action: 'review_requested', subject: 'octocat', at: '2019-05-15T15:20:33Z' },
    { event: pullRequest, action: 'synchronize', subject: '', at: '2019-05-15T15:20:33Z' },
    { event: pullRequest, action: 'labeled', subject: 'bug', at: '2019-05-15T15:20:35Z' },
    { event: pullRequest, action: 'unassigned', subject: 'Codertocat', at: '2019-05-15T15:20:35Z' },
    { event: pullRequest, action: 'locked', subject: '', at: '2019-05-15T15:20:36Z' },
    { event: pullRequest, action: 'unlabeled', subject: 'bug', at: '2019-05-15T15:20:36Z' },
    { event: pullRequest, action: 'unlocked', subject: '', at: '2019-05-15T15:20:37Z' },
    { event: comment, action: 'created', subject: '284312630', at: '2019-05-15T15:20:37Z' },
    { event: review, action: 'dismissed', subject: '237895671', at: '2019-05-15T15:20:38Z' },
    { event: review, action: 'submitted', subject: '237895671', at: '2019-05-15T15:20:38Z' },
    { event: comment, action: 'deleted', subject: '284312630', at: '2019-05-15T15:20:38Z' },
    { event: comment, action: 'edited', subject: '284312630', at: '2019-05-15T15:20:38Z' },
    { event: pullRequest, action: 'closed', subject: '', at: '2019-05-15T15:21:18Z' },
    { event: pullRequest, action: 'converted_to_draft', subject: '', at: '2019-05-15T15:21:18Z' },
    { event: pullRequest, action: 'ready_for_review', subject: '', at: '2019-05-15T15:21:18Z' },
    { event: thread, action: 'resolved', subject: 'PRRT_kwDOFd42Pc4rQOUv', at: null },
    { event: thread, action: 'unresolved', subject: 'PRRT_kwDOFd42Pc4rQOUv', at: null },
  ],
}

/**
 * Number 118 of octo-org/octo-repo is told of by pull_request_review_thread[0] alone, whose reduced pull request has no
 * counts and no `merged`: what it does not say is unknown.
 */
export const genuineReducedPullRequest = {
  repository_id: 280886604,
  number: 118,
  state: 'open',
  title: 'Create issue-comment',
  draft: false,
  author: 'octocat',
  created_at: '2022-03-07T16:14:34Z',
  merged_at: null,
  closed_at: null,
  labels: [],
  head_sha: '14ae1f988d344e6b4f97f6153fb0287dcda335bf',
  head_ref: 'issue-comment',
  base_ref: 'master',
} as const
