import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import { generation, inRepositories, repositoryIds, rowTime, tableOf, where } from './conditions.ts'

/** What is older than such a silence stands alone: an issue of years ago that was closed, or an old payload sent again. */
const SILENCE_SECONDS = 90 * 86_400

/**
 * From when on things of these repositories are counted, to the 15 minutes. Commits are counted by times of their own, and one that
 * is pushed today may be years old: they begin no history. Null while nothing is.
 */
export const counterHistory = defineQuery({
  name: 'counters.history',
  parameters: z.object({ generation, repositories: repositoryIds }),
  row: z.object({ since: rowTime.nullable() }),
  render: ({ generation: of, repositories }) => {
    const table = repositories === null ? 'counter_quarter_totals' : 'counter_quarters'
    const { sql, values } = where([{ sql: "counter != 'commits'", values: {} }, inRepositories(repositories)])
    return {
      sql: `
        SELECT if(empty(times), NULL, toDateTime(times[greatest(1,
          arrayLastIndex(silence -> silence > ${SILENCE_SECONDS}, arrayDifference(times)))], 'UTC')) AS since
        FROM (
          SELECT arraySort(groupArray(toUnixTimestamp(first))) AS times FROM (
            SELECT min(quarter) AS first FROM ${tableOf(table, of)} ${sql} GROUP BY day))`,
      values,
    }
  },
})
