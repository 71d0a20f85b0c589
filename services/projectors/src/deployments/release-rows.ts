import { type ReleasePayload, releaseSchema } from '@octometer/event-contracts'
import type { RowsByTable } from '@octometer/projector-runtime'
import { isHotfix } from '../hotfix.ts'
import { newestMark } from '../mark.ts'
import type { Told } from '../told-by-snapshot.ts'
import type { RowContext } from './rows.ts'

/**
 * Of one second, the action that comes later. Older payloads do not say when a release was changed: then every
 * observation of a published one has its publication's time, and this alone decides.
 */
const RANK: Readonly<Record<string, number>> = {
  created: 1,
  prereleased: 2,
  published: 3,
  released: 4,
  edited: 5,
  unpublished: 6,
  deleted: 7,
}
const MARK_BITS = 5

export function releaseRows(payload: Told['payload'], context: RowContext): RowsByTable | null {
  const event = releaseSchema.parse(payload)
  const { release } = event
  const at = newestTime(release)
  if (at === null) return null
  const content = (RANK[event.action] ?? 0) * 4 + (release.draft ? 2 : 0) + (release.prerelease ? 1 : 0)
  const mark = newestMark(at, content, MARK_BITS)
  const name = release.name ?? ''
  const target = release.target_commitish
  return {
    releases: [
      {
        release_id: release.id,
        repository_id: context.repositoryId,
        mark,
        made_at: release.created_at ?? at,
        published_at: release.published_at ?? null,
        deleted: event.action === 'deleted' ? 1 : 0,
        hotfix: isHotfix(context.hotfixPattern, [release.tag_name, name, target]) ? 1 : 0,
        from_default: isFromDefault(event) ? 1 : 0,
        about: { mark, tag_name: release.tag_name, name, target, author: release.author?.login ?? null },
      },
    ],
  }
}

function newestTime({ created_at, published_at, updated_at }: ReleasePayload['release']): Date | null {
  const times = [created_at, published_at, updated_at].flatMap((time) => time?.getTime() ?? [])
  return times.length === 0 ? null : new Date(Math.max(...times))
}

function isFromDefault({ release, repository }: ReleasePayload): boolean {
  const target = release.target_commitish
  return target === repository.default_branch || /^[0-9a-f]{40}$/.test(target)
}
