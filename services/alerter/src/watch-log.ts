import { decodeReadable, isImported, parseSubject, type SubjectParts } from '@octometer/event-contracts'
import { keptAlive, type LogReader, type ReadMessage } from '@octometer/event-log'
import { type Logger, pause } from '@octometer/telemetry'
import { payloadUnreadable } from './events.ts'
import type { Work } from './leadership.ts'
import type { Finding } from './rules/event-rule.ts'
import { eventsOfRules, type RuleFindings, readDelivery } from './rules/event-rules.ts'
import { readSnapshot, snapshotsOfRules } from './rules/snapshot-rules.ts'

const LIMITS = { maxMessages: 500, maxBytes: 8 * 1024 * 1024, maxWaitMs: 500 }
const COMMANDS: ReadonlySet<string> = new Set(['alert_acknowledge', 'alert_mute', 'forwarding_retry'])

/** Reads the log: what rules find in deliveries, and what operators decide. Acknowledges what is booked. */
export async function watchLog(work: Work, reader: LogReader, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    const batch = await reader.nextBatch(LIMITS)
    {
      using _alive = keptAlive(batch)
      await takeIn(work, batch.messages)
      await batch.acknowledge()
    }
    // Many small batches would write the same subjects again and again.
    if (batch.messages.length < LIMITS.maxMessages) await pause(50, stop)
  }
}

// In the order of the log: what somebody decided is about what was found before it.
async function takeIn(work: Work, messages: readonly ReadMessage[]): Promise<void> {
  let findings: Finding[] = []
  for (const message of messages) {
    // What lies back is no news: nobody is alerted to it, and what was decided there is about another's alerts.
    if (isImported(message)) continue
    const parts = parseSubject(message.subject)
    if (parts !== null && isOfRules(parts)) {
      findings.push(...findingsIn(work, message))
    } else if (parts?.kind === 'command' && COMMANDS.has(parts.type)) {
      await work.book.record(findings)
      findings = []
      await decide(work, message)
    }
  }
  await work.book.record(findings)
}

function isOfRules({ kind, type }: SubjectParts): boolean {
  return (
    (kind === 'delivery' && eventsOfRules.has(type)) || (kind === 'snapshot' && snapshotsOfRules.has(type))
  )
}

function findingsIn({ logger, settings }: Work, message: ReadMessage): readonly Finding[] {
  const decoded = decodeReadable(message)
  const { rules } = settings()
  if (decoded?.kind === 'delivery') {
    const { delivery } = decoded
    return told(logger, delivery.guid, readDelivery(delivery, rules))
  }
  if (decoded?.kind === 'snapshot') {
    const { snapshot } = decoded
    return told(logger, snapshot.snapshot_id, readSnapshot(snapshot, rules))
  }
  return []
}

function told(logger: Logger, message: string, { findings, unreadable }: RuleFindings): readonly Finding[] {
  for (const each of unreadable) payloadUnreadable(logger, message, each)
  return findings
}

async function decide({ book, forwarding }: Work, message: ReadMessage): Promise<void> {
  const decoded = decodeReadable(message)
  if (decoded?.kind !== 'command') return
  const { command } = decoded
  const at = new Date(command.issued_at)
  if (command.type === 'alert_acknowledge') {
    const { alert_id: alertId, issued_by: by, command_id: commandId } = command
    await book.acknowledge({ alertId, by, at, commandId })
  }
  if (command.type === 'forwarding_retry') await forwarding.retry(command)
  if (command.type === 'alert_mute') await book.mute(command.alert_id, new Date(command.until), at)
}
