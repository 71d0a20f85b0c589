import { type Job, jobPriorities } from '@octometer/event-contracts'
import { counter, type Logger } from '@octometer/telemetry'

const jobs = counter('octo_agent_jobs_total', {
  description: 'Jobs that ended, by how urgent they were and how they ended',
  unit: '{job}',
  series: jobPriorities.flatMap((priority) =>
    ['succeeded', 'failed'].map((result) => ({ priority, result })),
  ),
})
const stuckJobs = counter('octo_agent_jobs_stuck_total', {
  description: 'Attempts at jobs that did not end within an hour, and were begun anew',
  unit: '{attempt}',
})

const factsOf = ({ id, kind, priority, repository, cause, attempts }: Job) => ({
  ...{ job: id, kind, priority, repository, cause, attempts },
})

export function jobBegun(logger: Logger, job: Job): void {
  logger.debug(factsOf(job), 'a job begins')
}

export function jobResumed(logger: Logger, job: Job): void {
  logger.info(factsOf(job), 'a job that another process began is taken up')
}

export function jobStuck(logger: Logger, job: Job): void {
  stuckJobs.add(1)
  logger.warn(factsOf(job), 'a job did not end within an hour: it is begun anew')
}

export function jobPutOff(logger: Logger, job: Job, err: unknown): void {
  logger.warn({ ...factsOf(job), err, due_at: job.due_at }, 'a job failed, and is tried again')
}

export function jobEnded(logger: Logger, job: Job): void {
  const result = job.state === 'failed' ? 'failed' : 'succeeded'
  jobs.add(1, { priority: job.priority, result })
  const facts = { ...factsOf(job), error: job.error, snapshot_id: job.snapshot_id }
  if (result === 'failed') logger.error(facts, 'a job failed: POST /api/v1/jobs/{id}/retry begins it anew')
  else logger.info(facts, 'a job is done')
}

export function repositoryUnread(logger: Logger, repository: string, err: unknown): void {
  logger.warn({ repository, err }, 'a repository cannot be looked up: its plan is read with its next push')
}

export function repositoriesUnlisted(logger: Logger, err: unknown): void {
  logger.warn({ err }, 'repositories could not be listed: the next look does')
}
