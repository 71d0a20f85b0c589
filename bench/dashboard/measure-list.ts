import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from '@clickhouse/client'
import { z } from 'zod'
import { type Spread, spreadOf } from '../statistics.ts'
import { type DashboardTopology, signIn } from './dashboard-topology.ts'
import { found, named, type Tab } from './tab.ts'

export interface ListMeasurement {
  /** Rows that were scrolled through, one page of the list after the other. */
  readonly rows: number
  readonly seconds: number
  /** Milliseconds from a question to the end of its answer, as the page saw them: while scrolling, and of each filter. */
  readonly answers: Spread
  readonly filters: readonly Filtered[]
  /** Milliseconds of the tasks that kept the page from answering for 50 or more. */
  readonly long_tasks: readonly number[]
  readonly frames: Spread
  readonly heap_mb: number
}

interface Filtered {
  readonly what: string
  readonly answers: readonly number[]
  /** Until the table showed it. */
  readonly shown_ms: number
}

const ROWS = 30_000
const WHEEL_PX = 1_200
const REPOSITORY = 'acme/repository-0'
/** So long a page may take to tell of what it has measured. */
const TOLD_MS = 100
const TABLE = 'table[aria-label="Deliveries"]'
const SHOWN_ROWS = `[...document.querySelectorAll('${TABLE} tbody tr[aria-rowindex]')]`
const LAST_ROW = `Number(${SHOWN_ROWS}.at(-1)?.getAttribute('aria-rowindex') ?? 0)`
const SCROLLER = found(`div:has(> ${TABLE})`)

/** What a page keeps of itself from its beginning on. */
const watch = `
  window.watched = { long: [], frames: [], answers: [] }
  performance.setResourceTimingBufferSize(100000)
  new PerformanceObserver((list) => window.watched.long.push(...list.getEntries().map(({ duration }) => duration)))
    .observe({ type: 'longtask', buffered: true })
  new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries())
      if (new URL(name).pathname === '/api/v1/deliveries') window.watched.answers.push(duration)
  }).observe({ type: 'resource', buffered: true })
  let last = 0
  const frame = (at) => { if (last > 0) window.watched.frames.push(at - last); last = at; requestAnimationFrame(frame) }
  requestAnimationFrame(frame)`

const watched = z.object({
  long: z.array(z.number()),
  frames: z.array(z.number()),
  answers: z.array(z.number()),
})

/** Scrolls through a list of a million deliveries, jumps in it and filters it, as somebody would. */
export async function measureList(dashboard: DashboardTopology): Promise<ListMeasurement> {
  await using tab = await dashboard.chromium.newTab(watch)
  await signIn(tab, dashboard.url)
  await tab.goTo(`${dashboard.url}/deliveries?${dashboard.range}`)
  await tab.until(`${LAST_ROW} > 20`)
  await tab.evaluate(`void Object.assign(window.watched, { long: [], frames: [], answers: [] })`, z.unknown())
  const began = performance.now()
  await scrollDown(tab)
  const seconds = (performance.now() - began) / 1_000
  const rows = await tab.evaluate(LAST_ROW, z.number())
  await jump(tab)
  await sleep(TOLD_MS)
  const heap = await tab.heapMegabytes()
  const scrolled = await tab.evaluate('window.watched', watched)
  const filters = await filter(tab, await someGuid(dashboard))
  const { long } = await tab.evaluate('window.watched', watched)
  return {
    rows,
    seconds,
    answers: spreadOf(scrolled.answers, 0),
    filters,
    long_tasks: long,
    frames: spreadOf(scrolled.frames, 0),
    heap_mb: heap,
  }
}

async function scrollDown(tab: Tab): Promise<void> {
  while ((await tab.evaluate(LAST_ROW, z.number())) < ROWS) {
    for (let turn = 0; turn < 6; turn += 1) {
      await tab.wheel(SCROLLER, WHEEL_PX)
      await sleep(16)
    }
  }
}

/** An old one, which the filters before it let through. */
async function someGuid({ topology }: DashboardTopology): Promise<string> {
  const { url, user, password, database } = topology.access
  const client = createClient({ url, username: user, password, database })
  try {
    const answer = await client.query({
      query: `SELECT guid FROM deliveries WHERE event = 'push' AND repository = '${REPOSITORY}' ORDER BY received_at LIMIT 1 OFFSET 100`,
      format: 'JSONEachRow',
    })
    const [row] = await answer.json<{ guid: string }>()
    return row?.guid ?? ''
  } finally {
    await client.close()
  }
}

/** By the scroll bar to far places, whose rows are there already, and back. */
async function jump(tab: Tab): Promise<void> {
  for (const share of [0.5, 0.1, 0.9, 0.3, 0.7]) {
    await tab.evaluate(`void (${SCROLLER}.scrollTop = ${SCROLLER}.scrollHeight * ${share})`, z.unknown())
    await tab.until(`Math.abs(${LAST_ROW} - ${ROWS * share}) < 2000`)
  }
}

/** Each filter beside those before it; the last finds one delivery among all. */
async function filter(tab: Tab, guid: string): Promise<readonly Filtered[]> {
  const pick = async (label: string, name: string) => {
    await tab.press(named('button', label))
    await tab.press(named('fieldset label', name))
    await tab.key('Escape')
  }
  const write = async (text: string) => {
    await tab.press(found('input[aria-label^="Find a delivery"]'))
    await tab.write(text)
  }
  const all = (column: number, text: string) =>
    `${SHOWN_ROWS}.every((row) => row.cells[${column}].textContent.startsWith('${text}'))`
  const steps: readonly (readonly [what: string, act: () => Promise<void>, shown: string])[] = [
    ['one event', () => pick('Events', 'push'), all(1, 'push')],
    ['one repository of it', () => pick('Repositories', REPOSITORY), all(2, REPOSITORY)],
    ['one GUID', () => write(guid), `${SHOWN_ROWS}.length === 1`],
  ]
  const filtered: Filtered[] = []
  for (const [what, act, shown] of steps) {
    await tab.evaluate('void (window.watched.answers = [])', z.unknown())
    const began = performance.now()
    await act()
    await tab.until(`${SHOWN_ROWS}.length > 0 && ${shown}`)
    const shownAfter = performance.now() - began
    await sleep(TOLD_MS)
    const { answers } = await tab.evaluate('window.watched', watched)
    filtered.push({ what, answers, shown_ms: shownAfter })
  }
  return filtered
}
