import { auditCommand } from '@octometer/event-contracts'
import type { CommandRow } from '@octometer/read-store'

/** The archive's row of somebody who made a key. */
export function auditRow(at: Date): CommandRow {
  const entry = {
    ...{ who: 'root', via: 'key' as const, address: '192.0.2.1', action: 'POST /api/v1/keys' },
    ...{ parameters: { name: 'grafana' }, status: 201, count: 1 },
  }
  const command = auditCommand(entry, '5d3f4a52-6a55-4a53-9d65-0b1f0c4a1c11', at)
  const { type, command_id, issued_by } = command
  return { issued_at: at, command_id, type, issued_by, stream_sequence: 2, body: JSON.stringify(command) }
}
