import { randomUUID } from 'node:crypto'
import { type Alert, type AlertChange, encodeAlertEvent } from '@octometer/event-contracts'
import { alertOf } from '@octometer/testkit'

export interface GivenAlert extends Partial<Omit<Alert, 'repository'>> {
  readonly change?: AlertChange['type']
  readonly repository?: { readonly id: number; readonly name: string } | null
}

/** A conflict in `acme/api` that was opened, unless told otherwise. */
export function encodeChange({
  change = 'opened',
  repository = { id: 1, name: 'acme/api' },
  ...more
}: GivenAlert): ReturnType<typeof encodeAlertEvent> {
  const at = '2026-01-05T10:00:00.000Z'
  const alert = alertOf({
    alert_id: randomUUID(),
    subject: '1:pull:1',
    title: 'Conflict in acme/api#1',
    repository: repository && { id: repository.id, full_name: repository.name },
    ...more,
  })
  return encodeAlertEvent({ type: change, at, alert })
}
