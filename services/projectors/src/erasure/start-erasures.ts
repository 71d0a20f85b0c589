import { startLeader } from '@octometer/event-log'
import { openErasures } from '@octometer/read-store'
import { pause } from '@octometer/telemetry'
import { carryOut, type ErasureParts } from './carry-out.ts'

const LOOK_EVERY_MS = 5000

/** Carries out erasures as they are asked for, one after the other; of several processes one does. */
export function startErasures(parts: ErasureParts): AsyncDisposable {
  const { log, store, logger } = parts
  const failed = (what: string) => (err: unknown) => logger.warn({ err }, what)
  return startLeader(
    log,
    {
      key: 'projectors',
      onTaken: ({ token }) => logger.debug({ token }, 'erasures are carried out here'),
      onEnded: failed('the erasure of a person stopped: it goes on in a moment'),
      onRenewalFailed: failed('the lease of erasures could not be prolonged'),
    },
    async (_lease, end) => {
      while (!end.aborted) {
        const waiting = (await openErasures(store).list()).findLast(({ phase }) => phase !== 'done')
        if (waiting === undefined) await pause(LOOK_EVERY_MS, end)
        else await carryOut(parts, waiting, end)
      }
    },
  )
}
