import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BrowserSystem, startBrowserSystem } from './browser-system.ts'
import {
  axeFindings,
  expectFits,
  expectQuiet,
  goTo,
  keepScreenshot,
  looks,
  openSignedIn,
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
  await using dashboard = await openSignedIn(system, { look })
  const { page } = dashboard
  await goTo(system, dashboard, '/pull-requests?range=30d')
  await expectFits(page)
  await keepScreenshot(page, `pull-requests-${look}`)
  expect(await axeFindings(page)).toEqual([])
  await expectQuiet(dashboard)
})

test('tiles and phases show what the API answers, by the definition that is picked', async () => {
  await using dashboard = await openSignedIn(system)
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

interface Funnel {
  readonly opened: number
  readonly phases: readonly {
    readonly phase: string
    readonly completed: number
    readonly standing: number
    readonly median_seconds: number | null
    readonly histogram: readonly number[]
  }[]
  readonly standing: readonly {
    readonly place: string
    readonly pull_requests: number
    readonly longest: readonly { readonly title: string }[]
  }[]
}

test('the funnel and where the open ones stand are what the API answers', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  const until = new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString()
  const since = new Date(Date.parse(until) - 30 * 86_400_000).toISOString()
  const range = `since=${since}&until=${until}`
  const funnel = (await system.api(`/api/v1/pull-requests/funnel?${range}`)) as unknown as Funnel
  expect(funnel.opened).toBeGreaterThan(5)
  await goTo(system, dashboard, `/pull-requests?${range}`)
  const step = (name: string) => page.locator(`tr[data-step="${name}"]`)
  expect(await step('opened').locator('td').nth(1).textContent()).toBe(String(funnel.opened))
  for (const { phase, completed, standing, histogram, median_seconds } of funnel.phases) {
    const row = step(phase)
    expect(await row.locator('[data-count]').textContent()).toBe(String(completed))
    expect((await row.locator('[data-median]').textContent()) === '–').toBe(median_seconds === null)
    const rest = await row.locator('[data-rest]').textContent()
    expect(rest?.includes(`${standing} stand`)).toBe(standing > 0)
    const bins = (await row.getByRole('img').getAttribute('aria-label')) ?? ''
    expect(bins.split(', ').map((bin) => Number(bin.split(': ')[1]))).toEqual(histogram)
  }
  for (const { place, pull_requests, longest } of funnel.standing) {
    const column = page.locator(`[data-place="${place}"]`)
    expect(await column.locator('[data-count]').textContent()).toBe(String(pull_requests))
    expect(await column.getByRole('button').allTextContents()).toEqual(longest.map(({ title }) => title))
  }
  await page.getByRole('button', { name: 'Explain the funnel' }).click()
  await page.getByText('deliveries are behind this number').waitFor()
  await page.getByText('SQL: pull_requests.funnel').waitFor()
  await expectQuiet(dashboard)
})

test('the list is downloaded whole as JSON', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  await goTo(system, dashboard, '/pull-requests?range=90d&state=merged')
  const panel = page.getByRole('region', { name: 'Pull requests', exact: true })
  await panel.getByRole('button', { name: 'Download' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'JSON', exact: true }).click(),
  ])
  const file = JSON.parse(await readFile(await download.path(), 'utf8')) as readonly Pull[]
  const { data } = await system.api('/api/v1/pull-requests?state=merged&limit=1000')
  expect(download.suggestedFilename()).toBe('pull-requests.json')
  expect(file).toEqual(data)
})

test('a story tells the kinds that the address names', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  const { data } = await system.api('/api/v1/pull-requests?state=merged&limit=1')
  const [{ repository, number }] = data as [Pull]
  const path = `/pull-requests?range=90d&open=${repository}%23${number}`
  await goTo(system, dashboard, path)
  const story = page.getByRole('list', { name: 'What happened, oldest first' })
  await story.locator('[data-kind="Life"]').first().waitFor()
  await page.getByRole('dialog').getByRole('checkbox', { name: /^Life/ }).uncheck()
  await page.waitForURL((url) => url.searchParams.get('without') === 'Life')
  await page.reload()
  await settled(page)
  await page.getByRole('dialog').getByRole('checkbox', { name: /^Life/, checked: false }).waitFor()
  expect(await story.locator('[data-kind="Life"]').count()).toBe(0)
})

test('a row opens its story; the link shows the same, and what people wrote is text', async () => {
  await using dashboard = await openSignedIn(system)
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
