/**
 * SQL that finds, in the payload of a delivery, the things that it told of: an array of texts, each a kind and a key as the
 * read models have them. By event.
 */
export type KeysByEvent = Readonly<Record<string, string>>

/** Before the key of what a payload tells aside: it is behind a number only where nothing tells it for its own sake. */
export const ASIDE = '~'

/** A text of a payload, empty when it is not there. */
export function text(...path: readonly string[]): string {
  return `JSONExtractString(payload, ${path.map((name) => `'${name}'`).join(', ')})`
}

/** A whole number of a payload, as text. */
export function whole(...path: readonly string[]): string {
  return `toString(JSONExtractUInt(payload, ${path.map((name) => `'${name}'`).join(', ')}))`
}

export function key(kind: string, value: string): string {
  return `concat('${kind}:', ${value})`
}

export function when(condition: string, ...keys: readonly string[]): string {
  return `if(${condition}, [${keys.join(', ')}], [])`
}

export function all(...lists: readonly string[]): string {
  return `arrayConcat(${lists.join(', ')})`
}

/** As JavaScript writes it. */
function iso(time: string): string {
  return `concat(replaceOne(toString(parseDateTime64BestEffortOrZero(${time}, 3, 'UTC')), ' ', 'T'), 'Z')`
}

const COMMITS = `arrayMap(each -> concat('commits:', JSONExtractString(each, 'id')), JSONExtractArrayRaw(payload, 'commits'))`

/** Of a push to a branch that was not a deletion. */
function toBranch(keys: string): string {
  return `if(startsWith(${text('ref')}, 'refs/heads/') AND NOT JSONExtractBool(payload, 'deleted'), ${keys}, [])`
}

const PULL = ['pull_request', 'number'] as const
const MERGED = `${text('pull_request', 'merged_at')} != ''`
const closedPull = `concat(${whole(...PULL)}, ':', ${iso(text('pull_request', 'closed_at'))})`
const closedIssue = `concat(${whole('issue', 'number')}, ':', ${iso(text('issue', 'closed_at'))})`
const FAILED_BUILD = "IN ('failure', 'timed_out', 'startup_failure')"
const FAILED_TEST = "IN ('failure', 'timed_out')"

/** `<counter>:<key of its fact>`. */
export const counterKeys: KeysByEvent = {
  push: toBranch(
    all(
      COMMITS,
      when('1', key('pushes', `concat(${text('ref')}, ':', ${text('before')}, ':', ${text('after')})`)),
    ),
  ),
  pull_request: all(
    when("action = 'opened'", key('pulls_opened', whole(...PULL))),
    when(
      `action = 'closed' AND ${MERGED}`,
      key('pulls_merged', whole(...PULL)),
      key('hotfixes:pull', whole(...PULL)),
    ),
    when(`action = 'closed' AND NOT ${MERGED}`, key('pulls_closed', closedPull)),
    when(
      "JSONExtractRaw(payload, 'pull_request', 'mergeable') = 'false'",
      key('conflicts', `concat(${whole(...PULL)}, ':', ${text('pull_request', 'head', 'sha')})`),
    ),
  ),
  issues: all(
    when("action = 'opened'", key('issues_opened', whole('issue', 'number'))),
    when("action = 'closed'", key('issues_closed', closedIssue)),
  ),
  deployment: when(
    "action = 'created'",
    key('deployments', whole('deployment', 'id')),
    key('hotfixes:deployment', whole('deployment', 'id')),
  ),
  check_suite: when(
    `action = 'completed' AND ${text('check_suite', 'conclusion')} ${FAILED_BUILD}`,
    key('build_failures', whole('check_suite', 'id')),
  ),
  check_run: when(
    `action = 'completed' AND ${text('check_run', 'conclusion')} ${FAILED_TEST}`,
    key('test_failures', whole('check_run', 'id')),
  ),
}

/** What a snapshot's closings tell, of a counter. */
function closings(counter: string, number: string): string {
  const closing = `concat('${counter}:', ${number}, ':', ${iso("JSONExtractString(each, 'closed_at')")})`
  return `arrayMap(each -> ${closing}, JSONExtractArrayRaw(payload, 'closings'))`
}

/** The same keys in the body of a snapshot, by its type; those that are no facts are of no harm. */
export const syncedCounterKeys: KeysByEvent = {
  commits: COMMITS,
  pull_request: all(
    when(
      '1',
      key('pulls_opened', whole(...PULL)),
      key('pulls_merged', whole(...PULL)),
      key('hotfixes:pull', whole(...PULL)),
      key('pulls_closed', closedPull),
      key('conflicts', `concat(${whole(...PULL)}, ':', ${text('pull_request', 'head', 'sha')})`),
    ),
    closings('pulls_closed', whole(...PULL)),
  ),
  issue: all(
    when('1', key('issues_opened', whole('issue', 'number')), key('issues_closed', closedIssue)),
    closings('issues_closed', whole('issue', 'number')),
  ),
  deployment: when(
    '1',
    key('deployments', whole('deployment', 'id')),
    key('hotfixes:deployment', whole('deployment', 'id')),
  ),
  check_suite: all(
    when('1', key('build_failures', whole('check_suite', 'id'))),
    "arrayMap(each -> concat('test_failures:', toString(JSONExtractUInt(each, 'id'))), JSONExtractArrayRaw(payload, 'check_runs'))",
  ),
}

export const its = (kind: string, ...path: readonly string[]) => when('1', key(kind, whole(...path)))

/** `pull:<number>` of everything that tells of a pull request. */
export const pullKeys: KeysByEvent = Object.fromEntries(
  ['pull_request', 'pull_request_review', 'pull_request_review_comment', 'issue_comment'].map((event) => [
    event,
    "if(isNull(pull_request), [], [concat('pull:', toString(assumeNotNull(pull_request)))])",
  ]),
)

export const issueKeys: KeysByEvent = {
  issues: its('issue', 'issue', 'number'),
  issue_comment: its('issue', 'issue', 'number'),
}

/** `push:<its head>` of pushes to branches. */
const pushKeys: KeysByEvent = { push: toBranch(when('1', key('push', text('after')))) }

/** `issue:<number>`, `milestone:<number>` and `push:<head>`. */
export const plannedKeys: KeysByEvent = {
  ...issueKeys,
  ...pushKeys,
  milestone: its('milestone', 'milestone', 'number'),
}

export const runKeys: KeysByEvent = { workflow_run: its('run', 'workflow_run', 'id') }

export const jobKeys: KeysByEvent = { workflow_job: its('job', 'workflow_job', 'id') }

export const deliveredKeys = {
  deployments: {
    deployment: its('unit', 'deployment', 'id'),
    deployment_status: its('unit', 'deployment', 'id'),
  },
  releases: { release: its('unit', 'release', 'id') },
  merges: { pull_request: when("action = 'closed'", key('unit', whole(...PULL))) },
} as const satisfies Readonly<Record<string, KeysByEvent>>

/** What a merge waited for, and `push:<head>` of pushes that began it or carried it. */
export const mergeKeys: KeysByEvent = {
  ...deliveredKeys.deployments,
  ...deliveredKeys.releases,
  ...pushKeys,
}

/** Every payload with a pull request shows that it was opened, and merged, and by whom. */
const ASIDE_OF_PULL = all(
  when("action != 'opened'", key(`${ASIDE}pull_opened`, whole(...PULL))),
  when(`${MERGED} AND action != 'closed'`, key(`${ASIDE}pull_merged`, whole(...PULL))),
)

/** `<kind>:<key of the contribution>`. */
export const contributionKeys: KeysByEvent = {
  push: toBranch(COMMITS.replace("'commits:'", "'commit:'")),
  pull_request: all(
    ASIDE_OF_PULL,
    when("action = 'opened'", key('pull_opened', whole(...PULL))),
    when(`action = 'closed' AND ${MERGED}`, key('pull_merged', whole(...PULL))),
    when(
      "action = 'labeled'",
      ...['approval_label', 'lgtm_label'].map((kind) =>
        key(kind, `concat(${whole(...PULL)}, ':', lowerUTF8(${text('label', 'name')}))`),
      ),
    ),
  ),
  pull_request_review: all(
    ASIDE_OF_PULL,
    when(
      "action = 'submitted'",
      key('review', whole('review', 'id')),
      key('approval', whole('review', 'id')),
    ),
  ),
  pull_request_review_comment: all(ASIDE_OF_PULL, its('comment:review', 'comment', 'id')),
  issue_comment: its('comment:issue', 'comment', 'id'),
  issues: when("action = 'opened'", key('issue_opened', whole('issue', 'number'))),
}
