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

const shown = (value: unknown) => (typeof value === 'number' ? value.toLocaleString('en') : '–')

test('the link signs in once; a second browser with it is told so', async () => {
  const link = system.standalone.signInUrl()
  const context = await system.browser.newContext()
  const page = await context.newPage()
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.goto(link)
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
  const once = link.split('once=')[1] ?? ''
  expect([page.url(), asked.filter((url) => url.includes(once))]).toEqual([`${system.url}/dashboard/`, []])
  await context.clearCookies()
  await page.goto(link)
  await page.reload()
  await page.goto('about:blank')
  await page.goto(link)
  await page.getByRole('alert').getByText('This link has been used').waitFor()
  await context.close()
})

test.each(Object.keys(looks) as (keyof typeof looks)[])('the overview looks right: %s', async (look) => {
  await using dashboard = await openDashboard(system, look)
  const { page } = dashboard
  await goTo(system, dashboard, '/?range=30d')
  await page.locator('canvas').first().waitFor()
  await expectFits(page)
  await keepScreenshot(page, `overview-${look}`)
  expect(await axeFindings(page)).toEqual([])
  await expectQuiet(dashboard)
})

test('every counter shows the value that the API answers for the same time', async () => {
  await using dashboard = await openDashboard(system)
  const { page } = dashboard
  const until = new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString()
  const since = new Date(Date.parse(until) - 14 * 86_400_000).toISOString()
  await goTo(system, dashboard, `/?since=${since}&until=${until}`)
  const { counters } = await system.api(`/api/v1/counters?window=${since}..${until}`)
  const compared: (string | null)[] = []
  for (const [name, label] of [
    ['commits', 'Commits'],
    ['pushes', 'Pushes'],
    ['pulls_opened', 'PRs opened'],
    ['pulls_merged', 'PRs merged'],
    ['issues_opened', 'Issues opened'],
    ['deployments', 'Deployments'],
    ['build_failures', 'Build failures'],
    ['hotfixes', 'Hotfixes'],
  ] as const) {
    const value = shown((counters as Record<string, unknown>)[name])
    const tile = page.locator(`[data-stat="${label}"]`)
    await tile.getByText(value, { exact: true }).first().waitFor()
    compared.push(await tile.locator('[data-value]').textContent())
    expect(compared.at(-1)).toBe(value)
  }
  expect(new Set(compared).size).toBeGreaterThan(3)
})

test('a repository is chosen in the bar, stands in the address, and changes the numbers', async () => {
  await using dashboard = await openDashboard(system)
  const { page } = dashboard
  const { data } = await system.api('/api/v1/repositories?sort=commits_30_days&limit=1')
  const [{ repository }] = data as [{ repository: string }]
  await goTo(system, dashboard, '/?range=30d')
  await page.getByRole('button', { name: 'Repositories' }).click()
  await page.getByRole('checkbox', { name: repository, exact: true }).first().check()
  await page.keyboard.press('Escape')
  await page.waitForURL((url) => url.searchParams.get('repository') === repository)
  await page.reload()
  await settled(page)
  await page.getByRole('button', { name: `Repositories ${repository}` }).waitFor()
  expect(new URL(page.url()).searchParams.getAll('repository')).toEqual([repository])
  await expectQuiet(dashboard)
})

test('what is delivered while somebody looks appears by itself, and its number leads down to it', async () => {
  await using dashboard = await openDashboard(system)
  const { page } = dashboard
  await page.getByText('Live ·').waitFor()
  const { data } = await system.api('/api/v1/deliveries?event=push&limit=1')
  const [before] = data as [{ guid: string }]
  const { payload } = (await system.api(`/api/v1/deliveries/${before.guid}`)) as { payload: object }
  const guid = '7b0f6f0e-1111-4222-8333-444455556666'
  const body = JSON.stringify({ ...payload, after: 'f'.repeat(40) })
  const told = { hookId: 1, targetType: 'repository' as const, targetId: 1, receivedAt: new Date() }
  await system.send([{ guid, event: 'push', ...told, payload: {}, body }])
  const list = page.getByRole('list', { name: 'Deliveries, newest first' })
  await list.locator(`a[href*="${guid}"]`).waitFor()
  await page.locator('[data-stat="Commits"]').hover()
  await page.getByRole('button', { name: 'Explain Commits', exact: true }).click()
  await page.getByText('deliveries are behind this number').waitFor()
  await page.getByText('SQL:').first().waitFor()
  expect(await list.locator('li').first().textContent()).toContain('push')
  await expectQuiet(dashboard)
})

test('the keyboard is enough: palette, shortcuts, theme kept over a reload', async () => {
  await using dashboard = await openDashboard(system)
  const { page } = dashboard
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Search and commands' }).fill('clear')
  await page.getByRole('option', { name: 'Clear all filters' }).waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await page.getByRole('heading', { name: 'Keyboard shortcuts' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Dark' }).click()
  await page.reload()
  await settled(page)
  expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark')
  await expectQuiet(dashboard)
})
