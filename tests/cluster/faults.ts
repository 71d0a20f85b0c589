import { setTimeout as pause } from 'node:timers/promises'
import type { ClusterNode, NatsCluster } from './nats-cluster.ts'
import type { Attempt, Traffic } from './traffic.ts'

/** Something that befalls one server, and its end. */
export interface Fault {
  readonly name: string
  /** Whom it befalls. */
  choose(nats: NatsCluster): Promise<ClusterNode>
  begin(node: ClusterNode): Promise<void> | void
  end(node: ClusterNode): Promise<void> | void
  readonly lastsMs: number
}

/** What one fault did to those who sent. */
export interface FaultReport {
  readonly fault: string
  readonly accepted: number
  /** Answers of 503. */
  readonly refused: number
  /** From the first 503 to the last; 0 without one. */
  readonly refusingMs: number
  /** The longest time from the fault's begin on in which nothing was accepted. */
  readonly outageMs: number
  readonly slowestAcceptedMs: number
}

const CALM_MS = 2_000

/** Lets a fault begin and end while deliveries arrive; resolves when all of them are accepted. */
export async function underFault(
  fault: Fault,
  nats: NatsCluster,
  traffic: Traffic,
  deliveries: number,
): Promise<FaultReport> {
  await nats.healthy()
  const node = await fault.choose(nats)
  const sending = traffic.send(deliveries, CALM_MS + fault.lastsMs + CALM_MS)
  await pause(CALM_MS)
  const began = performance.now()
  await fault.begin(node)
  await pause(fault.lastsMs)
  await fault.end(node)
  const attempts = await sending
  return reportOf(fault.name, attempts, began)
}

function reportOf(fault: string, attempts: readonly Attempt[], began: number): FaultReport {
  const taken = attempts.filter(({ status }) => status === 202)
  const refusedAt = attempts.filter(({ status }) => status === 503).map(({ answeredAt }) => answeredAt)
  const takenAt = [began, ...taken.map(({ answeredAt }) => answeredAt).filter((at) => at > began)].sort(
    (left, right) => left - right,
  )
  const pauses = takenAt.map((at, index) => at - (takenAt[index - 1] ?? at))
  return {
    fault,
    accepted: taken.length,
    refused: refusedAt.length,
    refusingMs: refusedAt.length === 0 ? 0 : Math.round(Math.max(...refusedAt) - Math.min(...refusedAt)),
    outageMs: Math.round(Math.max(...pauses)),
    slowestAcceptedMs: Math.round(Math.max(...taken.map(({ sentAt, answeredAt }) => answeredAt - sentAt))),
  }
}
