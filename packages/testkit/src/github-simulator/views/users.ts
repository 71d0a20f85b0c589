import { type GitHubObject, isoAt, numberAt, objectAt, only, present, textAt } from '../fields.ts'

const api = 'https://api.github.com'

/** Who did something, as REST shows it in everything; null when the account is gone. */
export function userView(user: GitHubObject | null): GitHubObject | null {
  if (user === null || textAt(user, 'login') === '') return null
  const login = textAt(user, 'login')
  const url = `${api}/users/${login}`
  const id = numberAt(user, 'id')
  return {
    login,
    id,
    node_id: `U_${id.toString(36)}`,
    avatar_url: `https://avatars.githubusercontent.com/u/${id}?v=4`,
    gravatar_id: '',
    url,
    html_url: `https://github.com/${login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: 'User',
    site_admin: false,
    ...only(user, userKeys),
  }
}

// A team or an organisation has more, which is not shown here.
const userKeys = ['node_id', 'avatar_url', 'gravatar_id', 'type', 'site_admin', 'user_view_type']

/** An account's own page; `mine` is what only it is shown. */
export function accountView(account: GitHubObject, repositories: number, mine: boolean): GitHubObject {
  const seen: GitHubObject = {
    ...userView(account),
    user_view_type: mine ? 'private' : 'public',
    name: null,
    company: null,
    blog: '',
    location: null,
    email: null,
    hireable: null,
    bio: null,
    public_repos: repositories,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: '2015-01-01T00:00:00Z',
    updated_at: '2020-01-01T00:00:00Z',
  }
  if (!mine) return seen
  return {
    ...seen,
    private_gists: 0,
    total_private_repos: 0,
    owned_private_repos: 0,
    disk_usage: 0,
    collaborators: 0,
    two_factor_authentication: true,
  }
}

/** The App that made a check or a deployment. */
export function integrationView(app: GitHubObject | null): GitHubObject | null {
  if (app === null) return null
  return {
    external_url: '',
    permissions: {},
    events: [],
    ...present(app),
    created_at: isoAt(app, 'created_at'),
    updated_at: isoAt(app, 'updated_at'),
    owner: userView(objectAt(app, 'owner')),
  }
}
