import {
  type Fill,
  hexOf,
  type Organisation,
  oneOf,
  personOf,
  repositoryOf,
  share,
  times,
} from './expressions.ts'

const DELIVERIES_PER_PULL_REQUEST = 133
const REVIEWS = 3
const MOMENTS = 10
/** A branch is pushed, its pull request opened and, of most, merged. */
const BRANCH_MOMENTS = 3
/** Threads per pull request, and comments per thread. */
const THREADS = 1
const COMMENTS = 3

export const pullRequestsOf = ({ deliveries }: Organisation) =>
  Math.floor(deliveries / DELIVERIES_PER_PULL_REQUEST)

export function pullRequestFills(organisation: Organisation): readonly Fill[] {
  const pulls = pullRequestsOf(organisation)
  return [
    {
      table: 'pull_requests',
      columns: 'repository_id, number, core, detail',
      rows: pullRows(organisation),
      count: pulls,
    },
    {
      table: 'pull_request_reviews',
      columns: REVIEW_COLUMNS,
      rows: reviewRows(organisation),
      count: pulls * REVIEWS,
    },
    {
      table: 'pull_request_timeline',
      columns: MOMENT_COLUMNS,
      rows: momentRows(organisation),
      count: pulls * MOMENTS,
    },
    { table: 'pull_request_lives', columns: LIFE_COLUMNS, rows: lifeRows(organisation), count: pulls },
    {
      table: 'branch_moments',
      columns: BRANCH_COLUMNS,
      rows: branchRows(organisation),
      count: pulls * BRANCH_MOMENTS,
    },
  ]
}

/** A pull request by its number `pull`: one in five is open, most are merged, within half a year at most. */
function pullRequest(organisation: Organisation): string {
  const { at, end } = times(organisation)
  return `
    ${repositoryOf('pull', organisation)} AS repository_id, ${at('pull', pullRequestsOf(organisation))} AS opened,
    least(opened + toUInt32(600 + 15000000 * pow(${share('pull', 'life')}, 8)), ${end}) AS ended,
    ${oneOf('pull', 'state', ['open', 'closed', 'merged', 'merged', 'merged'])} AS wanted_state,
    if(ended >= ${end}, 'open', wanted_state) AS state, ${personOf('pull', 'repository_id', organisation)} AS author`
}

export const fromPulls = (numbers: string, organisation: Organisation) =>
  `FROM (SELECT *, ${pullRequest(organisation)} FROM (SELECT number, ${numbers} AS pull FROM numbers({from}, {count})))`

const pullRows = (organisation: Organisation) => `
  SELECT repository_id, pull,
    tuple(ended, 3, ${hexOf("pull, 'guid'")}, state, concat('Change ', toString(pull), ' to what is built here'), author,
      'User', opened, if(state = 'open', NULL, toNullable(ended)), if(state = 'merged', toNullable(ended), NULL),
      arraySlice(['bug', 'enhancement', 'documentation', 'dependencies'], 1 + pull % 4, 2),
      concat('feature/', toString(pull)), ${hexOf("pull, 'head'")}, 'main'),
    tuple(ended, 3, ${hexOf("pull, 'guid'")}, false, true, if(state = 'merged', author, NULL), pull % 700, pull % 300,
      pull % 20, 1 + pull % 9)
  ${fromPulls('number', organisation)}`

const within = (part: string) =>
  `opened + toUInt32((toUnixTimestamp(ended) - toUnixTimestamp(opened)) * ${part})`

const REVIEW_COLUMNS = 'repository_id, number, review_id, submitted_at, reviewer, reviewer_type, state'
const reviewRows = (organisation: Organisation) => `
  SELECT repository_id, pull, number, ${within(`(1 + number % ${REVIEWS}) / ${REVIEWS + 1}`)} AS said,
    ${personOf('number', 'repository_id', organisation)}, 'User',
    tuple(said, 1, ${hexOf("number, 'review'")}, ${oneOf('number', 'verdict', ['approved', 'approved', 'commented', 'changes_requested'])})
  ${fromPulls(`intDiv(number, ${REVIEWS})`, organisation)}`

const MOMENT_COLUMNS =
  'repository_id, number, at, action, subject, actor, time_source, received_at, author, state, commits, head_sha'
const ACTIONS = [
  'labeled',
  'review_requested',
  'synchronize',
  'review_comment',
  'review_commented',
  'review_approved',
  'synchronize',
  'commented',
]
/** The first comment of its thread is written then. */
const ROOT_STEP = 4

const momentRows = (organisation: Organisation) => `
  SELECT repository_id, pull, ${within(`step / ${MOMENTS - 1}`)},
    multiIf(step = 0, 'opened', step = ${MOMENTS - 1}, if(state = 'open', 'commented', state),
      [${ACTIONS.map((action) => `'${action}'`).join(', ')}][step]),
    multiIf(step = 0, '', step = 1, 'enhancement', step = ${ROOT_STEP}, toString(pull * ${COMMENTS * THREADS}), toString(number)),
    ${personOf('number', 'repository_id', organisation)}, 'payload', ${within(`step / ${MOMENTS - 1}`)}, author,
    if(step = ${MOMENTS - 1}, state, 'open'), if(step = 0, 1 + pull % 9, NULL), if(step = 0, ${hexOf("pull, 'head'")}, '')
  FROM (SELECT *, number % ${MOMENTS} AS step ${fromPulls(`intDiv(number, ${MOMENTS})`, organisation)})`

const LIFE_COLUMNS = `repository_id, number, created_at, author, author_bot, mark, size_mark, closed_at, first_closed_at, merged_at,
  into_default, merge_commit, review_requested_at, response_at, first_review_at, first_approval_at, last_approval_at`
const onceClosed = "if(state = 'open', NULL, toNullable(ended))"
const onceMerged = (time: string) => `if(state = 'merged', toNullable(${time}), NULL)`
const lifeRows = (organisation: Organisation) => `
  SELECT repository_id, pull, opened, author, cityHash64(author) % 40 = 0,
    toUInt64(toUnixTimestamp(ended)) * 8 + 4 + (state != 'open'), toUInt64(toUnixTimestamp(opened)) * 32 + 9 + pull % 6,
    ${onceClosed}, ${onceClosed}, ${onceMerged('ended')}, state = 'merged', if(state = 'merged', 1 + cityHash64(pull) % 1000000007, 0),
    ${within('1 / 9')}, ${within('0.2')}, ${within('0.25')}, ${onceMerged(within('0.5'))}, ${onceMerged(within('0.75'))}
  ${fromPulls('number', organisation)}`

const BRANCH_COLUMNS = 'repository_id, branch, at, kind, key, number, created, first_commit_at'
const branchRows = (organisation: Organisation) => `
  SELECT repository_id, concat('feature/', toString(pull)), [opened - 900, opened, ended][step + 1], ['push', 'opened', 'merged'][step + 1],
    if(step = 0, ${hexOf("pull, 'head'")}, toString(pull)), if(step = 0, 0, pull), step = 0,
    if(step = 0, toNullable(opened - 900 - pull % 86400), NULL)
  FROM (SELECT *, number % ${BRANCH_MOMENTS} AS step ${fromPulls(`intDiv(number, ${BRANCH_MOMENTS})`, organisation)})
  WHERE step < 2 OR state = 'merged'`

/** Comments on code in threads, of which two in three are resolved. */
export function reviewThreadFills(organisation: Organisation): readonly Fill[] {
  const threads = pullRequestsOf(organisation) * THREADS
  return [
    {
      table: 'review_thread_comments',
      columns: COMMENT_COLUMNS,
      rows: commentRows(organisation),
      count: threads * COMMENTS,
    },
    { table: 'review_thread_turns', columns: TURN_COLUMNS, rows: turnRows(organisation), count: threads },
  ]
}

const COMMENT_COLUMNS =
  'repository_id, number, thread_id, comment_id, created_at, author, author_type, path, deleted, received_at'
const commentRows = (organisation: Organisation) => `
  SELECT repository_id, pull, number - number % ${COMMENTS}, number, ${within(`0.1 + 0.2 * (number % ${COMMENTS})`)},
    ${personOf('number', 'repository_id', organisation)}, 'User', concat('src/part-', toString(pull % 300), '.ts'), 0,
    if(number % ${COMMENTS} = 0, ${within(`${ROOT_STEP} / ${MOMENTS - 1}`)}, ${within(`0.1 + 0.2 * (number % ${COMMENTS})`)})
  ${fromPulls(`intDiv(number, ${COMMENTS * THREADS})`, organisation)}`

const TURN_COLUMNS = 'repository_id, number, thread_id, observed_at, action, at, actor, time_source'
const turnRows = (organisation: Organisation) => `
  SELECT repository_id, pull, number * ${COMMENTS}, ${within('0.7')}, 'resolved', ${within('0.7')}, author, 'payload'
  ${fromPulls(`intDiv(number, ${THREADS})`, organisation)} WHERE number % 3 != 0`
