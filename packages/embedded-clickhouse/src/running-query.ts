import type { ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { Role, WriterCredentials } from './authentication.ts'
import type { Engine } from './engine.ts'
import { ClickHouseException } from './exceptions.ts'
import type { QueryJob, QueryReply, QuerySuccess } from './query-job.ts'
import type { QueryPool } from './query-pool.ts'
import type { QueryRequest } from './query-request.ts'
import type { WorkerSlot } from './worker-slot.ts'

export interface QueryContext {
  readonly engine: Engine
  readonly pool: QueryPool
  /** Folder for rows and answers on their way. */
  readonly exchange: string
  readonly database: string
  readonly writer: WriterCredentials
  readonly limits: ReadonlyMap<string, number>
}

/** One query on its way through: who asks, what, and how it is found among the running ones. */
export interface RunningQuery {
  readonly context: QueryContext
  readonly request: QueryRequest
  readonly role: Role
  readonly response: ServerResponse
  /** Unique, and safe as a file name. */
  readonly tag: string
  /** Marks an exception inside an answer; the client learns it from the header. */
  readonly exceptionTag: string
  /** Aborted when nobody waits for the answer any more, or the server stops. */
  readonly signal: AbortSignal
  /** Aborted when the server cannot wait any longer for what it would else finish. */
  readonly stopping: AbortSignal
  readonly startedAt: bigint
}

/** Throws the engine's exception as ClickHouseException. */
export function successOf(reply: QueryReply): QuerySuccess {
  if (reply.ok) return reply
  throw new ClickHouseException(reply.number, reply.symbol, reply.message)
}

/** Runs a job that is ended in the engine, too, when `signal` says that nobody waits for it any more. */
export async function runAbortable(
  { context, tag }: RunningQuery,
  slot: WorkerSlot,
  job: QueryJob,
  signal: AbortSignal,
): Promise<QueryReply> {
  const settled = new AbortController()
  const end = () => void killUntilSettled(context.engine, tag, settled.signal)
  const reply = slot.run(job)
  if (signal.aborted) end()
  else signal.addEventListener('abort', end, { once: true })
  try {
    return await reply
  } finally {
    settled.abort()
    signal.removeEventListener('abort', end)
  }
}

/** Again and again, for the query may not yet be among the running ones. */
async function killUntilSettled(engine: Engine, tag: string, settled: AbortSignal): Promise<void> {
  while (!settled.aborted) {
    // What cannot be killed ends by its limits.
    await engine.kill(tag).catch(() => false)
    await delay(50)
  }
}
