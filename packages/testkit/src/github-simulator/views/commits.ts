import { type GitHubObject, objectAt, textAt } from '../fields.ts'
import { fullNameOf, type GitHubWorld } from '../world/github-world.ts'
import type { CommitState, RepositoryState } from '../world/repository-state.ts'
import { userView } from './users.ts'

/** A commit as REST shows it, from the shape of pushes. */
export function commitView(
  world: GitHubWorld,
  repository: RepositoryState,
  commit: CommitState,
): GitHubObject {
  const { sha, object } = commit
  const api = `https://api.github.com/repos/${fullNameOf(repository)}`
  const html = `https://github.com/${fullNameOf(repository)}/commit`
  const author = objectAt(object, 'author') ?? {}
  const committer = objectAt(object, 'committer') ?? author
  const date = new Date(commit.at).toISOString().replace(/\.\d+Z$/, 'Z')
  const person = (who: GitHubObject) => ({ name: textAt(who, 'name'), email: textAt(who, 'email'), date })
  const tree = textAt(object, 'tree_id')
  return {
    sha,
    node_id: `C_${sha.slice(0, 20)}`,
    commit: {
      author: person(author),
      committer: person(committer),
      message: textAt(object, 'message'),
      tree: { sha: tree, url: `${api}/git/trees/${tree}` },
      url: `${api}/git/commits/${sha}`,
      comment_count: 0,
      verification: {
        verified: false,
        reason: 'unsigned',
        signature: null,
        payload: null,
        verified_at: null,
      },
    },
    url: `${api}/commits/${sha}`,
    html_url: `${html}/${sha}`,
    comments_url: `${api}/commits/${sha}/comments`,
    author: accountOf(world, author),
    committer: accountOf(world, committer),
    parents:
      commit.parent === null
        ? []
        : [
            {
              sha: commit.parent,
              url: `${api}/commits/${commit.parent}`,
              html_url: `${html}/${commit.parent}`,
            },
          ],
  }
}

/** One commit: with what it changed. */
export function wholeCommitView(
  world: GitHubWorld,
  repository: RepositoryState,
  commit: CommitState,
): GitHubObject {
  const files = filesOf(fullNameOf(repository), commit)
  const total = files.length
  return { ...commitView(world, repository, commit), stats: { total, additions: total, deletions: 0 }, files }
}

function filesOf(name: string, { sha, object }: CommitState): GitHubObject[] {
  return (['added', 'modified', 'removed'] as const).flatMap((status) => {
    const paths = object[status]
    if (!Array.isArray(paths)) return []
    return paths.map((path) => fileView(name, sha, String(path), status))
  })
}

export function fileView(name: string, sha: string, filename: string, status: string): GitHubObject {
  return {
    sha,
    filename,
    status,
    additions: 1,
    deletions: 0,
    changes: 1,
    blob_url: `https://github.com/${name}/blob/${sha}/${encodeURI(filename)}`,
    raw_url: `https://github.com/${name}/raw/${sha}/${encodeURI(filename)}`,
    contents_url: `https://api.github.com/repos/${name}/contents/${encodeURI(filename)}?ref=${sha}`,
  }
}

function accountOf(world: GitHubWorld, person: GitHubObject): GitHubObject | null {
  return userView(world.accounts.get(textAt(person, 'username').toLowerCase()) ?? null)
}
