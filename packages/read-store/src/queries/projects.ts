import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import {
  type Condition,
  inRepositories,
  repositoryIds,
  rowTime,
  second,
  toSecond,
  where,
} from './conditions.ts'

/** By the codes that rows hold. */
export const taskStatuses = ['todo', 'doing', 'done', 'blocked'] as const

const counts = { todo: z.number(), doing: z.number(), done: z.number(), blocked: z.number() }
const countsRow = z.object(counts)

export type ProjectCounts = z.output<typeof countsRow>

const among = z.object({ repositories: repositoryIds })

const planRow = z.object({
  repository_id: z.number(),
  taken_at: rowTime,
  path: z.string().nullable(),
  sha: z.string(),
  ...counts,
})

export type ProjectPlanNow = z.output<typeof planRow>

const COUNTED = taskStatuses.map((status, code) => `countEqual(statuses, ${code}) AS ${status}`).join(', ')

/** The plan of each repository as it was read last. */
export const projectPlans = defineQuery({
  name: 'projects.plans',
  parameters: among,
  row: planRow,
  render: ({ repositories }) => {
    const { sql, values } = where([inRepositories(repositories)])
    return {
      sql: `
        SELECT repository_id, taken_at, path, sha, ${COUNTED} FROM project_plans ${sql}
        ORDER BY repository_id, taken_at DESC, snapshot_id DESC LIMIT 1 BY repository_id`,
      values,
    }
  },
})

/** The readings of a repository's plan, the newest first. */
export const planHistory = defineQuery({
  name: 'projects.plan_history',
  parameters: z.object({ repository_id: z.int().min(0), limit: z.int() }),
  row: planRow,
  render: (values) => ({
    sql: `
      SELECT repository_id, taken_at, path, sha, ${COUNTED} FROM project_plans
      WHERE repository_id = {repository_id:UInt64}
      ORDER BY taken_at DESC, snapshot_id DESC LIMIT 1 BY taken_at, snapshot_id LIMIT {limit:UInt32}`,
    values,
  }),
})

/** The tasks of a repository's plan as it was read last, as they stand in it. */
export const projectPlanTasks = defineQuery({
  name: 'projects.plan_tasks',
  parameters: z.object({ repository_id: z.int().min(0) }),
  row: z.object({ title: z.string(), status: z.number(), priority: z.string() }),
  render: (values) => ({
    sql: `
      SELECT task.1 AS title, task.2 AS status, task.3 AS priority FROM (
        SELECT arrayZip(titles, statuses, priorities) AS tasks FROM project_plans
        WHERE repository_id = {repository_id:UInt64} ORDER BY taken_at DESC, snapshot_id DESC LIMIT 1)
      ARRAY JOIN tasks AS task`,
    values,
  }),
})

/** When something happened to each repository's plan, and when a push changed its plan or a manifest last. */
export const projectUpdateTimes = defineQuery({
  name: 'projects.update_times',
  parameters: among,
  row: z.object({ repository_id: z.number(), updated_at: rowTime, changed_at: rowTime.nullable() }),
  render: ({ repositories }) => {
    const { sql, values } = where([inRepositories(repositories)])
    return {
      sql: `
        SELECT repository_id, max(at) AS updated_at, maxOrNullIf(at, kind != 'read') AS changed_at
        FROM project_updates ${sql} GROUP BY repository_id`,
      values,
    }
  },
})

/** A mark is Unix seconds × 32 + rank × 8 + labelled × 4 + status. */
const STATUS = 'bitAnd(mark, 3)'
const SEEN_AT = "toDateTime(intDiv(mark, 32), 'UTC')"

/** Issues with the label `plan` or of an open milestone; `planned` finds those that once were. */
export function plannedIssues(repositories: readonly number[] | null): Condition {
  const its = where([inRepositories(repositories), { sql: "kind = 'issue' AND planned = 1", values: {} }])
  const milestones = where([inRepositories(repositories), { sql: "kind = 'milestone'", values: {} }])
  return {
    sql: `
      SELECT repository_id, number, mark, about FROM (
        SELECT repository_id, number, max(i.mark) AS mark, max(i.gone) AS gone, max(i.about) AS about
        FROM project_items AS i WHERE (kind, repository_id, number) IN (
          SELECT kind, repository_id, number FROM project_items ${its.sql})
        GROUP BY repository_id, number)
      WHERE gone = 0 AND (bitAnd(mark, 4) = 4 OR (repository_id, ifNull(about.milestone, 0)) IN (
        SELECT repository_id, number FROM (
          SELECT repository_id, number, max(m.mark) AS mark, max(m.gone) AS gone FROM project_items AS m ${milestones.sql}
          GROUP BY repository_id, number)
        WHERE gone = 0 AND ${STATUS} = 0))`,
    values: { ...its.values, ...milestones.values },
  }
}

/** How many issues of each repository are tasks, by status. */
export const projectIssueCounts = defineQuery({
  name: 'projects.issue_counts',
  parameters: among,
  row: z.object({ repository_id: z.number(), changed_at: rowTime, ...counts }),
  render: ({ repositories }) => {
    const planned = plannedIssues(repositories)
    const counted = taskStatuses.map((status, code) => `countIf(${STATUS} = ${code}) AS ${status}`)
    return {
      sql: `
        SELECT repository_id, max(${SEEN_AT}) AS changed_at, ${counted.join(', ')}
        FROM (${planned.sql}) GROUP BY repository_id`,
      values: planned.values,
    }
  },
})

/** The issues of a repository that are tasks, by number. */
export const projectIssueTasks = defineQuery({
  name: 'projects.issue_tasks',
  parameters: z.object({ repository_id: z.int().min(0), limit: z.int() }),
  row: z.object({
    number: z.number(),
    title: z.string(),
    status: z.number(),
    priority: z.string().nullable(),
    milestone: z.number().nullable(),
  }),
  render: ({ repository_id, limit }) => {
    const planned = plannedIssues([repository_id])
    return {
      sql: `
        SELECT number, about.title AS title, ${STATUS} AS status, about.priority AS priority, about.milestone AS milestone
        FROM (${planned.sql}) ORDER BY number LIMIT {limit:UInt32}`,
      values: { ...planned.values, limit },
    }
  },
})

const place = z.object({ at: z.date(), kind: z.string(), path: z.string(), sha: z.string() })
const KEY = 'at, kind, path, sha'

/** What happened to a repository's plan, the newest first, after a place. A push has the job that read its commit. */
export const projectUpdatePage = defineQuery({
  name: 'projects.updates',
  parameters: z.object({ repository_id: z.int().min(0), after: place.nullable(), limit: z.int() }),
  row: z.object({
    at: rowTime,
    kind: z.enum(['plan', 'manifest', 'read']),
    path: z.string(),
    sha: z.string(),
    change: z.string(),
    job_id: z.string(),
  }),
  render: ({ repository_id, after, limit }) => {
    const follows: Condition | null = after && {
      sql: `(${KEY}) < (${second('after_time')}, {after_kind:String}, {after_path:String}, {after_sha:String})`,
      values: {
        after_time: toSecond(after.at),
        after_kind: after.kind,
        after_path: after.path,
        after_sha: after.sha,
      },
    }
    const its: Condition = { sql: 'repository_id = {repository_id:UInt64}', values: { repository_id } }
    const { sql, values } = where([its])
    const page = where([follows])
    return {
      sql: `
        SELECT ${KEY}, change, job_id FROM (
          SELECT ${KEY}, change, max(job_id) OVER (PARTITION BY sha) AS job_id FROM project_updates ${sql}) ${page.sql}
        ORDER BY at DESC, kind DESC, path DESC, sha DESC LIMIT 1 BY ${KEY} LIMIT {limit:UInt32}`,
      values: { ...values, ...page.values, limit },
    }
  },
})
