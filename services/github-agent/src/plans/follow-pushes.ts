import { decodeReadable, isImported, type Job, parseSubject, planPushIn } from '@octometer/event-contracts'
import { type EventLog, keptAlive, logBounds, openReader, type ReadMessage } from '@octometer/event-log'
import { z } from 'zod'
import type { JobBook } from './job-book.ts'
import type { JobRunner } from './job-runner.ts'
import { firstJob, jobOfPush } from './new-job.ts'

export interface PushFollower {
  readonly log: EventLog
  readonly book: JobBook
  readonly runner: Pick<JobRunner, 'add'>
  readonly now: () => Date
}

const LIMITS = { maxMessages: 500, maxBytes: 8 * 1024 * 1024, maxWaitMs: 500 }
const TOLD_BY: ReadonlySet<string> = new Set(['delivery push', 'snapshot repository'])

/**
 * Makes a job of each push that touches a plan or a manifest, and of each repository that a sync shows for the first time; acknowledges
 * what is kept. The first time it begins at the log's end: what was pushed before is read with the repository. Throws LogUnavailableError.
 */
export async function followPushes(follower: PushFollower, end: AbortSignal): Promise<void> {
  const { log, runner } = follower
  const { lastSequence: startAfter } = await logBounds(log, 'EVENTS')
  await using reader = await openReader(log, { stream: 'EVENTS', consumer: 'plans', startAfter })
  while (!end.aborted) {
    const batch = await reader.nextBatch(LIMITS)
    using _alive = keptAlive(batch)
    for (const message of batch.messages) {
      const job = jobIn(message, follower)
      if (job !== null) await runner.add(job)
    }
    await batch.acknowledge()
  }
}

function jobIn(stored: ReadMessage, { book, now }: PushFollower): Job | null {
  const parts = parseSubject(stored.subject)
  if (parts === null || !TOLD_BY.has(`${parts.kind} ${parts.type}`) || isImported(stored)) return null
  const message = decodeReadable(stored)
  if (message?.kind === 'snapshot' && message.snapshot.type === 'repository') {
    const { repository_id, repository } = message.snapshot
    return book.wasRead(repository_id) ? null : firstJob({ repository_id, repository }, now())
  }
  if (message?.kind !== 'delivery' || message.delivery.repository === null) return null
  const { repository, payload, guid } = message.delivery
  const place = { repository_id: repository.id, repository: repository.fullName }
  const push = planPushOf(payload)
  return push === null ? null : jobOfPush(place, push, guid, now())
}

function planPushOf(payload: unknown): ReturnType<typeof planPushIn> {
  try {
    return planPushIn(payload)
  } catch (error) {
    if (error instanceof z.ZodError) return null
    throw error
  }
}
