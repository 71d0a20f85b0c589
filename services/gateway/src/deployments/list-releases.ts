import { listReleases } from '@octometer/gateway-api'
import { type ReleaseNow, releaseCandidates } from '@octometer/read-store'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import { decodeCursor } from '../cursor.ts'
import { collectFitting } from '../fitting-page.ts'
import { cutPage } from '../paging.ts'
import { readRange } from '../range.ts'
import { namesIn } from '../repository-names.ts'
import { resolveScope } from '../repository-scope.ts'

const place = z.tuple([z.int().min(0), z.int().min(0)])

export const listReleasesEndpoint = endpoint(
  listReleases,
  'deployments',
  async (gateway, { query, principal }) => {
    const cursor = decodeCursor(query.cursor, place)
    const range = readRange(query)
    const { ids } = await resolveScope(gateway, principal, query.repository)
    const found = await collectFitting<ReleaseNow>(query.limit + 1, (last, limit) => {
      const after = last ?? (cursor && { release_id: cursor[0], repository_id: cursor[1] })
      return gateway.store.query(releaseCandidates, {
        ...range,
        repositories: ids,
        kinds: query.kind ?? null,
        after,
        limit,
      })
    })
    const { entries, page } = cutPage(found, {
      limit: query.limit,
      more: false,
      placeOf: ({ release_id, repository_id }) => [release_id, repository_id],
    })
    const nameOf = await namesIn(gateway, entries)
    const data = entries.map(({ release_id, repository_id, kind, made_at, published_at, hotfix, about }) => ({
      repository: nameOf(repository_id),
      repository_id,
      id: release_id,
      tag_name: about.tag_name,
      name: about.name === '' ? null : about.name,
      kind,
      target: about.target === '' ? null : about.target,
      author: about.author,
      hotfix,
      created_at: made_at,
      published_at,
    }))
    return { data, page }
  },
)
