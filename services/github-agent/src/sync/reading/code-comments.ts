import type { PullRequestSnapshot } from '@octometer/event-contracts'
import { type ListedAccount, listedAccount } from '../objects/account.ts'
import type { RepositoryReading } from './repository-reading.ts'

type Comments = NonNullable<PullRequestSnapshot['review_comments']>

/** Comments on the code of a repository's pull requests: GraphQL asks a point for each review, REST one request for a hundred of them. */
export interface CodeComments {
  /** Of the pull request of this number. Throws RequestError. */
  of(number: number): Promise<Comments>
}

/** They are read when the first pull request asks for them; of an incremental sync those that changed. */
export function createCodeComments(reading: RepositoryReading): CodeComments {
  let read: Promise<ReadonlyMap<number, Comments>> | null = null
  return {
    async of(number) {
      read ??= readAll(reading)
      return (await read).get(number) ?? []
    },
  }
}

async function readAll({
  client,
  repository,
  since,
  signal,
}: RepositoryReading): Promise<ReadonlyMap<number, Comments>> {
  const { owner, name: repo } = repository
  const pages = client.paginate(
    'GET /repos/{owner}/{repo}/pulls/comments',
    { owner, repo, sort: 'created', direction: 'asc', ...(since && { since: since.toISOString() }) },
    { kind: 'none', signal },
  )
  const found = new Map<number, Comments>()
  for await (const { items } of pages) {
    for (const comment of items) {
      const number = Number(/\/(\d+)$/.exec(comment.pull_request_url)?.[1] ?? 0)
      found.set(number, [...(found.get(number) ?? []), shown(comment)])
    }
  }
  return found
}

interface ListedComment {
  readonly id: number | bigint
  readonly user: ListedAccount | null
  readonly created_at: string
  readonly updated_at: string
  readonly path?: string | null
  readonly in_reply_to_id?: number | bigint | null
}

function shown({ id, user, created_at, updated_at, path, in_reply_to_id }: ListedComment): Comments[number] {
  return {
    id: Number(id),
    user: listedAccount(user),
    created_at,
    updated_at,
    path: path ?? null,
    in_reply_to_id: in_reply_to_id == null ? null : Number(in_reply_to_id),
  }
}
