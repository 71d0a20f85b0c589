import { type GitHubObject, isoAt, isTrue, objectAt, only, present, textAt, without } from '../fields.ts'
import type { RepositoryState } from '../world/repository-state.ts'
import { userView } from './users.ts'

const addresses: readonly (readonly [string, string])[] = [
  ['archive_url', '/{archive_format}{/ref}'],
  ['assignees_url', '/assignees{/user}'],
  ['blobs_url', '/git/blobs{/sha}'],
  ['branches_url', '/branches{/branch}'],
  ['collaborators_url', '/collaborators{/collaborator}'],
  ['comments_url', '/comments{/number}'],
  ['commits_url', '/commits{/sha}'],
  ['compare_url', '/compare/{base}...{head}'],
  ['contents_url', '/contents/{+path}'],
  ['contributors_url', '/contributors'],
  ['deployments_url', '/deployments'],
  ['downloads_url', '/downloads'],
  ['events_url', '/events'],
  ['forks_url', '/forks'],
  ['git_commits_url', '/git/commits{/sha}'],
  ['git_refs_url', '/git/refs{/sha}'],
  ['git_tags_url', '/git/tags{/sha}'],
  ['hooks_url', '/hooks'],
  ['issue_comment_url', '/issues/comments{/number}'],
  ['issue_events_url', '/issues/events{/number}'],
  ['issues_url', '/issues{/number}'],
  ['keys_url', '/keys{/key_id}'],
  ['labels_url', '/labels{/name}'],
  ['languages_url', '/languages'],
  ['merges_url', '/merges'],
  ['milestones_url', '/milestones{/number}'],
  ['notifications_url', '/notifications{?since,all,participating}'],
  ['pulls_url', '/pulls{/number}'],
  ['releases_url', '/releases{/id}'],
  ['stargazers_url', '/stargazers'],
  ['statuses_url', '/statuses/{sha}'],
  ['subscribers_url', '/subscribers'],
  ['subscription_url', '/subscription'],
  ['tags_url', '/tags'],
  ['teams_url', '/teams'],
  ['trees_url', '/git/trees{/sha}'],
]

const adminKeys = ['subscribers_count', 'network_count', 'organization']

/** A repository as lists of repositories and pull requests show it. */
export function repositoryView(object: GitHubObject): GitHubObject {
  const name = textAt(object, 'full_name')
  const url = `https://api.github.com/repos/${name}`
  const html = `https://github.com/${name}`
  const isPrivate = isTrue(object, 'private')
  return {
    ...Object.fromEntries(addresses.map(([key, rest]) => [key, `${url}${rest}`])),
    ...repositoryDefaults,
    node_id: `R_${Number(object.id).toString(36)}`,
    url,
    html_url: html,
    git_url: `git://github.com/${name}.git`,
    ssh_url: `git@github.com:${name}.git`,
    clone_url: `${html}.git`,
    svn_url: html,
    ...without(present(object), ['master_branch', 'stargazers', 'custom_properties', ...adminKeys]),
    private: isPrivate,
    visibility: isPrivate ? 'private' : 'public',
    owner: userView(objectAt(object, 'owner')),
    created_at: isoAt(object, 'created_at'),
    pushed_at: isoAt(object, 'pushed_at'),
    updated_at: isoAt(object, 'updated_at'),
  }
}

const repositoryDefaults: GitHubObject = {
  description: null,
  fork: false,
  default_branch: 'main',
  forks: 0,
  forks_count: 0,
  has_issues: true,
  has_projects: true,
  has_wiki: true,
  has_pages: false,
  has_downloads: true,
  has_discussions: false,
  homepage: null,
  language: null,
  archived: false,
  disabled: false,
  mirror_url: null,
  open_issues: 0,
  open_issues_count: 0,
  license: null,
  size: 0,
  stargazers_count: 0,
  watchers: 0,
  watchers_count: 0,
  topics: [],
  allow_forking: true,
  is_template: false,
  web_commit_signoff_required: false,
  updated_at: '2020-01-01T00:00:00Z',
}

/** Where a run or a suite says whose it is: addresses and names only. */
export function minimalRepositoryView(object: GitHubObject): GitHubObject {
  const whole = repositoryView(object)
  const keys = [
    'id',
    'node_id',
    'name',
    'full_name',
    'owner',
    'private',
    'html_url',
    'description',
    'fork',
    'url',
  ]
  return Object.fromEntries([...keys, ...addresses.map(([key]) => key)].map((key) => [key, whole[key]]))
}

/** The repository itself: with what nobody but it is asked for. */
export function fullRepositoryView({ object }: RepositoryState): GitHubObject {
  const view = repositoryView(object)
  const isOrganization = textAt(objectAt(view, 'owner') ?? {}, 'type') === 'Organization'
  return {
    ...view,
    network_count: view.forks_count,
    subscribers_count: 0,
    allow_squash_merge: true,
    allow_merge_commit: true,
    allow_rebase_merge: true,
    allow_auto_merge: false,
    delete_branch_on_merge: false,
    ...only(object, settings),
    permissions: { admin: true, maintain: true, push: true, triage: true, pull: true },
    ...(isOrganization ? { organization: view.owner } : {}),
  }
}

const settings = [
  'allow_squash_merge',
  'allow_merge_commit',
  'allow_rebase_merge',
  'allow_auto_merge',
  'delete_branch_on_merge',
]
