import { setTimeout as pause } from 'node:timers/promises'
import { consumerProgress, type EventLog } from '@octometer/event-log'
import { consumerOf } from '@octometer/projector-runtime'
import { projections } from '@octometer/projectors'
import { listGenerations, type Store } from '@octometer/read-store'

/**
 * Resolves when every projection, in whatever process it runs, has projected and acknowledged all that its stream
 * holds; only those of `which`, if given. Rejects with what is still open when `signal` aborts.
 */
export async function allCaughtUp(
  log: EventLog,
  store: Store,
  signal: AbortSignal,
  which = projections,
): Promise<void> {
  for (;;) {
    const open = await openWork(log, store, which)
    if (open.length === 0) return
    if (signal.aborted) throw new Error(`projections have not caught up: ${open.join('; ')}`)
    await pause(200)
  }
}

async function openWork(log: EventLog, store: Store, which: typeof projections): Promise<readonly string[]> {
  const generations = await listGenerations(store)
  const open = which.map(async (projection) => {
    const live = generations.find(
      ({ projection: name, status }) => name === projection.name && status === 'live',
    )
    if (projection.generational && live === undefined) return [`${projection.name} has no live generation`]
    const progress = await consumerProgress(
      log,
      projection.stream,
      consumerOf(projection, live?.generation ?? null),
    )
    if (progress === null) return [`${projection.name} has no consumer`]
    const { pending, unacknowledged } = progress
    return pending + unacknowledged === 0
      ? []
      : [`${projection.name} has ${pending} pending and ${unacknowledged} unacknowledged`]
  })
  return (await Promise.all(open)).flat()
}
