import {
  syncCancelAnswerSchema,
  syncCancelRequestSchema,
  syncRunsAnswerSchema,
  syncRunsRequestSchema,
  syncStartAnswerSchema,
  syncStartRequestSchema,
} from '@octometer/event-contracts'
import { openBucket, serve } from '@octometer/event-log'
import { Cron } from 'croner'
import type { AgentPart, AgentWork } from '../agent-work.ts'
import { SyncRunner } from './run/sync-runner.ts'
import { SyncStore } from './run/sync-store.ts'

/** Reads GitHub's repositories into the log: when asked, by the schedule, and what changed by the clock. */
export const syncPart: AgentPart = async (agent, end) => {
  const { clients, log, config } = agent
  if (clients.token === null && clients.app === null) return
  const store = await SyncStore.open(await openBucket(log, 'sync'))
  const failed = new AbortController()
  const ending = AbortSignal.any([end, failed.signal])
  const runner = new SyncRunner({ agent, store, end: ending, onBroken: (error) => failed.abort(error) })
  await using answers = answer(agent, runner)
  runner.resume()
  const { syncSchedule, pollMs } = config.github
  const timers = [
    ...(syncSchedule === null ? [] : [bySchedule(agent, runner, syncSchedule, ending)]),
    ...(pollMs === null ? [] : [byPoll(agent, runner, pollMs, ending)]),
  ]
  if (!ending.aborted)
    await new Promise((resolve) => ending.addEventListener('abort', resolve, { once: true }))
  await Promise.all([...timers, runner.settled()])
  await answers[Symbol.asyncDispose]()
  if (failed.signal.aborted) throw failed.signal.reason
}

function answer({ log }: AgentWork, runner: SyncRunner): AsyncDisposable {
  const stack = new AsyncDisposableStack()
  const service = 'github-agent'
  const start = { request: syncStartRequestSchema, answer: syncStartAnswerSchema }
  stack.use(
    serve(log, service, 'sync_start', start, async ({ mode, repository, requested_by }) => ({
      run: await runner.start({ mode, repository, requested_by, cause: 'request' }),
    })),
  )
  const runs = { request: syncRunsRequestSchema, answer: syncRunsAnswerSchema }
  stack.use(serve(log, service, 'sync_runs', runs, async ({ ended }) => runner.runs(ended)))
  const cancel = { request: syncCancelRequestSchema, answer: syncCancelAnswerSchema }
  stack.use(serve(log, service, 'sync_cancel', cancel, async ({ id }) => ({ run: await runner.cancel(id) })))
  return stack
}

async function bySchedule(
  { clock, sleep, config }: AgentWork,
  runner: SyncRunner,
  pattern: string,
  end: AbortSignal,
): Promise<void> {
  const cron = new Cron(pattern, { paused: true, timezone: config.server.timezone })
  while (!end.aborted) {
    const now = clock.now()
    const next = cron.nextRun(new Date(now))
    if (next === null) return
    await sleep(next.getTime() - now, end).catch(() => undefined)
    // A sleep may end early.
    if (!end.aborted && clock.now() >= next.getTime()) runner.tryStart('schedule')
  }
}

async function byPoll(
  { sleep }: AgentWork,
  runner: SyncRunner,
  everyMs: number,
  end: AbortSignal,
): Promise<void> {
  while (!end.aborted) {
    await sleep(everyMs, end).catch(() => undefined)
    if (!end.aborted) runner.tryStart('poll')
  }
}
