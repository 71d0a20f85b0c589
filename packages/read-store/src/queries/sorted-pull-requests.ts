import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import { allOf, generation, inRange, inRepositories, MERGED, tableOf, where } from './conditions.ts'
import { contentFilters, pullRequestFilters } from './pull-request-pages.ts'
import { type SortColumns, sortedPage, sortedRow, sorting } from './sorting.ts'

const seconds = (column: string) => ({ sql: `toInt64(toUnixTimestamp(${column}))`, type: 'Int64' }) as const
const text = (column: string) => ({ sql: `lowerUTF8(${column})`, type: 'String' }) as const
const count = (column: string) => ({ sql: `toInt64(${column})`, type: 'Int64' }) as const

// Merged tuples are read whole, so each order reads the one that it is in.
const columns: SortColumns = {
  updated_at: { sql: 'toUnixTimestamp64Milli(newest.observed_at)', type: 'Int64' },
  created_at: seconds('newest.created_at'),
  closed_at: seconds('newest.closed_at'),
  merged_at: seconds('newest.merged_at'),
  title: text('newest.title'),
  author: text('newest.author'),
  state: text('newest.state'),
  lines: count('details.additions + details.deletions'),
  changed_files: count('details.changed_files'),
  commits: count('details.commits'),
}

/** Pull requests that fit the filter in the order of a column: all of them are looked at. */
export const sortedPullRequests = defineQuery({
  name: 'pull_requests.sorted',
  parameters: z.object({ generation, ...pullRequestFilters, sorting, limit: z.int() }),
  row: z.object({ repository_id: z.number(), number: z.number(), ...sortedRow }),
  render: ({ generation: of, sorting: asked, limit, ...wanted }) => {
    const { column, after, order } = sortedPage(columns, { repository_id: 'UInt64', number: 'UInt64' }, asked)
    const scope = where([inRepositories(wanted.repositories)])
    const fits = where([
      ...inRange('newest.observed_at', wanted),
      ...contentFilters('newest.state', 'newest.author', 'newest.labels', wanted),
    ])
    const rest = where([allOf([after])])
    const details = column.includes('details.') ? ', detail AS details' : ''
    return {
      sql: `
        SELECT repository_id, number, sort_value FROM (
          SELECT repository_id, number, ${column} FROM (
            SELECT repository_id, number, core AS newest ${details} FROM ${tableOf('pull_requests', of)} ${scope.sql})
          ${fits.sql})
        ${rest.sql} ${order} LIMIT {limit:UInt32} ${MERGED}`,
      values: { ...scope.values, ...fits.values, ...rest.values, limit },
    }
  },
})
