import { createHash } from 'node:crypto'
import type { Job, PlanPush } from '@octometer/event-contracts'

type Place = Pick<Job, 'repository_id' | 'repository'>

/** Of the same push always the same, however often it is delivered. */
export function jobOfPush(place: Place, { sha, pushedAt }: PlanPush, deliveryId: string, now: Date): Job {
  return {
    ...begun(place, now),
    id: idOf(`push:${place.repository_id}:${sha}`),
    priority: 'high',
    cause: 'push',
    sha,
    as_of: pushedAt.toISOString(),
    delivery_id: deliveryId,
  }
}

/** Of the same repository always the same. */
export function firstJob(place: Place, now: Date): Job {
  const id = idOf(`first:${place.repository_id}`)
  return { ...begun(place, now), id, priority: 'low', cause: 'first_reading' }
}

export function jobOnRequest(place: Place, id: string, requestedBy: string, now: Date): Job {
  return { ...begun(place, now), id, priority: 'normal', cause: 'request', requested_by: requestedBy }
}

function begun(place: Place, now: Date): Omit<Job, 'id' | 'priority' | 'cause'> {
  const at = now.toISOString()
  return {
    ...place,
    kind: 'plan_reading',
    state: 'queued',
    ...{ sha: null, as_of: null, delivery_id: null, requested_by: null },
    ...{ attempts: 0, stuck: 0, resumed: 0, error: null },
    ...{ queued_at: at, due_at: at, started_at: null, ended_at: null, snapshot_id: null },
  }
}

/** A UUID of version 8, which leaves the rest to us. */
function idOf(name: string): string {
  const hex = createHash('sha256').update(`plan_reading:${name}`).digest('hex')
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
