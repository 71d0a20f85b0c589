import { TupleParam } from '@clickhouse/client'
import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import {
  anyOfTexts,
  type Condition,
  inRepositories,
  MERGED,
  oneOf,
  oneOfAnyCase,
  repositoryIds,
  rowTime,
  second,
  secondRange,
  timeRange,
  toSecond,
  where,
} from './conditions.ts'
import { type SortColumns, sortedPage, sortedRow, sorting } from './sorting.ts'

/** What the last four bits of a deployment's mark mean. */
const deploymentStates = [
  'created',
  'waiting',
  'queued',
  'pending',
  'in_progress',
  'error',
  'failure',
  'success',
  'inactive',
] as const

const STATES = `[${deploymentStates.map((state) => `'${state}'`).join(', ')}]`
const stateOf = (mark: string) => `${STATES}[1 + bitAnd(${mark}, 15)]`

const key = z.object({ repository_id: z.int().min(0), deployment_id: z.int().min(0) })
const place = z.object({ created_at: z.date(), ...key.shape })

const deploymentRow = z.object({
  created_at: rowTime,
  repository_id: z.number(),
  deployment_id: z.number(),
  state: z.enum(deploymentStates),
  state_at: rowTime,
  environment: z.string(),
  production: z.boolean(),
  ref: z.string(),
  sha: z.string(),
  task: z.string(),
  creator: z.string().nullable(),
  hotfix: z.boolean(),
  started_at: rowTime.nullable(),
  succeeded_at: rowTime.nullable(),
  failed_at: rowTime.nullable(),
  fits: z.boolean(),
})

export type DeploymentNow = z.output<typeof deploymentRow>

const KEY = 'created_at, repository_id, deployment_id'
const ORDER = 'ORDER BY created_at DESC, repository_id DESC, deployment_id DESC'

const deploymentFilters = {
  ...timeRange,
  repositories: repositoryIds,
  environments: anyOfTexts,
  states: anyOfTexts,
  production: z.boolean().nullable(),
}

interface DeploymentFilters {
  readonly environments: readonly string[] | null
  readonly states: readonly string[] | null
  readonly production: boolean | null
}

/**
 * The next `limit` deployments, newest first, that fit the filter or did once: `fits` says whether they do now. They
 * are found by their rows as they lie, and only these are merged: a page costs what it holds, not what there is.
 */
export const deploymentCandidates = defineQuery({
  name: 'deployments.candidates',
  parameters: z.object({ ...deploymentFilters, after: place.nullable(), limit: z.int() }),
  row: deploymentRow,
  render: (wanted) => {
    const filters = contentFilters(wanted)
    const found = where([
      ...secondRange('created_at', wanted),
      inRepositories(wanted.repositories),
      ...filters,
      beforePlace(wanted.after),
    ])
    const fits = filters.flatMap((filter) => filter?.sql ?? [])
    return {
      sql: `
        SELECT * REPLACE (toBool(production) AS production, toBool(hotfix) AS hotfix), ${stateOf('mark')} AS state,
          toDateTime(intDiv(mark, 16), 'UTC') AS state_at,
          ${fits.length === 0 ? 'true' : `toBool(${fits.join(' AND ')})`} AS fits
        FROM (
          SELECT ${KEY}, max(d.mark) AS mark, max(d.environment) AS environment, max(d.production) AS production,
            max(d.ref) AS ref, max(d.sha) AS sha, max(d.task) AS task, max(d.creator) AS creator,
            max(d.hotfix) AS hotfix, min(d.started_at) AS started_at, min(d.succeeded_at) AS succeeded_at,
            min(d.failed_at) AS failed_at
          FROM deployments AS d WHERE (${KEY}) IN (
            SELECT ${KEY} FROM deployments ${found.sql} ${ORDER} LIMIT 1 BY ${KEY} LIMIT {limit:UInt32})
          GROUP BY ${KEY})
        ${ORDER}`,
      values: { ...found.values, limit: wanted.limit },
    }
  },
})

const text = (sql: string) => ({ sql: `lowerUTF8(${sql})`, type: 'String' }) as const

const columns: SortColumns = {
  created_at: { sql: 'toInt64(toUnixTimestamp(created_at))', type: 'Int64' },
  state: text('state'),
  environment: text('environment'),
  ref: text('ref'),
  creator: text('creator'),
  time_to_success: {
    // The greatest of nothing and 0 would be 0.
    sql: "toInt64(if(isNull(succeeded_at), NULL, greatest(0, dateDiff('second', created_at, succeeded_at))))",
    type: 'Int64',
  },
}

/** Deployments that fit the filter in the order of a column: all of them are looked at. */
export const sortedDeployments = defineQuery({
  name: 'deployments.sorted',
  parameters: z.object({ ...deploymentFilters, sorting, limit: z.int() }),
  row: deploymentRow.extend(sortedRow),
  render: ({ sorting: asked, limit, ...wanted }) => {
    const key = { repository_id: 'UInt64', deployment_id: 'UInt64' } as const
    const { column, after, order } = sortedPage(columns, key, asked)
    const scope = where([...secondRange('created_at', wanted), inRepositories(wanted.repositories)])
    const fits = where(contentFilters(wanted))
    const rest = where([after])
    return {
      sql: `
        SELECT * FROM (
          SELECT *, ${column} FROM (
            SELECT * REPLACE (toBool(production) AS production, toBool(hotfix) AS hotfix), ${stateOf('mark')} AS state,
              toDateTime(intDiv(mark, 16), 'UTC') AS state_at, true AS fits
            FROM (
              SELECT ${KEY}, mark, environment, production, ref, sha, task, creator, hotfix, started_at, succeeded_at, failed_at
              FROM deployments ${scope.sql})
            ${fits.sql}))
        ${rest.sql} ${order} LIMIT {limit:UInt32} ${MERGED}`,
      values: { ...scope.values, ...fits.values, ...rest.values, limit },
    }
  },
})

function contentFilters(wanted: DeploymentFilters): readonly (Condition | null)[] {
  return [
    oneOf(stateOf('mark'), 'states', wanted.states),
    oneOfAnyCase('environment', 'environments', wanted.environments),
    wanted.production === null ? null : { sql: `production = ${wanted.production ? 1 : 0}`, values: {} },
  ]
}

function beforePlace(after: z.output<typeof place> | null): Condition | null {
  if (after === null) return null
  const at = second('after_time')
  return {
    sql: `created_at <= ${at} AND (${KEY}) < (${at}, {after_repository:UInt64}, {after_deployment:UInt64})`,
    values: {
      after_time: toSecond(after.created_at),
      after_repository: after.repository_id,
      after_deployment: after.deployment_id,
    },
  }
}

const statusRow = z.object({
  repository_id: z.number(),
  deployment_id: z.number(),
  status_id: z.number(),
  at: rowTime,
  state: z.string(),
  creator: z.string().nullable(),
})

/** The statuses of some deployments, oldest first. */
export const deploymentStatuses = defineQuery({
  name: 'deployments.statuses',
  parameters: z.object({ keys: z.array(key).readonly() }),
  row: statusRow,
  render: ({ keys }) => ({
    sql: `
      SELECT repository_id, deployment_id, status_id, at, state, max(s.creator) AS creator
      FROM deployment_statuses AS s
      WHERE (repository_id, deployment_id) IN {keys:Array(Tuple(UInt64, UInt64))}
      GROUP BY repository_id, deployment_id, status_id, at, state ORDER BY at, status_id`,
    values: {
      keys: keys.map(({ repository_id, deployment_id }) => new TupleParam([repository_id, deployment_id])),
    },
  }),
})
