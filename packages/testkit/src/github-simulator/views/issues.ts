import { type GitHubObject, numberAt, objectAt, objectsAt, present, textAt, without } from '../fields.ts'
import { fullNameOf } from '../world/github-world.ts'
import type { IssueState, PullState, RepositoryState } from '../world/repository-state.ts'
import { integrationView, userView } from './users.ts'

export function issueView(repository: RepositoryState, { object }: Pick<IssueState, 'object'>): GitHubObject {
  const api = `https://api.github.com/repos/${fullNameOf(repository)}`
  const url = `${api}/issues/${numberAt(object, 'number')}`
  return {
    node_id: `I_${numberAt(object, 'id').toString(36)}`,
    url,
    repository_url: api,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: `https://github.com/${fullNameOf(repository)}/issues/${numberAt(object, 'number')}`,
    timeline_url: `${url}/timeline`,
    ...issueDefaults,
    reactions: reactionsOf(url),
    ...present(object),
    performed_via_github_app: integrationView(objectAt(object, 'performed_via_github_app')),
    user: userView(objectAt(object, 'user')),
    assignee: userView(objectAt(object, 'assignee')),
    assignees: objectsAt(object, 'assignees').map(userView),
    labels: objectsAt(object, 'labels').map(labelView),
  }
}

const issueDefaults: GitHubObject = {
  body: null,
  locked: false,
  active_lock_reason: null,
  milestone: null,
  comments: 0,
  closed_at: null,
  state_reason: null,
  author_association: 'NONE',
}

/** GitHub lists every pull request among the issues. */
export function pullAsIssueView(repository: RepositoryState, pull: PullState): GitHubObject {
  const { object } = pull
  const html = `https://github.com/${fullNameOf(repository)}/pull/${pull.number}`
  const shared = ['title', 'user', 'labels', 'state', 'draft', 'locked', 'assignee', 'assignees', 'milestone']
  const times = ['created_at', 'updated_at', 'closed_at', 'author_association', 'body', 'number']
  const same = [...shared, ...times].flatMap((key) => (object[key] === undefined ? [] : [[key, object[key]]]))
  const view = issueView(repository, {
    object: {
      id: numberAt(object, 'id') + 700_000_000,
      comments: numberAt(object, 'comments'),
      ...without(pull.issue ?? {}, ['pull_request']),
      ...Object.fromEntries(same),
    },
  })
  return {
    ...view,
    node_id: textAt(object, 'node_id') || `PR_${numberAt(object, 'id').toString(36)}`,
    html_url: html,
    pull_request: {
      url: `https://api.github.com/repos/${fullNameOf(repository)}/pulls/${pull.number}`,
      html_url: html,
      diff_url: `${html}.diff`,
      patch_url: `${html}.patch`,
      merged_at: object.merged_at ?? null,
    },
  }
}

export function labelView(label: GitHubObject): GitHubObject {
  return { description: null, default: false, ...present(label) }
}

function reactionsOf(url: string): GitHubObject {
  const kinds = ['+1', '-1', 'laugh', 'hooray', 'confused', 'heart', 'rocket', 'eyes']
  return { url: `${url}/reactions`, total_count: 0, ...Object.fromEntries(kinds.map((kind) => [kind, 0])) }
}

/** A comment on an issue, a pull request or a line of one. */
export function commentView(comment: GitHubObject): GitHubObject {
  return {
    reactions: reactionsOf(textAt(comment, 'url')),
    ...present(comment),
    user: userView(objectAt(comment, 'user')),
  }
}
