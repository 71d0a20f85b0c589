import { createHmac } from 'node:crypto'
import { header } from '@octometer/event-contracts'
import { projectMessage } from '@octometer/projector-runtime'
import { projections } from '@octometer/projectors'
import { deliveryHeaders, type SimulatedDelivery } from '@octometer/testkit'
import { BENCH_SECRET } from '../system/services.ts'
import { encodeSimulated, workloadStream } from '../system/workload.ts'
import { projectionSettings } from './project-alone.ts'

/** A delivery that is ready to be sent, with what of it a reader must find. */
export interface Probe {
  readonly guid: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  /** Facts that no earlier delivery had and that are rolled up: counter, repository and key in one text. */
  readonly facts: readonly string[]
}

/** So many simulated deliveries, in the order of their arrival. */
export function prepareProbes(count: number, now: Date): readonly Probe[] {
  const known = new Set<string>()
  const probes: Probe[] = []
  const stream = workloadStream({ deliveries: count, apiCalls: 0 }, now)
  for (let next = stream.next(); next.done !== true; next = stream.next()) {
    const facts = factsOf(next.value).filter((fact) => !known.has(fact))
    for (const fact of facts) known.add(fact)
    probes.push(probeOf(next.value, facts))
  }
  return probes
}

function probeOf(delivery: SimulatedDelivery, facts: readonly string[]): Probe {
  const body = Buffer.from(delivery.body)
  const signature = createHmac('sha256', BENCH_SECRET).update(body).digest('hex')
  const headers = {
    ...deliveryHeaders(delivery),
    'content-length': String(body.length),
    'x-hub-signature-256': `sha256=${signature}`,
  }
  return { guid: delivery.guid, headers, body, facts }
}

/** By the product's own rule: what is measured is when a row is there, not whether it is right. */
function factsOf(delivery: SimulatedDelivery): readonly string[] {
  const counters = projections.find(({ name }) => name === 'counters')
  if (counters === undefined) return []
  const { subject, headers, messageId, body } = encodeSimulated(delivery)
  const { outcome } = projectMessage(counters, projectionSettings, {
    subject,
    sequence: 1,
    header: (name) => (name === header.messageId ? messageId : (headers[name] ?? null)),
    body: () => body,
  })
  const rows = outcome?.outcome === 'projected' ? (outcome.rows.counter_facts ?? []) : []
  return rows.map(({ counter, repository_id, key }) => `${counter} ${repository_id} ${key}`)
}
