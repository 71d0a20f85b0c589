import { type GitHubObject, numberAt, textAt } from '../fields.ts'
import type { GraphNode } from './connection.ts'
import { databaseIdOf, nodeIdOf } from './identity.ts'

/** A user, a bot or an organisation; null for an account that is gone. */
export function actorNode(account: GitHubObject): GraphNode {
  const type = textAt(account, 'type') || 'User'
  // REST writes a bot's login with a suffix that GraphQL leaves away.
  const login = textAt(account, 'login').replace(/\[bot\]$/, '')
  const url = type === 'Bot' ? `https://github.com/apps/${login}` : `https://github.com/${login}`
  return {
    __typename: type,
    id: nodeIdOf(account, type === 'Organization' ? 'O' : 'U'),
    databaseId: databaseIdOf(account),
    login,
    name: textAt(account, 'name') || null,
    email: textAt(account, 'email'),
    url,
    resourcePath: new URL(url).pathname,
    avatarUrl: `https://avatars.githubusercontent.com/u/${numberAt(account, 'id')}?v=4`,
    createdAt: '2015-01-01T00:00:00Z',
    updatedAt: '2020-01-01T00:00:00Z',
  }
}

export function actorOrNull(account: GitHubObject | null): GraphNode | null {
  return account === null || textAt(account, 'login') === '' ? null : actorNode(account)
}

/** Only for fields that hold a person: a bot is null there. */
export function userOrNull(account: GitHubObject | null): GraphNode | null {
  const actor = actorOrNull(account)
  return actor?.__typename === 'User' ? actor : null
}
