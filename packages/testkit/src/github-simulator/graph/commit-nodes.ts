import { type GitHubObject, objectAt, textAt } from '../fields.ts'
import { historyOf } from '../rest/commits.ts'
import { fullNameOf, type GitHubWorld } from '../world/github-world.ts'
import type { CommitState, RepositoryState } from '../world/repository-state.ts'
import { userOrNull } from './actor-node.ts'
import { checkSuiteConnection, rollupNode } from './check-nodes.ts'
import { connection, type FieldArguments, type GraphNode } from './connection.ts'

export function commitNode(world: GitHubWorld, repository: RepositoryState, commit: CommitState): GraphNode {
  const { sha, object } = commit
  const message = textAt(object, 'message')
  const date = new Date(commit.at).toISOString().replace(/\.\d+Z$/, 'Z')
  const author = objectAt(object, 'author') ?? {}
  const person = (who: GitHubObject) => ({
    __typename: 'GitActor',
    name: textAt(who, 'name'),
    email: textAt(who, 'email'),
    date,
    user: userOrNull(world.accounts.get(textAt(who, 'username').toLowerCase()) ?? null),
  })
  return {
    __typename: 'Commit',
    id: `C_${sha.slice(0, 20)}`,
    oid: sha,
    abbreviatedOid: sha.slice(0, 7),
    message,
    messageHeadline: message.split('\n')[0],
    committedDate: date,
    authoredDate: date,
    url: `https://github.com/${fullNameOf(repository)}/commit/${sha}`,
    author: person(author),
    committer: person(objectAt(object, 'committer') ?? author),
    statusCheckRollup: () => rollupNode(repository, sha),
    checkSuites: (args: FieldArguments) => checkSuiteConnection(args, repository, sha),
    history: (args: FieldArguments) => historyConnection(args, world, repository, sha),
  }
}

/** The newest first, from a commit or from the head. */
export function historyConnection(
  args: FieldArguments,
  world: GitHubWorld,
  repository: RepositoryState,
  from: string | null = null,
): GraphNode {
  const since = Date.parse(String(args.since))
  const until = Date.parse(String(args.until))
  const asked = historyOf(repository, from).filter(({ at }) => !(at < since) && !(at > until))
  return connection(
    args,
    asked,
    ({ sha }) => sha,
    (commit) => commitNode(world, repository, commit),
  )
}
