import type { ReceiverState } from '@octometer/event-contracts'
import type { DoctorCheck, Unreachable } from '@octometer/gateway-api'
import type { ForwardingFacts } from './doctor-facts.ts'

const BEHIND_SECONDS = 3_600

/** One for each receiver of deliveries; none where no alerter forwards. */
export function forwardingChecks(
  forwarding: ForwardingFacts | Unreachable,
  now: Date,
): readonly DoctorCheck[] {
  if ('unreachable' in forwarding) return []
  return forwarding.receivers.map((receiver) => checkOf(receiver, now))
}

function checkOf(receiver: ReceiverState, now: Date): DoctorCheck {
  const { state, failed, last_error, oldest_pending_at: oldest } = receiver
  const name = `forwarding.${receiver.name}`
  const seconds = oldest === null ? 0 : Math.max(0, (now.getTime() - Date.parse(oldest)) / 1000)
  const behind = `the oldest delivery that it has not taken is ${Math.round(seconds / 60)} minutes old`
  if (state === 'down' || seconds > BEHIND_SECONDS) {
    const summary =
      state === 'down'
        ? `${receiver.name} takes nothing (${last_error}); ${behind}.`
        : `For ${receiver.name} ${behind}.`
    const advice =
      'Mend the receiver: what it has not taken follows by itself while the log has it, for OCTO_LOG_RETENTION.'
    return { name, status: 'warn', summary, advice }
  }
  if (failed === 0)
    return { name, status: 'ok', summary: `${receiver.name} takes what it is sent.`, advice: null }
  const summary = `${receiver.name} did not take ${failed} deliveries, and they are not sent again by themselves.`
  const advice = `GET /api/v1/forwarding/failures says why; POST /api/v1/forwarding/${receiver.name}/retry once it is mended.`
  return { name, status: 'warn', summary, advice }
}
