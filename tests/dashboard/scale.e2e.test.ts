import { gzipSync } from 'node:zlib'
import type { SimulatedDelivery } from '@octometer/testkit'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BrowserSystem, startBrowserSystem } from './browser-system.ts'
import { expectQuiet, goTo, openDashboard, openSignedIn } from './open-dashboard.ts'

let system: BrowserSystem

beforeAll(async () => {
  system = await startBrowserSystem()
})

afterAll(() => system[Symbol.asyncDispose]())

const SCRIPT_BYTES = 250_000
const PATIENCE = { timeout: 20_000 }

test('the first screen needs no more than 250 KB of script, gzipped', async () => {
  await using dashboard = await openDashboard(system)
  const { page } = dashboard
  const scripts = new Map<string, Promise<Buffer>>()
  page.on('response', (response) => {
    if (response.url().endsWith('.js')) scripts.set(response.url(), response.body())
  })
  await page.goto('about:blank')
  await goTo(system, dashboard, '/?range=30d')
  await page.locator('canvas').first().waitFor()
  await page.getByRole('button', { name: 'Repositories' }).click()
  await page.getByRole('searchbox', { name: 'Find repositories' }).waitFor()
  const sizes = (await Promise.all(scripts.values())).map((body) => gzipSync(body).length)
  expect(sizes.length).toBeGreaterThan(2)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(SCRIPT_BYTES)
})

const WARM_UP = 500
const EVENTS = 4_000
/** Of a tab that keeps nothing of each event: what is shown at a time is another every time, so the heap moves a little. */
const MOST_BYTES_EACH = 400

test('a tab that is open keeps nothing of what it was told long ago', async () => {
  await using dashboard = await openDashboard(system)
  const { page } = dashboard
  await page.getByText('Live ·').waitFor()
  await arrive(page, 'warm-up', WARM_UP)
  const before = await heapBytes(page)
  await arrive(page, 'measured', EVENTS)
  const after = await heapBytes(page)
  expect((after - before) / EVENTS).toBeLessThan(MOST_BYTES_EACH)
  // Nor does it draw more.
  expect(await page.getByRole('list', { name: 'Deliveries, newest first' }).locator('li').count()).toBe(100)
  await expectQuiet(dashboard)
})

/** Sends so many, and waits until the page shows the last of them. */
async function arrive(page: Page, name: string, count: number): Promise<void> {
  const guidOf = (index: number) =>
    `00000000-${name === 'measured' ? '1111' : '2222'}-4000-8000-${String(index).padStart(12, '0')}`
  await system.send(Array.from({ length: count }, (_, index) => starred(guidOf(index))))
  const last = Array.from({ length: 16 }, (_, back) => `a[href*="${guidOf(count - 1 - back)}"]`)
  await page.locator(last.join(', ')).first().waitFor()
}

/** A small delivery, of which most projections make nothing. */
function starred(guid: string): SimulatedDelivery {
  const payload = { action: 'created', sender: { login: 'mona' }, repository: null }
  const told = { hookId: 1, targetType: 'repository' as const, targetId: 1, receivedAt: new Date() }
  return { guid, event: 'star', ...told, payload: {}, body: JSON.stringify(payload) }
}

async function heapBytes(page: Page): Promise<number> {
  const devTools = await page.context().newCDPSession(page)
  await devTools.send('HeapProfiler.collectGarbage')
  await devTools.send('Performance.enable')
  const { metrics } = await devTools.send('Performance.getMetrics')
  await devTools.detach()
  return metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN
}

test('a long list is scrolled, sorted and left where it is, and only the rows that are seen exist', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  await goTo(system, dashboard, '/deliveries?range=1y')
  const table = page.getByRole('table', { name: 'Deliveries' })
  const rows = table.locator('tbody tr[aria-rowindex]')
  const lastRow = async () => Number(await rows.last().getAttribute('aria-rowindex'))
  await rows.first().hover()
  await expect
    .poll(async () => {
      await page.mouse.wheel(0, 4_000)
      return lastRow()
    }, PATIENCE)
    .toBeGreaterThan(1_000)
  expect(await rows.count()).toBeLessThan(80)
  // What arrives meanwhile takes nothing from under who reads.
  await expect.poll(() => isStill(page, lastRow), PATIENCE).toBe(true)
  const read = await rows.nth(20).textContent()
  const refreshed = page.waitForResponse((response) => response.url().includes('/api/v1/summary'))
  await system.send([starred('00000000-3333-4000-8000-000000000001')])
  await refreshed
  expect(await rows.nth(20).textContent()).toBe(read)
  // Another order is another list: it begins at its top.
  await page.getByRole('columnheader', { name: 'Size' }).getByRole('button').click()
  const { data } = await system.api('/api/v1/deliveries?sort=size&direction=desc&limit=5')
  const largest = (data as { event: string; action: string | null }[]).map(({ event, action }) =>
    action === null ? event : `${event}.${action}`,
  )
  await expect
    .poll(async () => (await rows.locator('td:nth-child(2)').allTextContents()).slice(0, 5), PATIENCE)
    .toEqual(largest)
  expect(await rows.first().getAttribute('aria-rowindex')).toBe('2')
  expect(new URL(page.url()).searchParams.get('sort')).toBe('size')
  await page.reload()
  await expect
    .poll(async () => (await rows.locator('td:nth-child(2)').allTextContents()).slice(0, 5), PATIENCE)
    .toEqual(largest)
  await expectQuiet(dashboard)
})

/** The wheel's last turn has been drawn. */
async function isStill(page: Page, lastRow: () => Promise<number>): Promise<boolean> {
  const before = await lastRow()
  for (let frame = 0; frame < 5; frame += 1) await page.evaluate('new Promise(requestAnimationFrame)')
  return (await lastRow()) === before
}

test.each([
  ['/pull-requests?range=1y', 'Pull requests', '/api/v1/pull-requests', 'Lines', 'lines'],
  ['/issues?view=opened&range=1y', 'Issues and their clocks', '/api/v1/issues', 'Priority', 'priority'],
] as const)('%s: the server sorts, and the address keeps it', async (path, name, route, title, sort) => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  await goTo(system, dashboard, path)
  const header = page.getByRole('columnheader', { name: title, exact: true })
  for (const direction of ['desc', 'asc'] as const) {
    await header.getByRole('button').click()
    await page
      .getByRole('columnheader', { name: title })
      .and(page.locator(`[aria-sort="${direction}ending"]`))
      .waitFor()
    const { data } = await system.api(
      `${route}?sort=${sort}&direction=${direction}&limit=8&since=2000-01-01T00:00:00Z`,
    )
    const wanted = (data as { repository: string; number: number }[]).map(
      ({ repository, number }) => `${repository}#${number}`,
    )
    const texts = async () =>
      (await page.getByRole('table', { name }).locator('tbody tr[aria-rowindex]').allTextContents()).slice(
        0,
        8,
      )
    await expect
      .poll(async () => (await texts()).every((text, index) => text.includes(wanted[index] ?? '?')), PATIENCE)
      .toBe(true)
  }
  await expectQuiet(dashboard)
})
