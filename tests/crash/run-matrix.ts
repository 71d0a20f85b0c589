import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectLog } from '@octometer/event-log'
import { connectStore } from '@octometer/read-store'
import { createLogger } from '@octometer/telemetry'
import { allCaughtUp } from '../support/caught-up.ts'
import { type Comparison, compareWorkload } from '../support/compare-workload.ts'
import { carryOutKills } from './carry-out-kills.ts'
import { within } from './deadline.ts'
import { planKills } from './kill-plan.ts'
import { createPace, type Pace } from './pace.ts'
import type { Part } from './part.ts'
import { type Sending, startSenders } from './senders.ts'
import { startTopology, type Topology } from './topology.ts'
import { crashWorkload } from './workload.ts'

export interface MatrixOptions {
  readonly seed: number
  readonly deliveries: number
  /** Of each part of the system. */
  readonly kills: number
  readonly natsServerBin: string | null
  /** Hears how far it has come. */
  readonly say?: (line: string) => void
}

export interface MatrixReport {
  readonly parts: readonly Pick<Part, 'name' | 'record'>[]
  readonly sending: Sending
  readonly comparisons: readonly Comparison[]
  readonly seconds: { readonly sending: number; readonly catchingUp: number }
}

/** Sends a workload while every part of the system is killed again and again; then compares every total. */
export async function runMatrix(options: MatrixOptions): Promise<MatrixReport> {
  const dir = await mkdtemp(join(tmpdir(), 'octometer-crash-'))
  try {
    const report = await runIn(dir, options)
    await rm(dir, { recursive: true, force: true })
    return report
  } catch (error) {
    throw new Error(`the crash matrix did not come to its end; logs are in ${join(dir, 'logs')}`, {
      cause: error,
    })
  }
}

const START_MS = 90_000
// A batch that was with a projector when it died is delivered again after 30 s.
const CATCH_UP_MS = 150_000

async function runIn(dir: string, options: MatrixOptions): Promise<MatrixReport> {
  const { say = () => undefined } = options
  const starting = startTopology({ dir, natsServerBin: options.natsServerBin })
  await using topology = await within(START_MS, starting, () => 'the system has not started')
  say(`started: ${topology.parts.map(({ name }) => name).join(', ')}`)
  const began = performance.now()
  const sending = await sendAndKill(topology, options, say)
  const sent = performance.now()
  say(`all accepted and all killed after ${seconds(began, sent)} s; waiting for the projections`)
  await catchUp(topology)
  const caughtUp = performance.now()
  const comparisons = await compareAll(topology, options, sending)
  return {
    parts: topology.parts.map(({ name, record }) => ({ name, record })),
    sending,
    comparisons,
    seconds: { sending: seconds(began, sent), catchingUp: seconds(sent, caughtUp) },
  }
}

async function sendAndKill(
  { parts, intake }: Topology,
  { seed, deliveries, kills }: MatrixOptions,
  say: (line: string) => void,
): Promise<Sending> {
  const plan = planKills({ seed, deliveries, kills, targets: parts.map(({ name }) => name) })
  const pace = createPace(plan, deliveries)
  using senders = startSenders({ seed, deliveries }, intake, pace)
  const stop = new AbortController()
  const state = () => progress(pace, parts, deliveries)
  const telling = setInterval(() => say(state()), 15_000)
  try {
    const work = Promise.all([senders.finished, carryOutKills(plan, parts, pace, stop.signal)])
    // Generous: a kill costs a start of a process or two, and 2 cores may have other work.
    await within(120_000 + plan.length * 6_000 + deliveries * 10, work, state)
    await Promise.all(parts.map((part) => part.ready()))
    return senders.sending
  } finally {
    clearInterval(telling)
    stop.abort()
  }
}

function progress(pace: Pace, parts: readonly Part[], deliveries: number): string {
  const kills = parts.map(({ name, record }) => `${name} ${record.kills}`).join(', ')
  return `${pace.accepted} of ${deliveries} accepted; kills: ${kills}`
}

async function catchUp({ natsUrl, access }: Topology): Promise<void> {
  const logger = createLogger({ service: 'crash-matrix', level: 'silent' })
  await using log = await connectLog({ url: natsUrl, name: 'crash-matrix', logger })
  await using store = connectStore({ ...access, cluster: null, ca: null })
  await allCaughtUp(log, store, AbortSignal.timeout(CATCH_UP_MS))
}

async function compareAll(
  { access }: Topology,
  workload: MatrixOptions,
  { guids, calls }: Sending,
): Promise<readonly Comparison[]> {
  const stream = crashWorkload(workload)
  let step = stream.next()
  while (step.done !== true) step = stream.next()
  const { expected } = step.value
  const accepted = [
    { what: 'deliveries accepted', expected: workload.deliveries, got: guids.size },
    { what: 'API calls accepted', expected: expected.apiUsage.calls, got: calls.size },
  ].map(({ what, expected, got }) => ({ what, expected, wrong: got === expected ? [] : [`got ${got}`] }))
  return [...accepted, ...(await compareWorkload(access, { expected }, guids))]
}

const seconds = (from: number, until: number) => Math.round((until - from) / 100) / 10
