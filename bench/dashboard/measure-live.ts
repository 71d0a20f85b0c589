import { setTimeout as sleep } from 'node:timers/promises'
import { createAppender, type EventLog } from '@octometer/event-log'
import type { SimulatedDelivery } from '@octometer/testkit'
import { z } from 'zod'
import type { Surroundings } from '../benchmark.ts'
import type { Settings } from '../settings.ts'
import { residentMegabytes } from '../system/usage.ts'
import { encodeSimulated, workloadStream } from '../system/workload.ts'
import { type DashboardTopology, signIn } from './dashboard-topology.ts'
import type { Tab } from './tab.ts'

export interface LiveMeasurement {
  readonly appended: number
  readonly seconds: number
  readonly gateway_mb: number | null
  readonly tabs: readonly WatchedTab[]
  /** The most that one of the tabs held for itself, looked at every five seconds. */
  readonly peak_mb: number
  readonly end_mb: number
}

interface WatchedTab {
  readonly page: string
  /** Deliveries that the tab was told. */
  readonly taken: number
  /** What scripts hold once garbage is collected: before the first delivery, after the half of them, after all. */
  readonly heap_mb: readonly [before: number, half: number, after: number]
  readonly elements: number
  readonly longest_task_ms: number
}

/** Counts what the stream tells the page, beside what the page does with it. */
const watch = `
  window.watched = { taken: 0, longest: 0 }
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.watched.longest = Math.max(window.watched.longest, duration)
  }).observe({ type: 'longtask' })
  const Told = window.EventSource
  window.EventSource = class extends Told {
    constructor(url) {
      super(url)
      this.addEventListener('delivery', () => { window.watched.taken += 1 })
    }
  }`
const watched = z.object({ taken: z.int(), longest: z.number() })

const LOOK_MS = 5_000
const SETTLE_MS = 10_000
/** Bodies are used again under new GUIDs: that many are different. */
const BODIES = 2_000

/** Tabs that are open while deliveries arrive in the log, as the gateway's stream tells them. */
export async function measureLive(
  dashboard: DashboardTopology,
  { deliveries, perSecond }: NonNullable<Settings['live']>,
  { now, say }: Surroundings,
): Promise<LiveMeasurement> {
  const { chromium, url, topology } = dashboard
  await using overview = await chromium.newTab(watch)
  await using list = await chromium.newTab(watch)
  const tabs = [
    { page: 'overview', tab: overview, path: '/' },
    { page: 'deliveries', tab: list, path: '/deliveries' },
  ]
  for (const { tab, path } of tabs) {
    await signIn(tab, url)
    await tab.goTo(`${url}${path}`)
    await tab.until(`document.body.textContent.includes('Live ·')`)
  }
  await sleep(LOOK_MS)
  const before = await heaps(tabs)
  const bodies = simulated(now)
  const memory = watchMemory(() => chromium.largestTab())
  const began = performance.now()
  const append = (count: number) => appendSteadily(topology.log, bodies, count, perSecond)
  await append(Math.ceil(deliveries / 2))
  const half = await heaps(tabs)
  say(`half of them: ${half.map((heap) => heap.toFixed(1)).join(' and ')} MB of scripts' heap`)
  await append(Math.floor(deliveries / 2))
  const seconds = (performance.now() - began) / 1_000
  await sleep(SETTLE_MS)
  const after = await heaps(tabs)
  const told = tabs.map(async ({ page, tab }, index): Promise<WatchedTab> => {
    const { taken, longest } = await tab.evaluate('window.watched', watched)
    return {
      page,
      taken,
      heap_mb: [before[index] ?? Number.NaN, half[index] ?? Number.NaN, after[index] ?? Number.NaN],
      elements: await tab.evaluate('document.querySelectorAll("*").length', z.int()),
      longest_task_ms: longest,
    }
  })
  return {
    appended: deliveries,
    seconds,
    gateway_mb: await residentMegabytes(dashboard.gatewayPid),
    tabs: await Promise.all(told),
    ...(await memory.end()),
  }
}

async function heaps(tabs: readonly { readonly tab: Tab }[]): Promise<readonly number[]> {
  const told: number[] = []
  for (const { tab } of tabs) told.push(await tab.heapMegabytes())
  return told
}

function simulated(now: Date): readonly SimulatedDelivery[] {
  return [...workloadStream({ deliveries: BODIES, apiCalls: 0 }, now)]
}

/** So many a second, whatever becomes of them. */
async function appendSteadily(
  log: EventLog,
  bodies: readonly SimulatedDelivery[],
  count: number,
  perSecond: number,
): Promise<void> {
  await using appender = createAppender(log, { stream: 'EVENTS' })
  const began = performance.now()
  const waiting = new Set<Promise<unknown>>()
  for (let index = 0; index < count; index += 1) {
    const wait = began + (index * 1_000) / perSecond - performance.now()
    if (wait > 1) await sleep(wait)
    const body = bodies[index % bodies.length]
    if (body === undefined) throw new TypeError('there is nothing to append')
    const message = encodeSimulated({ ...body, guid: crypto.randomUUID(), receivedAt: new Date() })
    const appended = appender.append(message).finally(() => waiting.delete(appended))
    waiting.add(appended)
  }
  await Promise.all(waiting)
}

function watchMemory(look: () => Promise<number>) {
  let peak = 0
  const timer = setInterval(async () => {
    peak = Math.max(peak, await look())
  }, LOOK_MS)
  return {
    async end() {
      clearInterval(timer)
      const end = await look()
      return { peak_mb: Math.max(peak, end), end_mb: end }
    },
  }
}
