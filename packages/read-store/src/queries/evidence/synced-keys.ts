import { ASIDE, all, its, type KeysByEvent, key, syncedCounterKeys, when, whole } from './payload-keys.ts'

/** One key for each thing of a list in a snapshot's body. */
function each(list: string, keyOf: string): string {
  return `arrayMap(each -> ${keyOf}, JSONExtractArrayRaw(payload, '${list}'))`
}

const id = "toString(JSONExtractUInt(each, 'id'))"
const PULL = whole('pull_request', 'number')
const COMMENT_ROOT = `concat('thread:', if(JSONExtractUInt(each, 'in_reply_to_id') = 0, ${id}, toString(JSONExtractUInt(each, 'in_reply_to_id'))))`

const pullRequest = all(
  when(
    '1',
    ...['pull', 'pull_opened', 'pull_merged', 'unit', `${ASIDE}pull_opened`, `${ASIDE}pull_merged`].map(
      (kind) => key(kind, PULL),
    ),
  ),
  each('reviews', key('review', id)),
  each('reviews', key('approval', id)),
  each('review_comments', key('comment:review', id)),
  each('review_comments', COMMENT_ROOT),
  each('comments', key('comment:issue', id)),
  syncedCounterKeys.pull_request ?? '[]',
)

/**
 * The things that a sync saw, in the body of a snapshot, by its type: `<kind>:<key>` as in the payloads of deliveries. Those
 * that nothing counts are of no harm.
 */
export const syncedKeys: KeysByEvent = {
  ...syncedCounterKeys,
  pull_request: pullRequest,
  issue: all(
    when('1', ...['issue', 'issue_opened'].map((kind) => key(kind, whole('issue', 'number')))),
    each('comments', key('comment:issue', id)),
    syncedCounterKeys.issue ?? '[]',
  ),
  commits: all(
    syncedCounterKeys.commits ?? '[]',
    each('commits', "concat('commit:', JSONExtractString(each, 'id'))"),
  ),
  check_suite: all(
    its('suite', 'check_suite', 'id'),
    each('check_runs', key('check', id)),
    syncedCounterKeys.check_suite ?? '[]',
  ),
  commit_status: each('statuses', key('status', id)),
  workflow_run: all(its('run', 'workflow_run', 'id'), each('jobs', key('job', id))),
  deployment: all(its('unit', 'deployment', 'id'), syncedCounterKeys.deployment ?? '[]'),
  release: its('unit', 'release', 'id'),
}

/** The snapshots that tell what the deliveries of an event do. */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  pull_request: ['pull_request'],
  pull_request_review: ['pull_request'],
  pull_request_review_comment: ['pull_request'],
  issue_comment: ['pull_request', 'issue'],
  issues: ['issue'],
  push: ['commits'],
  check_suite: ['check_suite'],
  check_run: ['check_suite'],
  status: ['commit_status'],
  workflow_run: ['workflow_run'],
  workflow_job: ['workflow_run'],
  deployment: ['deployment'],
  deployment_status: ['deployment'],
  release: ['release'],
}

/** Of these types is what tells the same as deliveries of these events. */
export function typesLike(events: readonly string[]): readonly string[] {
  return [...new Set(events.flatMap((event) => TYPES[event] ?? []))]
}
