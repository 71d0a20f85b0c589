import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import { anyOfTexts, inRepositories, oneOf, repositoryIds, where } from './conditions.ts'

/**
 * The repository that each name finds, of these names or of all (null). Who bears the name now wins over who bore it once; of several the one that was
 * last seen under it.
 */
export const repositoriesByName = defineQuery({
  name: 'repository_names.find',
  parameters: z.object({ names: anyOfTexts, limit: z.int() }),
  row: z.object({ name_key: z.string(), repository_id: z.number() }),
  render: ({ names, limit }) => {
    const among = where([oneOf('name_key', 'names', names?.map((name) => name.toLowerCase()) ?? null)])
    const theirs =
      names === null ? '' : `WHERE repository_id IN (SELECT repository_id FROM repository_names ${among.sql})`
    return {
      sql: `
      SELECT holder.1 AS name_key, argMax(repository_id, (holder.1 = current_key, holder.2, repository_id)) AS repository_id
      FROM (
        SELECT n.repository_id AS repository_id, argMax(name_key, n.latest) AS current_key,
          groupArray((name_key, n.latest.seen_at)) AS holders
        FROM repository_names AS n ${theirs}
        GROUP BY repository_id) ARRAY JOIN holders AS holder
      ${among.sql} GROUP BY name_key LIMIT {limit:UInt32}`,
      values: { ...among.values, limit },
    }
  },
})

/** The name that each repository bears now, as it is spelled; of these repositories or of all (null). */
export const repositoryNamesById = defineQuery({
  name: 'repository_names.current',
  parameters: z.object({ repositories: repositoryIds }),
  row: z.object({ repository_id: z.number(), full_name: z.string() }),
  render: ({ repositories }) => {
    const { sql, values } = where([inRepositories(repositories)])
    return {
      sql: `
        SELECT repository_id, max(n.latest).full_name AS full_name FROM repository_names AS n
        ${sql} GROUP BY repository_id`,
      values,
    }
  },
})

/** The repositories that belong to an owner now: a name of before counts for nothing here. Owners in lower case. */
export const repositoriesOfOwners = defineQuery({
  name: 'repository_names.of_owners',
  parameters: z.object({ owners: z.array(z.string()).readonly() }),
  row: z.object({ repository_id: z.number() }),
  render: ({ owners }) => ({
    sql: `
      SELECT repository_id FROM repository_names AS n GROUP BY repository_id
      HAVING splitByChar('/', argMax(name_key, n.latest))[1] IN {owners:Array(String)}`,
    values: { owners },
  }),
})
