import { type Fill, hexOf, type Organisation, personOf, repositoryOf, share, times } from './expressions.ts'
import { fromPulls, pullRequestsOf } from './pull-request-rows.ts'

const DELIVERIES_PER_ISSUE = 200
const MOMENTS_PER_ISSUE = 5
const DELIVERIES_PER_DEPLOYMENT = 133
const STATUSES_PER_DEPLOYMENT = 3
/** Every second push to a default branch is deployed somewhere, every thirtieth is released. */
const PUSHES_PER_DEPLOYMENT = 2
const PUSHES_PER_RELEASE = 30

const issuesOf = ({ deliveries }: Organisation) => Math.floor(deliveries / DELIVERIES_PER_ISSUE)

export function issueFills(organisation: Organisation): readonly Fill[] {
  const issues = issuesOf(organisation)
  return [
    { table: 'issues', columns: ISSUE_COLUMNS, rows: issueRows(organisation), count: issues },
    {
      table: 'issue_timeline',
      columns: 'repository_id, number, at, action, subject, actor, shown',
      rows: momentRows(organisation),
      count: issues * MOMENTS_PER_ISSUE,
    },
  ]
}

function issue(organisation: Organisation): string {
  const { at, end } = times(organisation)
  return `
    ${repositoryOf('issue', organisation)} AS repository_id, ${at('issue', issuesOf(organisation))} AS opened,
    opened + toUInt32(900 + 20000000 * pow(${share('issue', 'life')}, 6)) AS ended, ended < ${end} AND issue % 6 != 0 AS is_closed,
    ${personOf('issue', 'repository_id', organisation)} AS author, cityHash64(issue, 'severity') % 4 AS severity`
}

const fromIssues = (numbers: string, organisation: Organisation) =>
  `FROM (SELECT *, ${issue(organisation)} FROM (SELECT number, ${numbers} AS issue FROM numbers({from}, {count})))`

const ISSUE_COLUMNS =
  'opened_at, repository_id, number, mark, assignment, closed_at, gone, transferred_to, first_response_at, labels, about'
// The bits of a mark are those of the table's comment.
const issueRows = (organisation: Organisation) => `
  SELECT opened, repository_id, issue,
    toUnixTimestamp(if(is_closed, ended, opened)) * 131072 + 32768 + (issue % 100) * 128 + if(issue % 20 = 0, 64, 0)
      + if(is_closed, 5, cityHash64(issue, 'status') % 5) * 8 + severity * 2 + is_closed AS mark, mark * 2 + 1 AS assignment,
    if(is_closed, toNullable(ended), NULL), if(issue % 500 = 0, 1, 0), NULL,
    if(issue % 4 = 0, NULL, toNullable(opened + toUInt32(60 + 200000 * pow(${share('issue', 'response')}, 4)))),
    tuple(mark, ['bug', ['low', 'medium', 'high', 'critical'][1 + severity]], [author]),
    tuple(mark, concat('What is wrong with part ', toString(issue)), author, 'User', NULL, NULL, issue % 9)
  ${fromIssues('number', organisation)}`

const momentRows = (organisation: Organisation) => `
  SELECT repository_id, issue, opened + number % ${MOMENTS_PER_ISSUE} * 600,
    ['opened', 'labeled', 'assigned', 'commented', 'closed'][1 + number % ${MOMENTS_PER_ISSUE}], toString(number % 3), author, 130
  ${fromIssues(`intDiv(number, ${MOMENTS_PER_ISSUE})`, organisation)}`

const pushesOf = ({ deliveries }: Organisation) =>
  Math.floor(deliveries / DELIVERIES_PER_DEPLOYMENT) * PUSHES_PER_DEPLOYMENT

export function deploymentFills(organisation: Organisation): readonly Fill[] {
  const deployments = Math.floor(organisation.deliveries / DELIVERIES_PER_DEPLOYMENT)
  const pushes = pushesOf(organisation)
  return [
    {
      table: 'deployments',
      columns: DEPLOYMENT_COLUMNS,
      rows: deploymentRows(organisation),
      count: deployments,
    },
    {
      table: 'deployment_statuses',
      columns: 'repository_id, deployment_id, status_id, at, state, creator',
      rows: statusRows(organisation),
      count: deployments * STATUSES_PER_DEPLOYMENT,
    },
    {
      table: 'releases',
      columns: RELEASE_COLUMNS,
      rows: releaseRows(organisation),
      count: Math.floor(pushes / PUSHES_PER_RELEASE),
    },
    {
      table: 'merged_changes',
      columns: 'merged_at, repository_id, number, opened_at, hotfix, revert',
      rows: mergedRows(organisation),
      count: pullRequestsOf(organisation),
    },
    {
      table: 'default_branch_pushes',
      columns: 'pushed_at, repository_id, sha, committed_at',
      rows: pushRows(organisation),
      count: pushes,
    },
  ]
}

/** A push to a default branch, by its number `push`. */
function push(organisation: Organisation): string {
  return `${repositoryOf('push', organisation)} AS repository_id, ${times(organisation).at('push', pushesOf(organisation))} AS pushed,
    ${hexOf("push, 'push'")} AS sha, ${personOf('push', 'repository_id', organisation)} AS author`
}

const fromPushes = (numbers: string, organisation: Organisation) =>
  `FROM (SELECT *, ${push(organisation)} FROM (SELECT number, ${numbers} AS push FROM numbers({from}, {count})))`

const DEPLOYMENT_COLUMNS = `created_at, repository_id, deployment_id, mark, environment, production, ref, sha, task, creator, hotfix,
  started_at, succeeded_at, failed_at`
const FAILS = "cityHash64(push, 'fails') % 12 = 0"
const deploymentRows = (organisation: Organisation) => `
  SELECT pushed + 600 AS created, repository_id, push, toUnixTimestamp(created + 300) * 16 + if(${FAILS}, 6, 7),
    if(push % 3 = 0, 'production', if(push % 3 = 1, 'staging', 'preview')), push % 3 = 0, 'main', sha, 'deploy', author,
    push % 40 = 0, toNullable(created + 30), if(${FAILS}, NULL, toNullable(created + 300)), if(${FAILS}, toNullable(created + 300), NULL)
  ${fromPushes(`number * ${PUSHES_PER_DEPLOYMENT}`, organisation)}`

const statusRows = (organisation: Organisation) => `
  SELECT repository_id, push, number, pushed + 600 + number % ${STATUSES_PER_DEPLOYMENT} * 150,
    ['queued', 'in_progress', if(${FAILS}, 'failure', 'success')][1 + number % ${STATUSES_PER_DEPLOYMENT}], author
  ${fromPushes(`intDiv(number, ${STATUSES_PER_DEPLOYMENT}) * ${PUSHES_PER_DEPLOYMENT}`, organisation)}`

const RELEASE_COLUMNS =
  'release_id, repository_id, mark, made_at, published_at, deleted, hotfix, from_default, about'
const releaseRows = (organisation: Organisation) => `
  SELECT push, repository_id, toUnixTimestamp(pushed) * 32 + if(push % 10 = 0, 1, 0) AS mark, pushed, toNullable(pushed + 60), 0,
    push % 30 = 0, 1, tuple(mark, concat('v1.', toString(push)), concat('Version 1.', toString(push)), 'main', author)
  ${fromPushes(`number * ${PUSHES_PER_RELEASE}`, organisation)}`

const mergedRows = (organisation: Organisation) => `
  SELECT ended, repository_id, pull, opened, pull % 40 = 0, pull % 90 = 0
  ${fromPulls('number', organisation)} WHERE state = 'merged'`

const pushRows = (organisation: Organisation) => `
  SELECT pushed, repository_id, sha, arrayMap(commit -> pushed - 600 - commit * 1800, range(1 + push % 4))
  ${fromPushes('number', organisation)}`
