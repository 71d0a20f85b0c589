import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BrowserSystem, startBrowserSystem } from './browser-system.ts'
import {
  axeFindings,
  expectFits,
  expectQuiet,
  goTo,
  keepScreenshot,
  looks,
  openDashboard,
  settled,
} from './open-dashboard.ts'

let system: BrowserSystem

beforeAll(async () => {
  system = await startBrowserSystem()
})

afterAll(() => system[Symbol.asyncDispose]())

interface Pull {
  readonly repository: string
  readonly number: number
  readonly title: string
}

test.each(Object.keys(looks) as (keyof typeof looks)[])('pull requests look right: %s', async (look) => {
  await using dashboard = await openDashboard(system, look)
  const { page } = dashboard
  await goTo(system, dashboard, '/pull-requests?range=30d')
  await expectFits(page)
  await keepScreenshot(page, `pull-requests-${look}`)
  expect(await axeFindings(page)).toEqual([])
  await expectQuiet(dashboard)
})

test('tiles and phases show what the API answers, by the definition that is picked', async () => {
  await using dashboard = await openDashboard(system)
  const { page } = dashboard
  const until = new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString()
  const since = new Date(Date.parse(until) - 30 * 86_400_000).toISOString()
  for (const definition of ['octometer', 'devlake']) {
    const range = `since=${since}&until=${until}&definition=${definition}`
    const { numbers } = (await system.api(`/api/v1/pull-requests/metrics?${range}`)) as {
      numbers: {
        merged: number
        phases: Record<string, { pull_requests: number; median_seconds: number | null }>
      }
    }
    await goTo(system, dashboard, `/pull-requests?${range}`)
    const merged = page.locator('[data-stat="Merged"] [data-value]')
    expect(await merged.textContent()).toBe(String(numbers.merged))
    const rows = page.locator('tr[data-phase]')
    const names = await rows.evaluateAll((all) => all.map((row) => row.getAttribute('data-phase')))
    expect(new Set(names)).toEqual(new Set(Object.keys(numbers.phases)))
    for (const [name, phase] of Object.entries(numbers.phases)) {
      const counted = await page.locator(`tr[data-phase="${name}"] td`).last().textContent()
      expect(counted).toBe(String(phase.pull_requests))
    }
  }
})

test('a row opens its story; the link shows the same, and what people wrote is text', async () => {
  await using dashboard = await openDashboard(system)
  const { page } = dashboard
  const { data } = await system.api('/api/v1/pull-requests?limit=200')
  const marked = (data as Pull[]).find(({ title }) => title.includes('<script>'))
  expect(marked).toBeDefined()
  const { repository, number, title } = marked ?? { repository: '', number: 0, title: '' }
  await goTo(system, dashboard, '/pull-requests?range=90d')
  await page
    .getByRole('row')
    .filter({ hasText: `${repository}#${number}` })
    .first()
    .click()
  const panel = page.getByRole('dialog')
  await panel.getByRole('heading', { name: title }).waitFor()
  await page.reload()
  await settled(page)
  await panel.getByRole('heading', { name: title }).waitFor()
  const story = await system.api(`/api/v1/pull-requests/${repository}/${number}/story?limit=500`)
  const moments = story.data as readonly { actor: string | null }[]
  const counts = await panel.locator('label > span').allTextContents()
  expect(counts.reduce((sum, each) => sum + Number(each), 0)).toBe(moments.length)
  expect(await axeFindings(page)).toEqual([])
  await keepScreenshot(page, 'pull-request-story-light')
  await page.keyboard.press('Escape')
  await page.waitForURL((url) => !url.searchParams.has('open'))
  await expectQuiet(dashboard)
})
