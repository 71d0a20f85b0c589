import { committerOf } from './commits.ts'
import { genuineExample, shapeOf } from './examples.ts'
import type { JsonObject } from './json.ts'
import { type Commit, fullName, type Person, type Repository } from './model.ts'
import { pushRepositoryObject } from './repositories.ts'
import type { World } from './world.ts'
import { isoWithOffset } from './zone.ts'

export const noSha = '0'.repeat(40)

const pushKeys = ['repository', 'organization', 'installation', 'sender', 'commits', 'head_commit']
const pushShape = shapeOf(genuineExample('push', 4), pushKeys)

export interface PushedCommit {
  readonly commit: Commit
  /** False when a branch of the repository had it before. */
  readonly distinct: boolean
}

export interface Push {
  readonly repository: Repository
  /** In full: `refs/heads/main`, `refs/tags/v1`. */
  readonly ref: string
  readonly before: string
  readonly after: string
  readonly commits: readonly PushedCommit[]
  readonly pusher: Person
  readonly forced?: boolean
  readonly baseRef?: string
  /** Null writes `sender: null`. */
  readonly sender?: Person | null
  /** The commit at the new head, when the push brings none. */
  readonly head?: Commit | null
}

/** Moves the branch and sends the `push` event. */
export function deliverPush(world: World, push: Push): void {
  const { repository, ref, before, after, pusher } = push
  const branch = ref.startsWith('refs/heads/') ? ref.slice('refs/heads/'.length) : null
  repository.pushedAt = world.now()
  if (branch !== null) {
    if (after === noSha) repository.branches.delete(branch)
    else repository.branches.set(branch, after)
  }
  world.deliver(
    {
      event: 'push',
      repository,
      repositoryObject: pushRepositoryObject(repository),
      sender: push.sender === undefined ? pusher : push.sender,
      payload: pushPayload(push),
    },
    (oracle) => {
      oracle.pushed({
        repositoryId: repository.id,
        ref,
        before,
        after,
        pushedAt: repository.pushedAt,
        commits: push.commits.map(({ commit }) => ({ sha: commit.sha, at: commit.at })),
      })
    },
  )
}

function pushPayload(push: Push): JsonObject {
  const { repository, ref, before, after, pusher } = push
  const url = `https://github.com/${fullName(repository)}`
  const commits = push.commits.map((pushed) => commitObject(url, pushed))
  const head = after === noSha ? null : (push.commits.at(-1)?.commit ?? push.head ?? null)
  return pushShape([], {
    ref,
    before,
    after,
    created: before === noSha,
    deleted: after === noSha,
    forced: push.forced ?? false,
    base_ref: push.baseRef ?? null,
    compare: `${url}/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`,
    commits,
    head_commit: head === null ? null : commitObject(url, { commit: head, distinct: true }),
    pusher: { name: pusher.login, email: pusher.email },
  })
}

function commitObject(url: string, { commit, distinct }: PushedCommit): JsonObject {
  return {
    id: commit.sha,
    tree_id: commit.tree,
    distinct,
    message: commit.message,
    timestamp: commit.writtenTime ?? isoWithOffset(commit.at, commit.author.zone),
    url: `${url}/commit/${commit.sha}`,
    author: signature(commit.author),
    committer: signature(committerOf(commit)),
    added: commit.added,
    removed: commit.removed,
    modified: commit.modified,
  }
}

function signature(person: Person): JsonObject {
  const known = { name: person.name, email: person.email }
  return person.login === 'ghost' ? known : { ...known, username: person.login }
}

/** `head_commit` of check suites and workflow runs. */
export function headCommitObject(commit: Commit): JsonObject {
  return {
    id: commit.sha,
    tree_id: commit.tree,
    message: commit.message,
    timestamp: isoWithOffset(commit.at, commit.author.zone),
    author: { name: commit.author.name, email: commit.author.email },
    committer: { name: committerOf(commit).name, email: committerOf(commit).email },
  }
}
