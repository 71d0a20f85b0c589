import { type ApiCall, apiCallSubject, encodeSnapshot, type Snapshot } from '@octometer/event-contracts'
import { type Appender, createAppender, type EventLog } from '@octometer/event-log'
import type { Logger } from '@octometer/telemetry'
import { callNotAppended } from './events.ts'

/** What the agent learns, on its way into the log. */
export interface AgentAppender extends AsyncDisposable {
  readonly events: Appender
  /** Throws what `Appender.append` throws. */
  snapshot(snapshot: Snapshot): Promise<void>
  /** Nothing waits for it: a call that the log does not take is counted as lost, and said. */
  call(call: ApiCall): void
  /** The same, once the log has them. Throws what `Appender.append` throws. */
  calls(calls: readonly ApiCall[]): Promise<void>
}

export function createAgentAppender(log: EventLog, logger: Logger): AgentAppender {
  const events = createAppender(log, { stream: 'EVENTS' })
  const calls = createAppender(log, { stream: 'API_CALLS' })
  const open = new Set<Promise<void>>()
  const append = (call: ApiCall) => {
    const body = Buffer.from(JSON.stringify(call), 'utf8')
    return calls.append({
      subject: apiCallSubject(call.resource),
      messageId: call.call_id,
      headers: {},
      body,
    })
  }
  return {
    events,
    async snapshot(snapshot) {
      await events.append({ ...encodeSnapshot(snapshot), headers: {} })
    },
    async calls(told) {
      await Promise.all(told.map(append))
    },
    call(call) {
      const work = append(call)
        .then(() => undefined)
        .catch((error: unknown) => callNotAppended(logger, error))
        .finally(() => open.delete(work))
      open.add(work)
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(open)
      await calls[Symbol.asyncDispose]()
      await events[Symbol.asyncDispose]()
    },
  }
}
