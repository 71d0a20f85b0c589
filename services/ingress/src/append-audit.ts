import { randomUUID } from 'node:crypto'
import { type AuditEntry, auditCommand, encodeCommand } from '@octometer/event-contracts'
import type { Appender } from '@octometer/event-log'

/** Appends who asked for what, and no other command: NATS lets ingress write none. Throws what the appender throws. */
export function appendAudit({ append }: Appender): (entry: AuditEntry) => Promise<void> {
  return async (entry) => {
    const { stream: _, ...encoded } = encodeCommand(auditCommand(entry, randomUUID(), new Date()))
    await append({ ...encoded, headers: {} })
  }
}
