import {
  type Job,
  jobOrderValue,
  jobRequest,
  jobRetryRequest,
  jobsRequest,
  planRefreshRequest,
} from '@octometer/event-contracts'
import { type AnswerOf, getJob, jobOrders, listJobs, refreshProject, retryJob } from '@octometer/gateway-api'
import { type Principal, problem } from '@octometer/service-kit'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import type { GatewayContext } from '../context.ts'
import { askGitHub } from '../github/ask-github.ts'
import { cutPage } from '../paging.ts'
import { findProject } from '../projects/find-projects.ts'
import { resolveScope } from '../repository-scope.ts'
import { placeIn, sortingOf } from '../sorting.ts'

type ShownJob = AnswerOf<typeof listJobs>['data'][number]

const key = z.tuple([z.string()])

function shownJob({ repository_id, ...job }: Job): ShownJob {
  return { ...job, project_id: repository_id }
}

export const listJobsEndpoint = endpoint(listJobs, 'projects', async (gateway, { query, principal }) => {
  const sorting = sortingOf(jobOrders, query, key)
  const { descending, after } = sorting
  const { ids } = await resolveScope(gateway, principal, query.repository)
  const { jobs } = await askGitHub(gateway, jobsRequest, {
    states: query.state ? [...query.state] : null,
    priorities: query.priority ? [...query.priority] : null,
    repository_ids: ids && [...ids],
    sorting: { order: query.sort, descending, after: after && { value: after.value, id: after.key[0] } },
    limit: query.limit + 1,
  })
  const { entries, page } = cutPage(jobs, {
    limit: query.limit,
    more: false,
    placeOf: (job) => placeIn(sorting, jobOrderValue(job, query.sort), [job.id]),
  })
  return { data: entries.map(shownJob), page }
})

export const getJobEndpoint = endpoint(getJob, 'projects', async (gateway, { path, principal }) =>
  shownJob(await findJob(gateway, principal, path.id)),
)

/** Throws a 404 for a job that there is not, or of a repository that this asker cannot see. */
export async function findJob(gateway: GatewayContext, principal: Principal, id: string): Promise<Job> {
  const [{ ids }, { job }] = await Promise.all([
    resolveScope(gateway, principal, undefined),
    askGitHub(gateway, jobRequest, { id }),
  ])
  if (job !== null && (ids === null || ids.includes(job.repository_id))) return job
  throw problem(404, 'job_not_found', 'There is no job of this id, or it is forgotten.')
}

/** Throws a 404 as `findJob` does, and a 409 for one that did not fail. */
export async function beginAnew(gateway: GatewayContext, principal: Principal, id: string): Promise<Job> {
  const { state } = await findJob(gateway, principal, id)
  if (state !== 'failed') throw problem(409, 'job_not_failed', `The job is ${state}.`)
  const { job } = await askGitHub(gateway, jobRetryRequest, { id })
  return job ?? findJob(gateway, principal, id)
}

/** Throws a 404 for a project that nobody, or not this asker, can see. */
export async function readAgain(gateway: GatewayContext, principal: Principal, id: number): Promise<Job> {
  const { repository } = await findProject(gateway, principal, id)
  const asked = { repository_id: id, repository, requested_by: principal.name }
  return (await askGitHub(gateway, planRefreshRequest, asked)).job
}

export const retryJobEndpoint = endpoint(retryJob, 'projects', async (gateway, { path, principal }) =>
  shownJob(await beginAnew(gateway, principal, path.id)),
)

export const refreshProjectEndpoint = endpoint(
  refreshProject,
  'projects',
  async (gateway, { path, principal }) => shownJob(await readAgain(gateway, principal, path.id)),
)
