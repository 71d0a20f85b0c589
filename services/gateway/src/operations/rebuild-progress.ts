import type { RebuildRecord } from '@octometer/event-contracts'
import type { GenerationState } from '@octometer/read-store'

/** The projectors tell every two seconds: who has told nothing for so long has probably ended. */
const SILENT_AFTER_MS = 30_000

/** How far a generation is, as the projectors told it; null when they told nothing. */
export function progressTold(told: RebuildRecord | undefined, now: Date) {
  if (told === undefined) return null
  const { phase, began_at, heard_at, read, total, received_until } = told
  const isSilent = now.getTime() - Date.parse(heard_at) > SILENT_AFTER_MS
  const state = told.state === 'running' && isSilent ? ('silent' as const) : told.state
  const isReading = state === 'running' && (phase === 'reading_log' || phase === 'reading_archive')
  const rate = isReading ? perSecond(told) : null
  const readAt =
    rate === null || total === null ? null : Date.parse(heard_at) + (Math.max(0, total - read) / rate) * 1000
  return {
    state,
    phase,
    began_at,
    heard_at,
    messages_read: read,
    messages_total: total,
    received_until,
    messages_per_second: rate,
    estimated_read_at: instant(readAt),
  }
}

/** Null as long as nothing is read. */
function perSecond({ began_at, heard_at, read }: RebuildRecord): number | null {
  const seconds = (Date.parse(heard_at) - Date.parse(began_at)) / 1000
  return read === 0 || seconds <= 0 ? null : read / seconds
}

/** The last instant that a Date can hold is no estimate. */
function instant(time: number | null): string | null {
  return time === null || time > LAST ? null : new Date(time).toISOString()
}

const LAST = Date.UTC(2106, 0, 1)

/** How the live generation was made; null when nothing was told of it. */
export function lastRebuild(told: RebuildRecord | undefined, live: GenerationState) {
  if (told === undefined) return null
  return {
    generation: live.generation,
    began_at: told.began_at,
    ended_at: live.since,
    messages_read: told.read,
    differences:
      told.differences?.map(({ table, live: before, built: after }) => ({ table, before, after })) ?? null,
  }
}
