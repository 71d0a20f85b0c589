import { askStore, type StoreAccess } from '../support/ask-store.ts'
import { NAMES, pullEvents, received, type Scope, SUBMITTED } from './archive.ts'

interface Story {
  readonly repository: string
  readonly number: number
  readonly state: string
  readonly author: string
  readonly total_commits: number
  readonly total_reviews: number
  readonly total_check_runs: number
  readonly total_comments: number
  /** How many of each type, without those of checks: those are grouped. */
  readonly types: Readonly<Record<string, number>>
}

const everything: Scope = { repository: null, range: null }

const TYPE = `multiIf(
  event = 'pull_request_review' AND action = 'submitted', transform(review_state, ['approved', 'changes_requested', 'commented'],
    ['review_approved', 'review_changes', 'review_comment'], ''),
  event = 'issue_comment' AND action = 'created', 'comment',
  event != 'pull_request', '',
  action = 'closed', if(shown = 'merged', 'pr_merged', 'pr_closed'),
  action = 'labeled', multiIf(lower(label) LIKE '%verified%', 'verified', label LIKE 'approved-%', 'approved_label',
    label LIKE 'lgtm-%', 'lgtm', 'label_added'),
  transform(action, ['opened', 'reopened', 'synchronize', 'ready_for_review', 'review_requested', 'unlabeled'],
    ['pr_opened', 'pr_reopened', 'commit', 'ready_for_review', 'review_requested', 'label_removed'], ''))`

const CHECKS = `
  SELECT repo, JSONExtractString(body, 'check_run', 'head_sha') AS sha, JSONExtractString(body, 'check_run', 'name') AS what
  FROM (${received(everything)}) WHERE event = 'check_run'
  UNION DISTINCT
  SELECT repo, JSONExtractString(body, 'sha'), JSONExtractString(body, 'context') FROM (${received(everything)}) WHERE event = 'status'`

/** 1.7: every pull request of which a payload of its own came, and what its story holds. */
export function stories(access: StoreAccess): Promise<readonly Story[]> {
  return askStore(
    access,
    `SELECT name AS repository, n AS number, state, author, total_commits, total_reviews, checks AS total_check_runs, total_comments,
       mapFilter((key, value) -> key != '', mapAdd(types, turns)) AS types
     FROM (
       SELECT repo, n, argMax(shown, (at, action = 'closed')) AS state, any(author) AS author,
         uniqExactIf(JSONExtractString(pr, 'head', 'sha'), event = 'pull_request') AS total_commits,
         countIf(${SUBMITTED}) AS total_reviews, countIf(event = 'issue_comment' AND action = 'created') AS total_comments,
         sumMap(map(ifNull(${TYPE}, ''), toUInt64(1))) AS types
       FROM (${pullEvents(everything)}) GROUP BY repo, n HAVING countIf(event = 'pull_request') > 0) AS p
     LEFT JOIN (
       SELECT repo, n, count() AS checks FROM (
         SELECT DISTINCT repo, n, JSONExtractString(pr, 'head', 'sha') AS sha FROM (${pullEvents(everything)}) WHERE event = 'pull_request') AS heads
       INNER JOIN (${CHECKS}) AS c USING (repo, sha) GROUP BY repo, n) AS checked USING (repo, n)
     LEFT JOIN (
       SELECT repo, n, sumMap(map(concat('thread_', act), toUInt64(1))) AS turns FROM (
         SELECT repo, JSONExtractUInt(body, 'pull_request', 'number') AS n, JSONExtractString(body, 'action') AS act
         FROM (${received(everything)}) WHERE event = 'pull_request_review_thread') GROUP BY repo, n) AS turned USING (repo, n)
     LEFT JOIN (${NAMES}) AS names USING (repo)
     ORDER BY repo, n`,
  )
}
