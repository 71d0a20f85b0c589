import { type GitHubObject, numberAt, textAt } from '../fields.ts'
import { notFound, ok } from '../http/answer.ts'
import { counted, listed } from '../http/pages.ts'
import type { RestRequest, Route } from '../http/route.ts'
import { checkRunView, checkSuiteView, statusView, suiteOf } from '../views/checks.ts'
import { defaultBranchOf } from '../world/github-world.ts'
import type { RepositoryState } from '../world/repository-state.ts'
import { ofRepository, reading } from './of-repository.ts'
import { newestFirst } from './order.ts'

const commit = '/repos/:owner/:repo/commits/:ref'
const suite = '/repos/:owner/:repo/check-suites/:id'
const needs = reading('checks')

export const checkRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: `${commit}/check-suites`,
    needs,
    handle: ofRepository((request, repository) => {
      const sha = shaOf(request, repository)
      const suites = newestFirst(repository.checkSuites.values(), 'created_at').filter(
        (one) => textAt(one, 'head_sha') === sha,
      )
      return counted(request, 'check_suites', suites, (one) => checkSuiteView(repository, one))
    }),
  },
  {
    method: 'GET',
    path: `${commit}/check-runs`,
    needs,
    handle: ofRepository((request, repository) => {
      const sha = shaOf(request, repository)
      const ofCommit = runs(repository).filter((one) => textAt(one, 'head_sha') === sha)
      return counted(request, 'check_runs', asked(request, ofCommit), (one) => checkRunView(repository, one))
    }),
  },
  {
    method: 'GET',
    path: suite,
    needs,
    handle: ofRepository((request, repository) => {
      const found = repository.checkSuites.get(Number(request.params.id))
      return found === undefined ? notFound : ok(checkSuiteView(repository, found))
    }),
  },
  {
    method: 'GET',
    path: `${suite}/check-runs`,
    needs,
    handle: ofRepository((request, repository) => {
      const id = Number(request.params.id)
      if (!repository.checkSuites.has(id)) return notFound
      const ofSuite = runs(repository).filter((one) => suiteOf(one) === id)
      return counted(request, 'check_runs', asked(request, ofSuite), (one) => checkRunView(repository, one))
    }),
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/check-runs/:id',
    needs,
    handle: ofRepository((request, repository) => {
      const run = repository.checkRuns.get(Number(request.params.id))
      return run === undefined ? notFound : ok(checkRunView(repository, run))
    }),
  },
  {
    method: 'GET',
    path: `${commit}/statuses`,
    needs: reading('statuses'),
    handle: ofRepository((request, repository) => {
      const sha = shaOf(request, repository)
      const statuses = newestFirst(repository.statuses.values(), 'created_at').filter(
        (one) => textAt(one, 'sha') === sha,
      )
      return listed(request, statuses, (one) => statusView(repository, one))
    }),
  },
]

function runs(repository: RepositoryState): GitHubObject[] {
  return newestFirst(repository.checkRuns.values(), 'started_at')
}

/** `filter`: of runs of one name and App the newest, unless `all` are asked for. */
function asked({ query }: RestRequest, found: readonly GitHubObject[]): GitHubObject[] {
  const name = query.get('check_name')
  const status = query.get('status')
  const named = found.filter(
    (run) => (name === null || run.name === name) && (status === null || run.status === status),
  )
  if (query.get('filter') === 'all') return named
  const newest = new Map<string, GitHubObject>()
  for (const run of named) {
    const key = `${suiteOf(run)}/${textAt(run, 'name')}`
    const known = newest.get(key)
    if (known === undefined || numberAt(known, 'id') < numberAt(run, 'id')) newest.set(key, run)
  }
  return named.filter((run) => newest.get(`${suiteOf(run)}/${textAt(run, 'name')}`) === run)
}

/** A ref is a SHA, or the name of a branch. */
function shaOf(request: RestRequest, repository: RepositoryState): string {
  const ref = request.params.ref ?? ''
  const branch = ref === 'HEAD' ? defaultBranchOf(repository) : ref.replace(/^heads\//, '')
  return repository.branches.get(branch) ?? ref
}
