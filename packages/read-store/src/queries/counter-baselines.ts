import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import { QUARTER_SECONDS } from '../tables/counters.ts'
import {
  type Condition,
  generation,
  inRepositories,
  instant,
  repositoryIds,
  rowTime,
  second,
  tableOf,
  toSecond,
  where,
} from './conditions.ts'

const week = { since: z.date(), until: z.date(), repositories: repositoryIds }

const moveRow = z.object({
  issued_at: rowTime,
  kind: z.enum(['set', 'increment']),
  /** Empty: every counter. */
  counter: z.string(),
  repository_id: z.number().nullable(),
  amount: z.number(),
})

export type CounterMove = z.output<typeof moveRow>

interface Week {
  readonly since: Date
  readonly until: Date
  readonly repositories: readonly number[] | null
}

export function movesIn({ since, until, repositories }: Week): Condition {
  const { sql, values } = where([
    {
      sql: `issued_at >= ${instant('since')} AND issued_at < ${instant('until')}`,
      values: { since: since.getTime(), until: until.getTime() },
    },
    repositories === null ? { sql: 'isNull(repository_id)', values: {} } : inRepositories(repositories),
  ])
  return {
    sql: `
      SELECT command_id, issued_at, kind, counter, repository_id, amount FROM (
        SELECT command_id, first.issued_at AS issued_at, first.kind AS kind, first.counter AS counter,
          first.repository_id AS repository_id, first.amount AS amount
        FROM (SELECT command_id, min(b.move) AS first FROM counter_baselines AS b GROUP BY command_id))
      ${sql}`,
    values,
  }
}

/**
 * What was done in a time to counters over all repositories, or to those of some repositories; in the order in which
 * it was asked for.
 */
export const counterMoves = defineQuery({
  name: 'counters.moves',
  parameters: z.object(week),
  row: moveRow,
  render: (asked) => {
    const { sql, values } = movesIn(asked)
    return {
      sql: `
        SELECT issued_at, kind, counter, repository_id, amount FROM (${sql}) ORDER BY issued_at, command_id`,
      values,
    }
  },
})

const cut = z.object({ counter: z.string(), repository_id: z.int().nullable(), from: z.date() })

/**
 * Facts of a time by counter, those of a counter that has a cut only from there on. Cuts of single repositories go with
 * a list of them, cuts over all with none.
 */
export const countersSinceCuts = defineQuery({
  name: 'counters.since_cuts',
  parameters: z.object({ generation, ...week, cuts: z.array(cut).readonly() }),
  row: z.object({ counter: z.string(), value: z.number() }),
  render: ({ generation: of, since, until, repositories, cuts }) => {
    const within = (time: string): Condition => ({
      sql: `${time} >= ${second('since')} AND ${time} < ${second('until')}`,
      values: { since: toSecond(since), until: toSecond(until) },
    })
    // An entry that nothing is like: the lists are never empty.
    const marks = [{ mark: '', from: 0 }, ...cuts.map((each) => markOf(each))]
    const afterCut = (counter: string, time: string): Condition => ({
      sql: `toUnixTimestamp(${time}) >= transform(${markSql(counter, repositories)}, {marks:Array(String)}, {cuts:Array(UInt32)}, {since:UInt32})`,
      values: { marks: marks.map(({ mark }) => mark), cuts: marks.map(({ from }) => from) },
    })
    const facts = where([
      inRepositories(repositories),
      within('at'),
      // Facts are found by their slot.
      { sql: 'slot >= {slot:UInt32}', values: { slot: Math.floor(toSecond(since) / QUARTER_SECONDS) } },
      afterCut('toString(counter)', 'at'),
    ])
    const conflicts = where([inRepositories(repositories)])
    const seen = where([within('seen'), afterCut("'conflicts'", 'seen')])
    return {
      sql: `
        SELECT toString(counter) AS counter, count() AS value FROM (
          SELECT DISTINCT counter, repository_id, slot, key FROM ${tableOf('counter_facts', of)} ${facts.sql}) GROUP BY counter
        UNION ALL
        SELECT 'conflicts' AS counter, count() AS value FROM (
          SELECT repository_id, min(c.at) AS seen FROM counter_conflicts AS c ${conflicts.sql} GROUP BY repository_id, key)
        ${seen.sql}`,
      values: { ...facts.values, ...conflicts.values, ...seen.values },
    }
  },
})

function markOf({ counter, repository_id, from }: z.output<typeof cut>): { mark: string; from: number } {
  const mark = repository_id === null ? counter : `${counter} ${repository_id}`
  return { mark, from: toSecond(from) }
}

function markSql(counter: string, repositories: readonly number[] | null): string {
  return repositories === null ? counter : `concat(${counter}, ' ', toString(repository_id))`
}
