import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectLog } from '@octometer/event-log'
import { connectStore } from '@octometer/read-store'
import { createLogger } from '@octometer/telemetry'
import { allCaughtUp } from '../support/caught-up.ts'
import { type Comparison, compareWorkload } from '../support/compare-workload.ts'
import { carryOutKills } from './carry-out-kills.ts'
import { whileMoving } from './deadline.ts'
import { failuresOf } from './failures-of.ts'
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
  /** Where the processes' logs are: they stay when something is not as it must be. */
  readonly logs: string
  readonly seconds: { readonly sending: number; readonly catchingUp: number }
}

/** Sends a workload while every part of the system is killed again and again; then compares every total. */
export async function runMatrix(options: MatrixOptions): Promise<MatrixReport> {
  const dir = await mkdtemp(join(tmpdir(), 'octometer-crash-'))
  try {
    const report = await runIn(dir, options)
    if (failuresOf(report).length === 0) await rm(dir, { recursive: true, force: true })
    return report
  } catch (error) {
    throw new Error(`the crash matrix did not come to its end; logs are in ${join(dir, 'logs')}`, {
      cause: error,
    })
  }
}

// A start takes seconds, and many more where other work has the machine.
const STUCK_MS = 120_000
// A batch that was with a projector when it died is delivered again after 30 s.
const CATCH_UP_MS = 150_000

async function runIn(dir: string, options: MatrixOptions): Promise<MatrixReport> {
  const { say = () => undefined } = options
  await using topology = await startTopology({ dir, natsServerBin: options.natsServerBin })
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
    logs: join(dir, 'logs'),
    seconds: { sending: seconds(began, sent), catchingUp: seconds(sent, caughtUp) },
  }
}

async function sendAndKill(
  { parts, intake }: Topology,
  { seed, deliveries, kills }: MatrixOptions,
  say: (line: string) => void,
): Promise<Sending> {
  const plan = planKills({ seed, deliveries, kills, targets: parts })
  const pace = createPace()
  using senders = startSenders({ seed, deliveries }, intake, pace)
  const stop = new AbortController()
  const state = () => progress(pace, parts, deliveries)
  const telling = setInterval(() => say(state()), 15_000)
  try {
    const killing = carryOutKills(plan, parts, pace, stop.signal)
    const work = Promise.all([senders.finished, killing.then(() => allReady(parts))])
    await whileMoving(STUCK_MS, work, state)
    return senders.sending
  } finally {
    clearInterval(telling)
    stop.abort()
  }
}

async function allReady(parts: readonly Part[]): Promise<void> {
  await Promise.all(parts.map((part) => part.ready()))
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
