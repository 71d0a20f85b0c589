import { type GitHubObject, instantAt, numberAt, textAt } from '../fields.ts'
import { notFound, ok } from '../http/answer.ts'
import { counted } from '../http/pages.ts'
import type { RestRequest, Route } from '../http/route.ts'
import { jobView, workflowRunView, workflowView } from '../views/checks.ts'
import type { RepositoryState } from '../world/repository-state.ts'
import { ofRepository, reading } from './of-repository.ts'
import { newestFirst } from './order.ts'

const needs = reading('actions')
const actions = '/repos/:owner/:repo/actions'

export const actionRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: `${actions}/workflows`,
    needs,
    handle: ofRepository((request, repository) =>
      counted(request, 'workflows', [...repository.workflows.values()], (one) =>
        workflowView(repository, one),
      ),
    ),
  },
  {
    method: 'GET',
    path: `${actions}/workflows/:id/runs`,
    needs,
    handle: ofRepository((request, repository) => {
      const { id } = request.params
      const workflow = [...repository.workflows.values()].find(
        (one) => String(one.id) === id || textAt(one, 'path').endsWith(`/${id}`),
      )
      return workflow === undefined ? notFound : runsOf(request, repository, numberAt(workflow, 'id'))
    }),
  },
  {
    method: 'GET',
    path: `${actions}/runs`,
    needs,
    handle: ofRepository((request, repository) => runsOf(request, repository, null)),
  },
  {
    method: 'GET',
    path: `${actions}/runs/:id`,
    needs,
    handle: ofRepository((request, repository) => {
      const run = repository.workflowRuns.get(Number(request.params.id))
      return run === undefined ? notFound : ok(workflowRunView(repository, run))
    }),
  },
  {
    method: 'GET',
    path: `${actions}/runs/:id/jobs`,
    needs,
    handle: ofRepository((request, repository) => {
      const run = repository.workflowRuns.get(Number(request.params.id))
      if (run === undefined) return notFound
      const jobs = newestFirst(repository.workflowJobs.values(), 'started_at').filter(
        (job) => job.run_id === run.id && isOfAttempt(request, run, job),
      )
      return counted(request, 'jobs', jobs, (job) => jobView(repository, job))
    }),
  },
]

// `filter`: the newest attempt, unless all are asked for.
function isOfAttempt({ query }: RestRequest, run: GitHubObject, job: GitHubObject): boolean {
  if (query.get('filter') === 'all') return true
  return Math.max(1, numberAt(job, 'run_attempt')) === Math.max(1, numberAt(run, 'run_attempt'))
}

function runsOf(request: RestRequest, repository: RepositoryState, workflow: number | null) {
  const { query } = request
  const wanted: readonly (readonly [string, string | null])[] = [
    ['head_branch', query.get('branch')],
    ['event', query.get('event')],
    ['head_sha', query.get('head_sha')],
  ]
  const status = query.get('status')
  const runs = newestFirst(repository.workflowRuns.values(), 'created_at').filter(
    (run) =>
      (workflow === null || run.workflow_id === workflow) &&
      wanted.every(([key, value]) => value === null || run[key] === value) &&
      (status === null || run.status === status || run.conclusion === status) &&
      isCreated(run, query.get('created')),
  )
  return counted(request, 'workflow_runs', runs, (run) => workflowRunView(repository, run))
}

/** `created`: `>=time`, `time..time`, either open. */
function isCreated(run: GitHubObject, range: string | null): boolean {
  if (range === null) return true
  const at = instantAt(run, 'created_at') ?? 0
  const [from = '', to = ''] = range.includes('..') ? range.split('..') : [range.replace(/^>=?/, ''), '']
  return !(at < Date.parse(from)) && !(at > Date.parse(to))
}
