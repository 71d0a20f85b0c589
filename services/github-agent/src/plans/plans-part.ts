import { randomUUID } from 'node:crypto'
import { jobRequest, jobRetryRequest, jobsRequest, planRefreshRequest } from '@octometer/event-contracts'
import { openBucket } from '@octometer/event-log'
import type { z } from 'zod'
import type { AgentPart, AgentWork } from '../agent-work.ts'
import { ended } from '../ended.ts'
import { every } from '../every.ts'
import { answerRequest } from '../github/answer-request.ts'
import { OwnedBucket } from '../owned-bucket.ts'
import { addFirstReadings } from './first-readings.ts'
import { followPushes } from './follow-pushes.ts'
import { JobBook } from './job-book.ts'
import { type BegunJob, JobRunner } from './job-runner.ts'
import { jobsInOrder } from './jobs-in-order.ts'
import { jobOnRequest } from './new-job.ts'
import { readPlan } from './read-plan.ts'

/** A repository that is looked after from now on is told by no push and no sync before its first. */
const LOOK_EVERY_MS = 3_600_000

/** Reads the plan of a repository when a push touched it or a manifest, when it is seen for the first time, and when it is asked to. */
export const plansPart: AgentPart = async (agent, end) => {
  const { clients, log, clock } = agent
  const book = new JobBook(await OwnedBucket.open(await openBucket(log, 'jobs')))
  const failed = new AbortController()
  const ending = AbortSignal.any([end, failed.signal])
  const onBroken = (error: unknown) => failed.abort(error)
  const work = (job: BegunJob, signal: AbortSignal) => appendPlan(agent, job, signal)
  const runner = new JobRunner({ ...agent, book, end: ending, work, onBroken })
  const now = () => new Date(clock.now())
  await using _answers = answerRequests(agent, { book, runner, now })
  if (clients.token === null && clients.app === null) return ended(end)
  await runner.resume()
  const working = [
    followPushes({ log, book, runner, now }, ending),
    every(agent, { everyMs: LOOK_EVERY_MS, end: ending, failed: onBroken }, () =>
      addFirstReadings({ ...agent, book, runner }, ending),
    ),
  ]
  for (const each of working) each.catch(onBroken)
  await ended(ending)
  await Promise.allSettled(working)
  await runner.settled()
  if (failed.signal.aborted) throw failed.signal.reason
}

/** It is in the log when this resolves. */
async function appendPlan(
  { clients, appender }: AgentWork,
  job: BegunJob,
  signal: AbortSignal,
): Promise<string | null> {
  const plan = await readPlan(clients, job, signal)
  if (plan === null) return null
  signal.throwIfAborted()
  await appender.snapshot(plan)
  return plan.snapshot_id
}

interface Jobs {
  readonly book: JobBook
  readonly runner: JobRunner
  readonly now: () => Date
}

function answerRequests({ log }: AgentWork, { book, runner, now }: Jobs): AsyncDisposable {
  const answers = new AsyncDisposableStack()
  answers.use(answerRequest(log, jobsRequest, async (asked) => jobsFor(book, asked)))
  answers.use(answerRequest(log, jobRequest, async ({ id }) => ({ job: book.job(id) })))
  answers.use(
    answerRequest(log, jobRetryRequest, async ({ id }) => {
      const job = book.job(id)
      return { job: job && (await runner.again(job)) }
    }),
  )
  answers.use(
    answerRequest(log, planRefreshRequest, async ({ requested_by, ...place }) => {
      const waiting = book
        .jobs()
        .find(
          ({ state, sha, repository_id }) =>
            state === 'queued' && sha === null && repository_id === place.repository_id,
        )
      const job = waiting ?? jobOnRequest(place, randomUUID(), requested_by, now())
      await runner.add(job)
      return { job }
    }),
  )
  return answers
}

function jobsFor(
  book: JobBook,
  { states, priorities, repository_ids, sorting, limit }: z.output<typeof jobsRequest.request>,
): z.input<typeof jobsRequest.answer> {
  const ids = repository_ids && new Set(repository_ids)
  const found = book
    .jobs()
    .filter(
      ({ state, priority, repository_id }) =>
        (states?.includes(state) ?? true) &&
        (priorities?.includes(priority) ?? true) &&
        (ids?.has(repository_id) ?? true),
    )
  const counts = { queued: 0, running: 0, succeeded: 0, failed: 0 }
  for (const { state } of found) counts[state] += 1
  return { jobs: jobsInOrder(found, sorting).slice(0, limit), counts }
}
