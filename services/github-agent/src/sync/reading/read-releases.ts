import type { ReleaseSnapshot } from '@octometer/event-contracts'
import { type ListedAccount, listedAccount } from '../objects/account.ts'
import type { IdentifiedReading } from './repository-reading.ts'

/** A release that is older than this is not looked at again for what was changed in it. */
const LOOK_BACK_MS = 30 * 86_400_000

/** GraphQL does not tell the branch that a release was made from: REST does, a hundred in a request, and only where there are any. */
export async function readReleases(reading: IdentifiedReading): Promise<void> {
  const { of, overview } = await reading.identity
  if (overview.releases.totalCount === 0) return
  const { client, repository, since, signal, sink, now } = reading
  const { owner, name: repo } = repository
  const oldest = since === null ? 0 : since.getTime() - LOOK_BACK_MS
  const route = 'GET /repos/{owner}/{repo}/releases'
  for await (const { items } of client.paginate(route, { owner, repo }, { kind: 'none', signal })) {
    const askedAt = now()
    for (const release of items) {
      if (Date.parse(release.created_at) < oldest) return
      const key = `${of.repository_id}:${release.id}`
      await sink.append({ type: 'release', ...of, release: shown(release) }, key, askedAt)
      reading.count('releases', 1)
    }
  }
}

interface ListedRelease {
  readonly id: number
  readonly html_url: string
  readonly tag_name: string
  readonly name: string | null
  readonly target_commitish: string
  readonly draft: boolean
  readonly prerelease: boolean
  readonly author: ListedAccount | null
  readonly created_at: string
  readonly published_at: string | null
  readonly updated_at?: string | null
}

function shown({ author, ...release }: ListedRelease): ReleaseSnapshot['release'] {
  const { id, html_url, tag_name, name, target_commitish, draft, prerelease } = release
  const { created_at, published_at, updated_at = null } = release
  const what = { id, html_url, tag_name, name, target_commitish, draft, prerelease }
  const by = listedAccount(author)
  return { ...what, author: by, created_at, published_at, updated_at } as ReleaseSnapshot['release']
}
