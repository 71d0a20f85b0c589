import { type GitHubObject, numberAt, objectAt, without } from '../fields.ts'
import { ageOf, isNewer, keep } from './newest.ts'
import type { RepositoryState } from './repository-state.ts'

export function foldCheckSuite(repository: RepositoryState, payload: GitHubObject): void {
  const suite = objectAt(payload, 'check_suite')
  if (suite !== null) keep(repository.checkSuites, numberAt(suite, 'id'), suite, 'updated_at')
}

export function foldCheckRun(repository: RepositoryState, payload: GitHubObject): void {
  const run = objectAt(payload, 'check_run')
  if (run === null) return
  keep(repository.checkRuns, numberAt(run, 'id'), run, 'started_at', 'completed_at')
  const suite = objectAt(run, 'check_suite')
  if (suite !== null) keep(repository.checkSuites, numberAt(suite, 'id'), suite, 'updated_at')
}

export function foldWorkflowRun(repository: RepositoryState, payload: GitHubObject): void {
  const workflow = objectAt(payload, 'workflow')
  if (workflow !== null) keep(repository.workflows, numberAt(workflow, 'id'), workflow, 'updated_at')
  const run = objectAt(payload, 'workflow_run')
  if (run === null) return
  const id = numberAt(run, 'id')
  const known = repository.workflowRuns.get(id)
  const attempt = (object: GitHubObject) => Math.max(1, numberAt(object, 'run_attempt'))
  // A run that is started again is the same run with its next attempt.
  if (known !== undefined && attempt(known) > attempt(run)) return
  if (known !== undefined && attempt(known) < attempt(run)) repository.workflowRuns.set(id, run)
  else keep(repository.workflowRuns, id, run, 'updated_at')
}

export function foldWorkflowJob(repository: RepositoryState, payload: GitHubObject): void {
  const job = objectAt(payload, 'workflow_job')
  if (job === null) return
  const id = numberAt(job, 'id')
  const known = repository.workflowJobs.get(id)
  // A job has no time of its last change: how far it has come tells which is newer.
  const newer = known === undefined || isNewer(ageOf(job), ageOf(known))
  repository.workflowJobs.set(id, newer ? { ...known, ...job } : known)
}

export function foldStatus(repository: RepositoryState, payload: GitHubObject): void {
  const about = ['repository', 'organization', 'installation', 'branches', 'name', 'commit']
  keep(repository.statuses, numberAt(payload, 'id'), without(payload, about), 'updated_at')
}
