import {
  apiCallSubject,
  type DeliveryMetadata,
  describePayload,
  type EncodedDelivery,
  encodeDelivery,
  type JsonObject,
} from '@octometer/event-contracts'
import { type Appender, createAppender, type EventLog } from '@octometer/event-log'
import { type SimulatedApiCall, type SimulatedDelivery, simulateStream } from '@octometer/testkit'

export interface WorkloadSize {
  readonly deliveries: number
  readonly apiCalls: number
}

const MONTH_DAYS = 30
/** As many deliveries as 50 busy repositories make. */
const DELIVERIES_PER_DAY = 1_000

/** Simulated deliveries, their history reaching back from now; at the end the API calls. */
export function workloadStream(
  { deliveries, apiCalls }: WorkloadSize,
  now: Date,
): Generator<SimulatedDelivery, { readonly apiCalls: readonly SimulatedApiCall[] }, void> {
  const days = Math.max(MONTH_DAYS, Math.ceil(deliveries / DELIVERIES_PER_DAY))
  const start = new Date(now.getTime() - days * 86_400_000)
  return simulateStream({ seed: 1, deliveries, apiCalls, start, days })
}

/** A simulated delivery as ingress appends it. */
export function encodeSimulated(delivery: SimulatedDelivery): EncodedDelivery & { readonly body: Buffer } {
  const { guid, event, hookId, targetType, targetId, receivedAt } = delivery
  const metadata: DeliveryMetadata = {
    guid,
    event,
    hookId: String(hookId),
    targetType,
    targetId: String(targetId),
    receivedAt,
    contentType: 'application/json',
    signature: `sha256=${'0'.repeat(64)}`,
    source: 'webhook',
  }
  const body = Buffer.from(delivery.body)
  const payload: JsonObject = JSON.parse(delivery.body)
  return { ...encodeDelivery(metadata, describePayload(payload).repository), body }
}

const AT_ONCE = 512

/** Appends a workload to the log, as fast as it takes it. */
export async function fillLog(log: EventLog, size: WorkloadSize, now: Date): Promise<void> {
  await using events = createAppender(log, { stream: 'EVENTS' })
  await using calls = createAppender(log, { stream: 'API_CALLS' })
  const stream = workloadStream(size, now)
  const lane = async (): Promise<readonly SimulatedApiCall[]> => {
    for (;;) {
      const next = stream.next()
      // The generator ends once for each lane that asks; only the first of them is given the calls.
      if (next.done === true) return next.value?.apiCalls ?? []
      await events.append(encodeSimulated(next.value))
    }
  }
  const left = await Promise.all(Array.from({ length: AT_ONCE }, lane))
  await appendCalls(calls, left.flat())
}

async function appendCalls(appender: Appender, calls: readonly SimulatedApiCall[]): Promise<void> {
  let next = 0
  const lane = async () => {
    for (let call = calls[next++]; call !== undefined; call = calls[next++]) {
      await appender.append({
        subject: apiCallSubject(call.resource),
        messageId: call.call_id,
        headers: {},
        body: Buffer.from(JSON.stringify(call)),
      })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
}
