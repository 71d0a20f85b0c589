import { syncCancelRequest, syncRunsRequest, syncStartRequest } from '@octometer/event-contracts'
import { openBucket, serve } from '@octometer/event-log'
import { Cron } from 'croner'
import type { AgentPart, AgentWork } from '../agent-work.ts'
import { ended } from '../ended.ts'
import { OwnedBucket } from '../owned-bucket.ts'
import { SyncRunner } from './run/sync-runner.ts'
import { SyncStore } from './run/sync-store.ts'

/** Reads GitHub's repositories into the log: when asked, by the schedule, and what changed by the clock. */
export const syncPart: AgentPart = async (agent, end) => {
  const { clients, log, config } = agent
  if (clients.token === null && clients.app === null) return
  const store = new SyncStore(await OwnedBucket.open(await openBucket(log, 'sync')))
  const failed = new AbortController()
  const ending = AbortSignal.any([end, failed.signal])
  const runner = new SyncRunner({ agent, store, end: ending, onBroken: (error) => failed.abort(error) })
  {
    await using _answers = answerRequests(agent, runner)
    runner.resume()
    const { syncSchedule, pollMs } = config.github
    const timers = [
      ...(syncSchedule === null ? [] : [bySchedule(agent, runner, syncSchedule, ending)]),
      ...(pollMs === null ? [] : [byPoll(agent, runner, pollMs, ending)]),
    ]
    await ended(ending)
    await Promise.all([...timers, runner.settled()])
  }
  if (failed.signal.aborted) throw failed.signal.reason
}

function answerRequests({ log }: AgentWork, runner: SyncRunner): AsyncDisposable {
  const answers = new AsyncDisposableStack()
  const service = 'github-agent'
  answers.use(
    serve(log, service, 'sync_start', syncStartRequest, async ({ mode, repository, requested_by }) => ({
      run: await runner.start({ mode, repository, requested_by, cause: 'request' }),
    })),
  )
  answers.use(serve(log, service, 'sync_runs', syncRunsRequest, async (asked) => runner.runs(asked.ended)))
  answers.use(
    serve(log, service, 'sync_cancel', syncCancelRequest, async ({ id }) => ({
      run: await runner.cancel(id),
    })),
  )
  return answers
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
