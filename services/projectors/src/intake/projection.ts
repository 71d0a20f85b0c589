import type { DeliveryLogSnapshot, HookSnapshot } from '@octometer/event-contracts'
import { ignored, type Outcome, type Projection, projected, rejected } from '@octometer/projector-runtime'
import type { HookStateRow, IntakeListingRow, IntakeReadRow } from '@octometer/read-store'
import { isStorable, periodStart } from '../fact-time.ts'

/**
 * What GitHub's delivery logs list, and how hooks of ours stand there. What of it we hold is asked of the archive when somebody asks, so a delivery may
 * come before or after the log that lists it.
 */
export const intakeProjection: Projection = {
  name: 'intake',
  version: 2,
  stream: 'EVENTS',
  handles: { deliveries: [], commands: [], apiCalls: false, snapshots: ['delivery_log', 'hook'] },
  tables: ['intake_listings', 'intake_reads', 'hook_states'],
  dependsOn: [],
  generational: true,
  project({ message }) {
    const snapshot = message.kind === 'snapshot' ? message.snapshot : null
    if (snapshot?.type === 'delivery_log') return readLog(snapshot)
    if (snapshot?.type === 'hook') return readHook(snapshot)
    return ignored('neither a delivery log nor a hook')
  },
}

const MINUTES = 60
const HOUR_MS = 3_600_000
/** GitHub keeps a log for days; one of more hours is none. */
const MOST_HOURS = 24 * 60

function readLog(log: DeliveryLogSnapshot): Outcome {
  const [since, until, takenAt] = [new Date(log.since), new Date(log.until), new Date(log.taken_at)]
  if (![since, until, takenAt].every(isStorable)) return ignored('time outside 1970–2105')
  if (until.getTime() - since.getTime() > MOST_HOURS * HOUR_MS)
    return rejected('its range is longer than 60 days')
  const hook = `${log.source}:${log.source_id}`
  return projected({
    intake_listings: log.deliveries.flatMap((each) => listingRow(hook, each)),
    intake_reads: readRows(hook, since, until, takenAt),
  })
}

function readHook(hook: HookSnapshot): Outcome {
  const taken_at = new Date(hook.taken_at)
  if (!isStorable(taken_at)) return ignored('time outside 1970–2105')
  const { state, owner_kind, owner, mode, url_host, content_type, last_response: response } = hook
  const latest: HookStateRow['latest'] = {
    ...{ taken_at, state, owner_kind, owner, mode, url_host, content_type },
    is_meant_active: hook.is_meant_active ? 1 : 0,
    active: flagOf(hook.active),
    is_aimed_here: flagOf(hook.is_aimed_here),
    events: hook.events ?? [],
    verifies_tls: flagOf(hook.verifies_tls),
    response_code: response?.code ?? null,
    response_status: response?.status ?? null,
    response_message: response?.message ?? null,
  }
  return projected({ hook_states: [{ hook: `hook:${hook.hook_id}`, latest }] })
}

function flagOf(value: boolean | null): number | null {
  return value === null ? null : Number(value)
}

function listingRow(
  hook: string,
  listed: DeliveryLogSnapshot['deliveries'][number],
): readonly IntakeListingRow[] {
  const deliveredAt = new Date(listed.delivered_at)
  if (!isStorable(deliveredAt)) return []
  return [
    {
      hour: periodStart(deliveredAt, MINUTES),
      hook,
      guid: listed.guid,
      attempt_id: listed.id,
      delivered_at: deliveredAt,
      redelivery: listed.redelivery ? 1 : 0,
      event: listed.event,
      action: listed.action,
      repository_id: listed.repository_id,
      status_code: listed.status_code,
    },
  ]
}

/** A row for each hour that the log was read of, from where and to where within it. */
function readRows(hook: string, since: Date, until: Date, read_at: Date): readonly IntakeReadRow[] {
  const first = periodStart(since, MINUTES).getTime()
  const hours = Math.max(0, Math.ceil((until.getTime() - first) / HOUR_MS))
  return Array.from({ length: hours }, (_, index) => {
    const hour = first + index * HOUR_MS
    return {
      hour: new Date(hour),
      hook,
      read_from: new Date(Math.max(hour, since.getTime())),
      read_until: new Date(Math.min(hour + HOUR_MS, until.getTime())),
      read_at,
    }
  })
}
