import { gzipSync } from 'node:zlib'
import { z } from 'zod'
import { round, type Spread, spreadOf } from '../statistics.ts'
import { type DashboardTopology, signIn } from './dashboard-topology.ts'

export interface FirstScreen {
  /** Milliseconds from the navigation on: until a counter stood there, and until a filter had opened that was pressed then. */
  readonly counter_ms: Spread
  readonly answering_ms: Spread
  readonly milliseconds: readonly Screen[]
  /** The same right after the gateway and ClickHouse have started, which nobody has asked yet. */
  readonly first_of_all: Screen
  /** Of all scripts that were fetched by then, each by itself. */
  readonly script_gzip_bytes: number
  readonly scripts: number
}

type Screen = readonly [counter: number, answering: number]

/** Looks at every change of the page: when the first counter is there a filter is pressed, and when that has opened, it answers. */
const watch = `
  window.screen1 = { counter: 0, answering: 0 }
  const look = () => {
    const { counter } = window.screen1
    if (counter === 0) {
      if (!/\\d/.test(document.querySelector('[data-stat] [data-value]')?.textContent ?? '')) return
      window.screen1.counter = performance.now()
      ;[...document.querySelectorAll('button')].find((each) => each.textContent === 'Repositories')?.click()
    } else if (document.querySelector('input[aria-label="Find repositories"]') !== null) {
      window.screen1.answering = performance.now()
      changes.disconnect()
    }
  }
  const changes = new MutationObserver(look)
  changes.observe(document, { subtree: true, childList: true, characterData: true })`
const told = z.object({ counter: z.number(), answering: z.number() })

/** The overview in a browser that has never seen it, so many times. */
export async function measureFirstScreen(dashboard: DashboardTopology, runs: number): Promise<FirstScreen> {
  const [{ screen: first_of_all }, ...rest] = [
    await openOverview(dashboard),
    ...(await repeat(runs, () => openOverview(dashboard))),
  ]
  const screens = rest.map(({ screen }) => screen)
  const bodies = await Promise.all((rest.at(-1)?.scripts ?? []).map(bytesOf))
  return {
    counter_ms: spreadOf(screens.map(([counter]) => counter)),
    answering_ms: spreadOf(screens.map(([, answering]) => answering)),
    milliseconds: screens,
    first_of_all,
    script_gzip_bytes: bodies.reduce((sum, body) => sum + gzipSync(body).length, 0),
    scripts: bodies.length,
  }
}

async function repeat<T>(times: number, act: () => Promise<T>): Promise<readonly T[]> {
  const done: T[] = []
  while (done.length < times) done.push(await act())
  return done
}

async function openOverview({ chromium, url, range }: DashboardTopology) {
  await using tab = await chromium.newTab(watch)
  await signIn(tab, url)
  // Who signs in has the scripts by then: what was kept of them is forgotten.
  await tab.forgetFiles()
  await tab.goTo('about:blank')
  await tab.goTo(`${url}/?${range}`)
  await tab.until('window.screen1?.answering > 0')
  const { counter, answering } = await tab.evaluate('window.screen1', told)
  const loaded = `performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => name.endsWith('.js'))`
  const screen: Screen = [round(counter, 0), round(answering, 0)]
  return { screen, scripts: await tab.evaluate(loaded, z.array(z.string())) }
}

async function bytesOf(script: string): Promise<Buffer> {
  return Buffer.from(await (await fetch(script)).arrayBuffer())
}
