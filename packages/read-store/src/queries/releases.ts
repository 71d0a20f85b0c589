import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import {
  anyOfTexts,
  inRepositories,
  MERGED,
  oneOf,
  repositoryIds,
  rowTime,
  secondRange,
  timeRange,
  where,
} from './conditions.ts'
import {
  type SortColumns,
  sortedCount,
  sortedPage,
  sortedRow,
  sortedText,
  sortedTime,
  sorting,
} from './sorting.ts'

const releaseRow = z.object({
  release_id: z.number(),
  repository_id: z.number(),
  kind: z.enum(['release', 'prerelease', 'draft']),
  made_at: rowTime,
  published_at: rowTime.nullable(),
  hotfix: z.boolean(),
  about: z.object({
    tag_name: z.string(),
    name: z.string(),
    target: z.string(),
    author: z.string().nullable(),
  }),
  fits: z.boolean(),
})

export type ReleaseNow = z.output<typeof releaseRow>

const KIND = "multiIf(bitAnd(mark, 2) = 2, 'draft', bitAnd(mark, 1) = 1, 'prerelease', 'release')"

const releaseFilters = { ...timeRange, repositories: repositoryIds, kinds: anyOfTexts }

/** As for deployments. GitHub numbers releases as they are made: the greatest number is the newest. */
export const releaseCandidates = defineQuery({
  name: 'releases.candidates',
  parameters: z.object({
    ...releaseFilters,
    after: z.object({ release_id: z.int(), repository_id: z.int() }).nullable(),
    limit: z.int(),
  }),
  row: releaseRow,
  render: ({ after, limit, ...wanted }) => {
    const filters = [oneOf(KIND, 'kinds', wanted.kinds), ...secondRange('published_at', wanted)]
    const found = where([
      inRepositories(wanted.repositories),
      ...filters,
      after && {
        sql: '(release_id, repository_id) < ({after_release:UInt64}, {after_repository:UInt64})',
        values: { after_release: after.release_id, after_repository: after.repository_id },
      },
    ])
    const fits = ['deleted = 0', ...filters.flatMap((filter) => filter?.sql ?? [])]
    return {
      sql: `
        SELECT release_id, repository_id, ${KIND} AS kind, made_at, published_at, toBool(hotfix) AS hotfix, about,
          toBool(ifNull(${fits.join(' AND ')}, 0)) AS fits
        FROM (
          SELECT release_id, repository_id, max(r.mark) AS mark, min(r.made_at) AS made_at, max(r.published_at) AS published_at,
            max(r.deleted) AS deleted, max(r.hotfix) AS hotfix, max(r.about) AS about
          FROM releases AS r WHERE (release_id, repository_id) IN (
            SELECT release_id, repository_id FROM releases ${found.sql}
            ORDER BY release_id DESC, repository_id DESC LIMIT 1 BY release_id, repository_id LIMIT {limit:UInt32})
          GROUP BY release_id, repository_id)
        ORDER BY release_id DESC, repository_id DESC`,
      values: { ...found.values, limit },
    }
  },
})

const columns: SortColumns = {
  id: sortedCount('release_id'),
  published_at: sortedTime('published_at'),
  created_at: sortedTime('made_at'),
  tag_name: sortedText('about.tag_name'),
  name: sortedText("nullIf(about.name, '')"),
  kind: sortedText('kind'),
  target: sortedText("nullIf(about.target, '')"),
  author: sortedText('about.author'),
}

/** Releases that fit the filter in the order of a column: all of them are looked at. */
export const sortedReleases = defineQuery({
  name: 'releases.sorted',
  parameters: z.object({ ...releaseFilters, sorting, limit: z.int() }),
  row: releaseRow.extend(sortedRow),
  render: ({ sorting: asked, limit, ...wanted }) => {
    const key = { release_id: 'UInt64', repository_id: 'UInt64' } as const
    const { column, after, order } = sortedPage(columns, key, asked)
    const scope = where([inRepositories(wanted.repositories)])
    const fits = where([
      { sql: 'deleted = 0', values: {} },
      oneOf(KIND, 'kinds', wanted.kinds),
      ...secondRange('published_at', wanted),
    ])
    const rest = where([after])
    return {
      sql: `
        SELECT * FROM (
          SELECT *, ${column} FROM (
            SELECT release_id, repository_id, ${KIND} AS kind, made_at, published_at, toBool(hotfix) AS hotfix, about, true AS fits
            FROM (
              SELECT release_id, repository_id, mark, made_at, published_at, deleted, hotfix, about FROM releases ${scope.sql})
            ${fits.sql}))
        ${rest.sql} ${order} LIMIT {limit:UInt32} ${MERGED}`,
      values: { ...scope.values, ...fits.values, ...rest.values, limit },
    }
  },
})
