import { z } from 'zod'
import { freshness, listOf } from './answers.ts'
import { cursor, limit, repository, sortedBy, time, words } from './parameters.ts'
import { proofParameters, proven } from './proof.ts'
import { defineRoute } from './route.ts'

const taskStatuses = ['todo', 'doing', 'done', 'blocked'] as const
const projectStatuses = ['green', 'yellow', 'red'] as const

const progress = z.object({
  status: z
    .enum(projectStatuses)
    .describe(
      '`green`: 70 % or more and nothing blocked; `yellow`: 30 % or more and one blocked at most; else `red`, without tasks too.',
    ),
  percentage_complete: z.number().describe('100 × (done + doing) ÷ all, to two decimals; 0 without tasks.'),
  tasks_total: z.int(),
  tasks_todo: z.int(),
  tasks_doing: z.int(),
  tasks_done: z.int(),
  tasks_blocked: z.int(),
})

const planProgress = progress.extend({
  path: z.string().nullable().describe('Of the plan file; null when there was none.'),
  sha: z.string().describe('The commit that was read.'),
  read_at: time,
})

const facts = {
  id: z.int().describe('The repository’s number at GitHub.'),
  repository: z.string().describe('Its name now.'),
  plan: planProgress.nullable().describe('The plan file as it was read last; null until it was read.'),
  issues: progress
    .nullable()
    .describe('Issues of an open milestone or labelled `plan`; null when there are none.'),
  last_updated: time.describe('When the plan was changed or read last, or a planned issue changed.'),
  plan_changed_at: time
    .nullable()
    .describe('When a push changed a plan or manifest file last; null while none did.'),
  plan_is_current: z
    .boolean()
    .nullable()
    .describe('Whether the plan was read since then; null when it was neither read nor changed.'),
  freshness_status: z
    .enum(['healthy', 'warning', 'stale'])
    .describe('`healthy` up to 7 days after the last update, `warning` up to 30, then `stale`.'),
}

export const projectEntry = z.object(facts).meta({ id: 'Project' })

export const projectOrders = {
  last_updated: 'value',
  repository: 'text',
  plan_status: 'value',
  plan_percentage: 'value',
  plan_done: 'value',
  plan_blocked: 'value',
  plan_path: 'text',
  plan_is_current: 'value',
  issues_done: 'value',
} as const

export const listProjects = defineRoute({
  operationId: 'listProjects',
  method: 'get',
  path: '/api/v1/projects',
  role: 'viewer',
  tag: 'Projects',
  summary: 'Plans and their progress',
  description:
    'A repository is a project once a plan or manifest file was changed or read, or an issue was planned. The last updated first unless `sort` says otherwise. By `plan_status` red is the greatest and green the least; without tasks status, percentage and numbers of tasks order like unknown ones.',
  pathParameters: z.object({}),
  query: z.object({
    repository,
    status: words(projectStatuses, 'Of the plan file, or of the issues.'),
    ...sortedBy(projectOrders, 'last_updated'),
    limit,
    cursor,
    ...proofParameters,
  }),
  status: 200,
  answer: listOf(projectEntry).extend(proven),
  problems: [],
})

const id = z.object({
  id: z.int({ error: 'must be a whole number' }).min(0, 'must be a whole number').describe('Of the project.'),
})

const task = z.object({
  source: z.enum(['plan', 'issue']).describe('A task of both is there twice.'),
  title: z.string(),
  status: z.enum(taskStatuses),
  priority: z.string().nullable().describe('critical, urgent, high, medium or low.'),
  number: z.int().nullable().describe('The issue’s; null for a task of the plan file.'),
  milestone: z.int().nullable().describe('The number of the issue’s milestone.'),
})

export const projectDetail = z
  .object({
    ...facts,
    tasks: z
      .array(task)
      .describe('Those of the plan file as they stand in it, then issues by number, 1,000 at most.'),
    snapshots: z.array(planProgress).describe('The last 100 readings of the plan file, the newest first.'),
    ...proven,
    freshness,
  })
  .meta({ id: 'ProjectDetail' })

export const getProject = defineRoute({
  operationId: 'getProject',
  method: 'get',
  path: '/api/v1/projects/{id}',
  role: 'viewer',
  tag: 'Projects',
  summary: 'One project, its tasks and its progress over time',
  description: 'Tasks of the plan file and issues are kept apart.',
  pathParameters: id,
  query: z.object({ ...proofParameters }),
  status: 200,
  answer: projectDetail,
  problems: [404],
})

export const projectUpdate = z
  .object({
    at: time,
    event: z.enum(['push', 'snapshot']),
    kind: z.enum(['plan', 'manifest', 'read']).describe('What was changed, or that the plan was read.'),
    path: z.string().nullable(),
    change: z.string().nullable().describe('added, modified or removed; null for a reading.'),
    sha: z.string().describe('The branch’s head after the push, or the commit that was read.'),
    job_id: z
      .uuid()
      .nullable()
      .describe('The job that read this commit: `GET /api/v1/jobs/{id}`. Null until one did.'),
  })
  .meta({ id: 'ProjectUpdate' })

export const listProjectUpdates = defineRoute({
  operationId: 'listProjectUpdates',
  method: 'get',
  path: '/api/v1/projects/{id}/updates',
  role: 'viewer',
  tag: 'Projects',
  summary: 'What happened to a plan',
  description:
    'Pushes to the default branch that touched a plan or manifest file, and readings; the newest first.',
  pathParameters: id,
  query: z.object({ limit, cursor }),
  status: 200,
  answer: listOf(projectUpdate),
  problems: [404],
})
