import { z } from 'zod'
import { defineQuery } from '../named-query.ts'

/**
 * The repository that each name finds. Who bears the name now wins over who bore it once; of several the one that was
 * last seen under it.
 */
export const repositoriesByName = defineQuery({
  name: 'repository_names.find',
  parameters: z.object({ names: z.array(z.string()).readonly() }),
  row: z.object({ name_key: z.string(), repository_id: z.number() }),
  render: ({ names }) => ({
    sql: `
      SELECT holder.1 AS name_key, argMax(repository_id, (holder.1 = current_key, holder.2, repository_id)) AS repository_id
      FROM (
        SELECT n.repository_id AS repository_id, argMax(name_key, n.latest) AS current_key,
          groupArray((name_key, n.latest.seen_at)) AS holders
        FROM repository_names AS n WHERE repository_id IN (
          SELECT repository_id FROM repository_names WHERE name_key IN {names:Array(String)})
        GROUP BY repository_id) ARRAY JOIN holders AS holder
      WHERE name_key IN {names:Array(String)} GROUP BY name_key`,
    values: { names: names.map((name) => name.toLowerCase()) },
  }),
})

/** The name that each repository bears now, as it is spelled. */
export const repositoryNamesById = defineQuery({
  name: 'repository_names.current',
  parameters: z.object({ repositories: z.array(z.number()).readonly() }),
  row: z.object({ repository_id: z.number(), full_name: z.string() }),
  render: ({ repositories }) => ({
    sql: `
      SELECT repository_id, max(n.latest).full_name AS full_name FROM repository_names AS n
      WHERE repository_id IN {repositories:Array(UInt64)} GROUP BY repository_id`,
    values: { repositories },
  }),
})

/** Whether any repository was ever seen. */
export const anyRepository = defineQuery({
  name: 'repository_names.any',
  parameters: z.object({}),
  row: z.object({ known: z.number() }),
  render: () => ({
    sql: 'SELECT count() > 0 AS known FROM (SELECT 1 FROM repository_names LIMIT 1)',
    values: {},
  }),
})
