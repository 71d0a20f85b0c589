import { setTimeout as pause } from 'node:timers/promises'
import { simulateWorkload } from '@octometer/testkit'
import { beforeAll, expect, inject, test } from 'vitest'
import { startClusterSystem } from './cluster/cluster-system.ts'
import { type Fault, type FaultReport, underFault } from './cluster/faults.ts'
import { createTraffic } from './cluster/traffic.ts'
import { type Comparison, compareWorkload } from './support/compare-workload.ts'

const DELIVERIES = inject('clusterDeliveries')
const isWhole = DELIVERIES >= 5_000

const workload = simulateWorkload({
  seed: 11,
  deliveries: DELIVERIES,
  start: new Date('2026-03-02T00:00:00Z'),
  days: 30,
  apiCalls: 0,
})

/** An election takes 4 to 9 s, and before it, or beside it, ingress leaves its server after 3. */
const ELSEWHERE_WITHIN_MS = 13_000

const INGRESS = 'octometer-ingress'

const faults: readonly Fault[] = [
  {
    name: 'the leader of the stream is killed, and started again',
    choose: (nats) => nats.leaderOf('EVENTS'),
    begin: (node) => node.kill(),
    end: (node) => node.restart(),
    lastsMs: 6_000,
  },
  {
    name: 'the server of ingress is paused',
    choose: (nats) => nats.servingNode(INGRESS),
    begin: (node) => node.pause(),
    end: (node) => node.resume(),
    lastsMs: isWhole ? 30_000 : 15_000,
  },
  {
    name: 'the server of ingress is cut off from the others',
    choose: (nats) => nats.servingNode(INGRESS),
    begin: (node) => node.cutOff(),
    end: (node) => node.rejoin(),
    lastsMs: isWhole ? 30_000 : 15_000,
  },
]

let reports: readonly FaultReport[]
let accepted: ReadonlySet<string>
let said: string
let replicas: ReadonlyMap<string, number>
let comparisons: readonly Comparison[]

// Projectors are added under load, and one of two that share their consumers is killed in the second fault.
beforeAll(async () => {
  await using system = await startClusterSystem(inject('natsServerBin'))
  using traffic = createTraffic(system.receiver, workload.deliveries)
  const share = Math.ceil(DELIVERIES / faults.length)
  replicas = await system.nats.replicas()
  const first = await system.addProjectors()
  const found: FaultReport[] = []
  for (const [index, fault] of faults.entries()) {
    const faulty = underFault(fault, system.nats, traffic, share)
    if (index === 0) await system.addProjectors()
    if (index === 1) {
      while (traffic.accepted.size < share * 1.2) await pause(20)
      await first[Symbol.asyncDispose]()
    }
    const report = await faulty
    process.stdout.write(`${JSON.stringify(report)}\n`)
    found.push(report)
  }
  await system.caughtUp(AbortSignal.timeout(120_000))
  reports = found
  said = system.said()
  accepted = traffic.accepted
  comparisons = await compareWorkload(system.access, workload, accepted)
}, 290_000)

test('each stream and bucket is kept on three servers', () => {
  expect([...replicas.keys()]).toEqual(expect.arrayContaining(['EVENTS', 'API_CALLS', 'ALERTS', 'KV_leases']))
  expect(new Set(replicas.values())).toEqual(new Set([3]))
})

test('every delivery was accepted in the end, and each refusal was a 503', () => {
  expect(accepted.size).toBe(DELIVERIES)
})

test('every accepted delivery counts exactly once, and none is missing', () => {
  expect(comparisons.map(({ what }) => what)).toContain('deliveries in the archive')
  expect(comparisons.flatMap(({ what, wrong }) => wrong.map((each) => `${what}: ${each}`))).toEqual([])
})

// A paused server is away for longer than this, and so is one that is cut off: somebody else took the deliveries.
test.each(faults)('while $name, the others take deliveries', ({ name }) => {
  const report = reports.find(({ fault }) => fault === name)
  expect(report?.outageMs, `${JSON.stringify(report)}\n${said}`).toBeLessThan(ELSEWHERE_WITHIN_MS)
})
