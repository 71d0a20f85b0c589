import type { HookStateRow, IntakeListingRow } from '@octometer/read-store'

/** An attempt that the log of the hook 7 lists in the hour that begins then. */
export function listingRow(guid: string, hour: Date): IntakeListingRow {
  return {
    hour,
    hook: 'hook:7',
    guid,
    attempt_id: '1',
    delivered_at: hour,
    redelivery: 0,
    event: 'push',
    action: null,
    repository_id: 1,
    status_code: 502,
  }
}

/** The hook of a number, as it is when nothing is wrong with it. */
export function hookRow(
  id: number,
  taken_at: Date,
  more: Partial<HookStateRow['latest']> = {},
): HookStateRow {
  const latest = {
    ...{ taken_at, state: 'present', owner_kind: 'repository', owner: 'acme/api', mode: 'push' },
    ...{ is_meant_active: 1, active: 1, is_aimed_here: 1, url_host: 'octometer.example', events: ['push'] },
    ...{ content_type: 'json', verifies_tls: 1 },
    ...{ response_code: 202, response_status: 'active', response_message: 'OK' },
    ...more,
  }
  return { hook: `hook:${id}`, latest }
}
