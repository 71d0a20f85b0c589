import { z } from 'zod'
import { defineQuery, type RenderedQuery } from '../named-query.ts'
import { atStage, checkFilters, checkKinds } from './check-pages.ts'
import { candidateRow } from './check-places.ts'
import {
  allOf,
  type Condition,
  generation,
  inRepositories,
  MERGED,
  oneOf,
  oneOfAnyCase,
  type TimeRange,
  tableOf,
  where,
} from './conditions.ts'
import { inDays } from './day-ranges.ts'
import {
  type SortColumns,
  type Sorting,
  sortedCount,
  sortedPage,
  sortedRow,
  sortedText,
  sortedTime,
  sorting,
} from './sorting.ts'
import { jobContent, jobPageFilters, runContent, runPageFilters, workflowFilters } from './workflow-pages.ts'

const page = { sorting, limit: z.int() }

const row = candidateRow.extend({ ...sortedRow, at_seconds: z.number() })

export type SortedCheck = z.output<typeof row>

/** The key of what has a place. Equal ones are ordered by it, the newest first. */
const PLACE = { at_seconds: 'UInt64', id: 'UInt64', repository_id: 'UInt64', part: 'UInt64' } as const

interface Asked extends TimeRange {
  readonly generation: string
  readonly repositories: readonly number[] | null
  readonly sorting: Sorting
  readonly limit: number
}

interface Source {
  readonly table: string
  readonly at: string
  readonly id: string
  readonly part: string
  /** What is read of each row beside its place, merged. */
  readonly reads: string
  readonly orders: SortColumns
  /** Of merged rows. */
  readonly content: readonly (Condition | null)[]
}

/** Places in the order of a column: all that fits is looked at, as it is now. */
function inOrder(asked: Asked, sources: readonly Source[]): RenderedQuery {
  const parts = sources.map((source) => {
    const { table, at, id, part, reads, orders, content } = source
    const { column } = sortedPage(orders, PLACE, asked.sorting)
    const scope = where([...inDays(at, asked), inRepositories(asked.repositories)])
    const fits = where(content)
    return {
      sql: `
        SELECT ${at} AS at, ${id} AS id, repository_id, toUInt32(${part}) AS part, toUnixTimestamp(${at}) AS at_seconds, ${column}
        FROM (SELECT ${at}, ${id}, repository_id, ${reads} FROM ${tableOf(table, asked.generation)} ${scope.sql}) ${fits.sql}`,
      values: { ...scope.values, ...fits.values },
    }
  })
  const { after, order } = sortedPage(sources[0]?.orders ?? {}, PLACE, asked.sorting)
  const rest = where([allOf([after])])
  return {
    sql: `
      SELECT * FROM (${parts.map(({ sql }) => sql).join(' UNION ALL ')})
      ${rest.sql} ${order} LIMIT {limit:UInt32} ${MERGED}`,
    values: Object.assign({ limit: asked.limit }, rest.values, ...parts.map(({ values }) => values)),
  }
}

/** Seconds between two times that are known, never less than none. */
function between(from: string, to: string, known: string) {
  return {
    sql: `if(${known}, greatest(0, toInt64(toUnixTimestamp(assumeNotNull(${to}))) - toInt64(toUnixTimestamp(assumeNotNull(${from})))), NULL)`,
    type: 'Int64',
  } as const
}

const isTime = (column: string) => `ifNull(toUnixTimestamp(${column}), 0) != 0`

const checkRunOrders: SortColumns = {
  created_at: sortedTime('created_at'),
  completed_at: sortedTime('completion.completed_at'),
  duration: between(
    'started_at',
    'completion.completed_at',
    `stage > 2 AND ${isTime('started_at')} AND ${isTime('completion.completed_at')}`,
  ),
  name: sortedText('toString(name)'),
  conclusion: sortedText("nullIf(completion.conclusion, '')"),
  head_branch: sortedText('head_branch'),
}

const statusOrders: SortColumns = {
  created_at: sortedTime('created_at'),
  completed_at: sortedTime("if(state = 'pending', NULL, created_at)"),
  duration: sortedCount('CAST(NULL AS Nullable(Int64))'),
  name: sortedText('context'),
  conclusion: sortedText("nullIf(state, 'pending')"),
  head_branch: sortedText('if(length(branches) = 1, branches[1], NULL)'),
}

const IN_PROGRESS = 3

/** Check runs and reports of commit statuses in the order of a column. A report that another one followed is no check any more. */
export const sortedChecks = defineQuery({
  name: 'checks.sorted',
  parameters: z.object({
    generation,
    ...checkFilters,
    kinds: z.array(z.enum(['check_run', 'status'])).readonly(),
    ...page,
  }),
  row,
  render: (asked) => {
    const { names, shas, branches, conclusions, stages, kinds } = asked
    const runs: Source = {
      ...{ table: 'check_runs', at: 'created_at', id: 'check_run_id', part: `${checkKinds.check_run}` },
      reads: 'name, head_sha, head_branch, stage, started_at, completion',
      orders: checkRunOrders,
      content: [
        oneOfAnyCase('name', 'names', names),
        oneOf('head_sha', 'shas', shas),
        oneOf("ifNull(head_branch, '')", 'branches', branches),
        oneOf('completion.conclusion', 'conclusions', conclusions),
        atStage(stages),
      ],
    }
    const isPending = stages?.includes(IN_PROGRESS) ? "state = 'pending'" : '0'
    const statuses: Source = {
      ...{ table: 'commit_statuses', at: 'created_at', id: 'status_id', part: `${checkKinds.status}` },
      reads: 'context, state, head_sha, branches',
      orders: statusOrders,
      content: [
        oneOfAnyCase('context', 'names', names),
        oneOf('head_sha', 'shas', shas),
        branches && { sql: 'hasAny(branches, {branches:Array(String)})', values: { branches } },
        oneOf('state', 'conclusions', conclusions),
        stages && { sql: isPending, values: {} },
      ],
    }
    return inOrder(asked, [
      ...(kinds.includes('check_run') ? [runs] : []),
      ...(kinds.includes('status') ? [statuses] : []),
    ])
  },
})

const runOrders: SortColumns = {
  started_at: sortedTime('started_at'),
  completed_at: sortedTime('completed_at'),
  duration: between('started_at', 'completed_at', `${isTime('started_at')} AND ${isTime('completed_at')}`),
  workflow: sortedText('workflow'),
  event: sortedText('event'),
  head_branch: sortedText('head_branch'),
  conclusion: sortedText('conclusion'),
  actor: sortedText('actor'),
}

/** Attempts of workflow runs in the order of a column. */
export const sortedWorkflowRuns = defineQuery({
  name: 'workflows.sorted_runs',
  parameters: z.object({ generation, ...workflowFilters, ...runPageFilters, ...page }),
  row,
  render: (asked) =>
    inOrder(asked, [
      {
        ...{ table: 'workflow_runs', at: 'started_at', id: 'run_id', part: 'attempt' },
        reads: 'attempt, workflow, event, head_sha, head_branch, stage, conclusion, actor, completed_at',
        orders: runOrders,
        content: runContent(asked),
      },
    ]),
})

const jobOrders: SortColumns = {
  created_at: sortedTime('created_at'),
  started_at: sortedTime('started_at'),
  completed_at: sortedTime('completed_at'),
  queue_wait: between(
    'created_at',
    'started_at',
    `isNotNull(runner_name) AND ${isTime('created_at')} AND ${isTime('started_at')}`,
  ),
  duration: between(
    'started_at',
    'completed_at',
    `isNotNull(runner_name) AND ${isTime('started_at')} AND ${isTime('completed_at')}`,
  ),
  name: sortedText('toString(name)'),
  workflow: sortedText("nullIf(toString(workflow), '')"),
  runner_group: sortedText('toString(runner_group)'),
  head_branch: sortedText('head_branch'),
  conclusion: sortedText('toString(conclusion)'),
}

/** Jobs in the order of a column. */
export const sortedWorkflowJobs = defineQuery({
  name: 'workflows.sorted_jobs',
  parameters: z.object({ generation, ...workflowFilters, ...jobPageFilters, ...page }),
  row,
  render: (asked) =>
    inOrder(asked, [
      {
        ...{ table: 'workflow_jobs', at: 'created_at', id: 'job_id', part: '0' },
        reads:
          'run_id, name, workflow, head_sha, head_branch, runner_name, runner_group, stage, conclusion, started_at, completed_at',
        orders: jobOrders,
        content: jobContent(asked),
      },
    ]),
})
