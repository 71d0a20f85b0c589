import { decodeMessage, parseSubject, UndecodableMessageError } from '@octometer/event-contracts'
import type { LogReader, ReadMessage } from '@octometer/event-log'
import { pause } from '@octometer/telemetry'
import { z } from 'zod'
import { payloadUnreadable } from './events.ts'
import type { Work } from './leadership.ts'
import type { Finding } from './rules/event-rule.ts'
import { eventsOfRules, readDelivery } from './rules/event-rules.ts'
import { readSnapshot, snapshotsOfRules } from './rules/snapshot-rules.ts'

const LIMITS = { maxMessages: 500, maxBytes: 8 * 1024 * 1024, maxWaitMs: 500 }
const COMMANDS: ReadonlySet<string> = new Set(['alert_acknowledge', 'alert_mute', 'forwarding_retry'])

/** Reads the log: what rules find in deliveries, and what operators decide. Acknowledges what is booked. */
export async function watchLog(work: Work, reader: LogReader, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    const batch = await reader.nextBatch(LIMITS)
    const alive = setInterval(() => batch.keepAlive(), 10_000)
    try {
      await takeIn(work, batch.messages)
      await batch.acknowledge()
    } finally {
      clearInterval(alive)
    }
    // Many small batches would write the same subjects again and again.
    if (batch.messages.length < LIMITS.maxMessages) await pause(50, stop)
  }
}

// In the order of the log: what somebody decided is about what was found before it.
async function takeIn(work: Work, messages: readonly ReadMessage[]): Promise<void> {
  let findings: Finding[] = []
  for (const message of messages) {
    const parts = parseSubject(message.subject)
    if (parts?.kind === 'delivery' && eventsOfRules.has(parts.type)) {
      findings.push(...findingsIn(work, message))
    } else if (parts?.kind === 'snapshot' && snapshotsOfRules.has(parts.type)) {
      findings.push(...findingsInSnapshot(work, message))
    } else if (parts?.kind === 'command' && COMMANDS.has(parts.type)) {
      await work.book.record(findings)
      findings = []
      await decide(work, message)
    }
  }
  await work.book.record(findings)
}

function findingsIn({ logger, settings }: Work, message: ReadMessage): readonly Finding[] {
  const decoded = readable(message)
  if (decoded?.kind !== 'delivery') return []
  const { findings, unreadable } = readDelivery(decoded.delivery, settings().rules)
  for (const each of unreadable) payloadUnreadable(logger, decoded.delivery.guid, each)
  return findings
}

function findingsInSnapshot({ logger, settings }: Work, message: ReadMessage): readonly Finding[] {
  const decoded = readable(message)
  if (decoded?.kind !== 'snapshot') return []
  try {
    return readSnapshot(decoded.snapshot, settings().rules)
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error
    const reason = error.message
    payloadUnreadable(logger, decoded.snapshot.snapshot_id, { rule: 'build-failure', reason })
    return []
  }
}

async function decide({ book, forwarding }: Work, message: ReadMessage): Promise<void> {
  const decoded = readable(message)
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

/** Null for bytes that are not what their subject says: the projections show them as dead letters. */
function readable(message: ReadMessage) {
  try {
    return decodeMessage(message)
  } catch (error) {
    if (error instanceof UndecodableMessageError) return null
    throw error
  }
}
