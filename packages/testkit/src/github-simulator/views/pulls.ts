import {
  firstText,
  type GitHubObject,
  isTrue,
  numberAt,
  objectAt,
  objectsAt,
  present,
  textAt,
  without,
} from '../fields.ts'
import type { PullState, RepositoryState } from '../world/repository-state.ts'
import { labelView } from './issues.ts'
import { repositoryView } from './repositories.ts'
import { userView } from './users.ts'

/** What GitHub computes for one pull request at a time: lists do not have it. */
const detailKeys = [
  'merged',
  'mergeable',
  'rebaseable',
  'mergeable_state',
  'merged_by',
  'comments',
  'review_comments',
  'maintainer_can_modify',
  'commits',
  'additions',
  'deletions',
  'changed_files',
]

/** As a list shows it. */
export function listedPullView(
  repository: RepositoryState,
  pull: PullState,
  base: GitHubObject,
): GitHubObject {
  const { object } = pull
  return {
    ...pullAddresses(repository, object),
    ...pullDefaults,
    ...without(present(object), detailKeys),
    user: userView(objectAt(object, 'user')),
    assignee: userView(objectAt(object, 'assignee')),
    assignees: objectsAt(object, 'assignees').map(userView),
    requested_reviewers: objectsAt(object, 'requested_reviewers').map(userView),
    requested_teams: objectsAt(object, 'requested_teams').map(teamView),
    labels: objectsAt(object, 'labels').map(labelView),
    auto_merge: autoMergeView(objectAt(object, 'auto_merge')),
    head: branchView(objectAt(object, 'head') ?? {}, repository, base),
    base: branchView(objectAt(object, 'base') ?? {}, repository, base),
  }
}

/** The pull request itself. */
export function pullView(repository: RepositoryState, pull: PullState, base: GitHubObject): GitHubObject {
  const { object } = pull
  const merged = isTrue(object, 'merged') || textAt(object, 'merged_at') !== ''
  return {
    ...listedPullView(repository, pull, base),
    requested_teams: objectsAt(object, 'requested_teams').map((team) => without(teamView(team), ['parent'])),
    merged,
    mergeable: object.mergeable ?? null,
    rebaseable: object.rebaseable ?? null,
    mergeable_state: firstText(object.mergeable_state, 'unknown'),
    merged_by: userView(objectAt(object, 'merged_by')),
    comments: numberAt(object, 'comments'),
    review_comments: numberAt(object, 'review_comments'),
    maintainer_can_modify: isTrue(object, 'maintainer_can_modify'),
    commits: numberAt(object, 'commits'),
    additions: numberAt(object, 'additions'),
    deletions: numberAt(object, 'deletions'),
    changed_files: numberAt(object, 'changed_files'),
  }
}

const pullDefaults: GitHubObject = {
  body: null,
  locked: false,
  active_lock_reason: null,
  milestone: null,
  closed_at: null,
  merged_at: null,
  merge_commit_sha: null,
  draft: false,
  author_association: 'NONE',
  auto_merge: null,
}

function pullAddresses({ object: repository }: RepositoryState, pull: GitHubObject): GitHubObject {
  const name = textAt(repository, 'full_name')
  const number = numberAt(pull, 'number')
  const api = `https://api.github.com/repos/${name}`
  const url = `${api}/pulls/${number}`
  const html = `https://github.com/${name}/pull/${number}`
  const statuses = `${api}/statuses/${textAt(objectAt(pull, 'head') ?? {}, 'sha')}`
  const issue = `${api}/issues/${number}`
  const links: readonly (readonly [string, string])[] = [
    ['self', url],
    ['html', html],
    ['issue', issue],
    ['comments', `${issue}/comments`],
    ['review_comments', `${url}/comments`],
    ['review_comment', `${api}/pulls/comments{/number}`],
    ['commits', `${url}/commits`],
    ['statuses', statuses],
  ]
  const flat = links.filter(([key]) => !['self', 'html', 'issue'].includes(key))
  return {
    node_id: `PR_${numberAt(pull, 'id').toString(36)}`,
    url,
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: issue,
    ...Object.fromEntries(flat.map(([key, href]) => [`${key}_url`, href])),
    _links: Object.fromEntries(links.map(([key, href]) => [key, { href }])),
  }
}

function branchView(side: GitHubObject, repository: RepositoryState, base: GitHubObject): GitHubObject {
  const repo = objectAt(side, 'repo')
  const isOurs = repo !== null && numberAt(repo, 'id') === repository.id
  const user = objectAt(side, 'user')
  return {
    label: `${textAt(user ?? {}, 'login')}:${textAt(side, 'ref')}`,
    ...present(side),
    user: userView(user),
    // A fork that was deleted is null.
    repo: repo === null ? null : isOurs ? base : repositoryView(repo),
  }
}

function teamView(team: GitHubObject): GitHubObject {
  return { parent: null, type: 'organization', ...present(team) }
}

function autoMergeView(autoMerge: GitHubObject | null): GitHubObject | null {
  return autoMerge === null ? null : { ...autoMerge, enabled_by: userView(objectAt(autoMerge, 'enabled_by')) }
}

/** GitHub writes a review's state in capitals here, and small in its webhook. */
export function reviewView(repository: RepositoryState, pull: PullState, review: GitHubObject): GitHubObject {
  const name = textAt(repository.object, 'full_name')
  const api = `https://api.github.com/repos/${name}/pulls/${pull.number}`
  const html = `https://github.com/${name}/pull/${pull.number}#pullrequestreview-${numberAt(review, 'id')}`
  return {
    node_id: `PRR_${numberAt(review, 'id').toString(36)}`,
    html_url: html,
    pull_request_url: api,
    commit_id: null,
    author_association: 'NONE',
    _links: { html: { href: html }, pull_request: { href: api } },
    ...without(present(review), ['updated_at']),
    body: textAt(review, 'body'),
    state: textAt(review, 'state').toUpperCase(),
    user: userView(objectAt(review, 'user')),
  }
}
