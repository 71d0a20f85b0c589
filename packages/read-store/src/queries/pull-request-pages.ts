import { TupleParam } from '@clickhouse/client'
import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import {
  anyOfTexts,
  type Condition,
  generation,
  inRange,
  inRepositories,
  instant,
  noneOfAnyCase,
  noneOfTexts,
  oneOf,
  oneOfAnyCase,
  repositoryIds,
  rowTime,
  tableOf,
  timeRange,
  where,
} from './conditions.ts'

const key = z.object({ repository_id: z.int().min(0), number: z.int().min(0) })

type PullRequestKey = z.output<typeof key>

/** A place in the order of pages: by the last update, then repository and number, all descending. */
const place = z.object({ observed_at: z.date(), ...key.shape })

const candidateRow = z.object({ observed_at: rowTime, repository_id: z.number(), number: z.number() })

export type PullRequestCandidate = z.output<typeof candidateRow>

export const pullRequestFilters = {
  ...timeRange,
  repositories: repositoryIds,
  states: anyOfTexts,
  authors: anyOfTexts,
  /** Authors that are left out, in lower case. */
  without: noneOfTexts,
  labels: anyOfTexts,
}

export interface PullRequestFilters {
  readonly since: Date | null
  readonly until: Date | null
  readonly repositories: readonly number[] | null
  readonly states: readonly string[] | null
  readonly authors: readonly string[] | null
  readonly without: readonly string[]
  readonly labels: readonly string[] | null
}

const candidateParameters = z.object({
  generation,
  ...pullRequestFilters,
  after: place.nullable(),
  limit: z.int(),
})

const ORDER = 'ORDER BY observed_at DESC, repository_id DESC, number DESC LIMIT {limit:UInt32}'

// Later than anything that is stored: a condition on the time makes ClickHouse read in the order of time.
const FAR = new Date('2200-01-01')

/**
 * Pull requests that fit the filter by their last update, newest first, read in the order in which they lie (a
 * ClickHouse projection). One that was seen again a moment ago may come twice. It does not know of authors and labels.
 */
export const updateCandidates = defineQuery({
  name: 'pull_requests.update_candidates',
  parameters: candidateParameters,
  row: candidateRow,
  render: (parameters) => {
    const { since, until, repositories } = parameters
    const { sql, values } = where([
      ...inRange('updated_at', { since, until: until ?? FAR }),
      inRepositories(repositories),
      oneOf('latest.state', 'states', parameters.states),
      beforePlace('updated_at', parameters.after),
    ])
    return {
      sql: `
        SELECT updated_at AS observed_at, repository_id, number FROM ${tableOf('pull_requests', parameters.generation)}
        ${sql} ${ORDER}`,
      values: { ...values, limit: parameters.limit },
    }
  },
})

/**
 * Observations of pull requests that fit the filter, newest first: every one is looked at, through the columns that
 * the filter needs. Quick for a few repositories, and finds what is rare.
 */
export const stateCandidates = defineQuery({
  name: 'pull_requests.state_candidates',
  parameters: candidateParameters,
  row: candidateRow,
  render: (parameters) => {
    const { sql, values } = where([
      inRepositories(parameters.repositories),
      ...inRange('core.observed_at', parameters),
      ...contentFilters('core.state', 'core.author', 'core.labels', parameters),
      beforePlace('core.observed_at', parameters.after),
    ])
    return {
      sql: `
        SELECT core.observed_at AS observed_at, repository_id, number
        FROM ${tableOf('pull_requests', parameters.generation)} ${sql} ${ORDER}`,
      values: { ...values, limit: parameters.limit },
    }
  },
})

export function contentFilters(
  state: string,
  author: string,
  labels: string,
  wanted: Pick<PullRequestFilters, 'states' | 'authors' | 'without' | 'labels'>,
): readonly (Condition | null)[] {
  return [
    oneOf(state, 'states', wanted.states),
    oneOfAnyCase(`ifNull(${author}, '')`, 'authors', wanted.authors),
    noneOfAnyCase(`ifNull(${author}, '')`, wanted.without),
    wanted.labels && {
      sql: `arrayExists(label -> lowerUTF8(label) IN {labels:Array(String)}, ${labels})`,
      values: { labels: wanted.labels.map((label) => label.toLowerCase()) },
    },
  ]
}

function beforePlace(column: string, after: z.output<typeof place> | null): Condition | null {
  if (after === null) return null
  const at = instant('after_time')
  const sameTime = '(repository_id, number) < ({after_repository:UInt64}, {after_number:UInt64})'
  return {
    sql: `${column} <= ${at} AND (${column} < ${at} OR ${sameTime})`,
    values: {
      after_time: after.observed_at.getTime(),
      after_repository: after.repository_id,
      after_number: after.number,
    },
  }
}

function amongKeys(keys: readonly PullRequestKey[]): Condition {
  return {
    sql: '(repository_id, number) IN {keys:Array(Tuple(UInt64, UInt64))}',
    values: { keys: keys.map(({ repository_id, number }) => new TupleParam([repository_id, number])) },
  }
}

/** Of some pull requests those that fit the filter now, with the time of their last update. */
export const currentUpdates = defineQuery({
  name: 'pull_requests.current_updates',
  parameters: z.object({ generation, ...pullRequestFilters, keys: z.array(key).readonly() }),
  row: candidateRow,
  render: ({ generation: of, keys, ...wanted }) => {
    const among = where([amongKeys(keys)])
    const content = contentFilters('newest.4', 'newest.5', 'newest.6', wanted)
    const filtered = content.some((condition) => condition !== null)
    const fit = where(content)
    // The newest observation's content comes along only when somebody asks for it.
    const observation = filtered
      ? 'core.observed_at, core.rank, core.guid, core.state, core.author, core.labels'
      : 'core.observed_at'
    return {
      sql: `
        SELECT newest.1 AS observed_at, repository_id, number FROM (
          SELECT repository_id, number, max(tuple(${observation})) AS newest
          FROM ${tableOf('pull_requests', of)} ${among.sql} GROUP BY repository_id, number)
        ${fit.sql}`,
      values: { ...among.values, ...fit.values },
    }
  },
})

const coreRow = z.object({
  observed_at: rowTime,
  state: z.enum(['open', 'closed', 'merged']),
  title: z.string(),
  author: z.string().nullable(),
  author_type: z.string(),
  created_at: rowTime,
  closed_at: rowTime.nullable(),
  merged_at: rowTime.nullable(),
  labels: z.array(z.string()),
  head_ref: z.string(),
  head_sha: z.string(),
  base_ref: z.string(),
})

const detailRow = z.object({
  draft: z.boolean().nullable(),
  mergeable: z.boolean().nullable(),
  merged_by: z.string().nullable(),
  additions: z.number().nullable(),
  deletions: z.number().nullable(),
  changed_files: z.number().nullable(),
  commits: z.number().nullable(),
})

const stateRow = z.object({
  repository_id: z.number(),
  number: z.number(),
  core: coreRow,
  detail: detailRow,
})

export type PullRequestStateRow = z.output<typeof stateRow>

/** Pull requests as they are now. */
export const pullRequestStates = defineQuery({
  name: 'pull_requests.states',
  parameters: z.object({ generation, keys: z.array(key).readonly() }),
  row: stateRow,
  render: ({ generation: of, keys }) => {
    const { sql, values } = where([amongKeys(keys)])
    return {
      sql: `
        SELECT repository_id, number, max(p.core) AS core, max(p.detail) AS detail
        FROM ${tableOf('pull_requests', of)} AS p ${sql} GROUP BY repository_id, number`,
      values,
    }
  },
})
