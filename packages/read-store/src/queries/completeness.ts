import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import { generation, inRepositories, MERGED, repositoryIds, rowTime, tableOf, where } from './conditions.ts'

const row = z.object({
  repository_id: z.number(),
  kind: z.string(),
  /** When GitHub was asked. */
  counted_at: rowTime,
  /** How many it counted then. */
  github: z.number(),
  /** How many we hold now. */
  held: z.number(),
})

/** What GitHub counts and what we hold, of each repository and kind that GitHub was asked about. */
export const completenessOfRepositories = defineQuery({
  name: 'repositories.completeness',
  parameters: z.object({
    repositories: repositoryIds,
    /** Of the read model `pull-requests`. */
    generation,
  }),
  row,
  render: ({ repositories, generation: of }) => {
    const { sql, values } = where([inRepositories(repositories)])
    const parts = [
      // An element of a tuple is not merged: it would be any row's.
      `SELECT repository_id, concat('pull_requests_', newest.state) AS kind, count() AS held
       FROM (SELECT repository_id, number, max(p.latest) AS newest FROM ${tableOf('pull_requests', of)} AS p ${sql}
         GROUP BY repository_id, number)
       GROUP BY repository_id, kind`,
      `SELECT repository_id, if(bitAnd(mark, 1) = 1, 'issues_closed', 'issues_open') AS kind, countIf(gone = 0) AS held
       FROM issues ${sql} GROUP BY repository_id, kind`,
      `SELECT repository_id, 'deployments' AS kind, count() AS held FROM deployments ${sql} GROUP BY repository_id`,
      `SELECT repository_id, 'releases' AS kind, countIf(deleted = 0) AS held FROM releases ${sql} GROUP BY repository_id`,
    ]
    return {
      sql: `
        SELECT github.repository_id AS repository_id, github.kind AS kind, github.told.taken_at AS counted_at,
          github.told.count AS github, ours.held AS held
        FROM (SELECT repository_id, toString(kind) AS kind, told FROM repository_totals ${sql}) AS github
        LEFT JOIN (${parts.join('\nUNION ALL\n')}) AS ours
          ON ours.repository_id = github.repository_id AND ours.kind = github.kind
        ORDER BY repository_id, kind ${MERGED}`,
      values,
    }
  },
})
