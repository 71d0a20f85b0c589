import { createHmac, randomUUID } from 'node:crypto'
import { deliveryHeaders, simulateWorkload } from '@octometer/testkit'
import type { Probe } from '../projection/probe.ts'
import { BENCH_SECRET } from '../system/services.ts'

export const REPOSITORIES = 500

export interface PreparedDeliveries {
  /** First names of the repositories. */
  readonly names: readonly string[]
  /** GitHub's events among the deliveries, the most frequent first. */
  readonly events: readonly string[]
  /** One for each repository, before the others: its first name is known then. */
  readonly introductions: readonly Probe[]
  readonly deliveries: readonly Probe[]
}

const DAYS = 30
const EVENTS = 15

/** Simulated deliveries of 500 repositories, signed and ready to be sent. */
export function prepareDeliveries(count: number, now: Date): PreparedDeliveries {
  const start = new Date(now.getTime() - DAYS * 86_400_000)
  const workload = simulateWorkload({
    seed: 1,
    deliveries: count,
    repositories: REPOSITORIES,
    apiCalls: 0,
    start,
    days: DAYS,
  })
  const events = Object.entries(Object.groupBy(workload.deliveries, ({ event }) => event))
    .sort(([, left = []], [, right = []]) => right.length - left.length)
    .map(([event]) => event)
  return {
    names: workload.repositories.map(({ names }) => names[0] ?? ''),
    events: events.slice(0, EVENTS),
    introductions: workload.repositories.map(({ id, names }) => introduce(id, names[0] ?? '')),
    deliveries: workload.deliveries.map((delivery) =>
      signed(delivery.guid, deliveryHeaders(delivery), delivery.body),
    ),
  }
}

function introduce(id: number, fullName: string): Probe {
  const [login = '', name = ''] = fullName.split('/')
  const repository = { id, name, full_name: fullName, owner: { login } }
  const guid = randomUUID()
  const headers = {
    'content-type': 'application/json',
    'x-github-event': 'repository',
    'x-github-delivery': guid,
  }
  return signed(guid, headers, JSON.stringify({ action: 'created', repository, sender: { login } }))
}

function signed(guid: string, headers: Readonly<Record<string, string>>, text: string): Probe {
  const body = Buffer.from(text)
  const signature = createHmac('sha256', BENCH_SECRET).update(body).digest('hex')
  return {
    guid,
    headers: {
      ...headers,
      'content-length': String(body.length),
      'x-hub-signature-256': `sha256=${signature}`,
    },
    body,
    facts: [],
  }
}
