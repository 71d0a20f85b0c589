import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BrowserSystem, startBrowserSystem } from './browser-system.ts'
import { sendCommit } from './new-deliveries.ts'
import {
  axeFindings,
  expectFits,
  expectQuiet,
  goTo,
  keepScreenshot,
  looks,
  openDashboard,
  openSignedIn,
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
  await using dashboard = await openSignedIn(system, { look })
  const { page } = dashboard
  await goTo(system, dashboard, '/?range=30d')
  await page.locator('canvas').first().waitFor()
  await expectFits(page)
  await keepScreenshot(page, `overview-${look}`)
  expect(await axeFindings(page)).toEqual([])
  await expectQuiet(dashboard)
})

test('every counter shows the value that the API answers for the same time', async () => {
  await using dashboard = await openSignedIn(system)
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
  await using dashboard = await openSignedIn(system)
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

const PERIOD = (() => {
  const until = new Date(Math.ceil(Date.now() / 60_000) * 60_000 + 3_600_000)
  return `since=${new Date(until.getTime() - 30 * 86_400_000).toISOString()}&until=${until.toISOString()}`
})()

interface Done {
  readonly kind: string
  readonly author: string | null
  readonly actor: string | null
  readonly message: string
  readonly number: number
}

test('the timeline of one repository tells what was done there, by kinds that stand in the address', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  const { data } = await system.api('/api/v1/repositories?sort=commits_30_days&limit=1')
  const [{ repository }] = data as [{ repository: string }]
  await goTo(system, dashboard, `/?${PERIOD}&repository=${repository}`)
  await page.getByRole('heading', { name: `Timeline of ${repository}` }).waitFor()
  const kinds = page.getByRole('group', { name: 'Kinds of events' })
  for (const other of ['Code', 'Issues', 'CI failures', 'Deployments', 'Releases', 'Alerts'])
    await kinds.getByRole('button', { name: other }).click()
  await page.waitForURL((url) => url.searchParams.get('events') === 'pulls')
  await page.reload()
  await settled(page)
  const asked = `kind=pr_opened&kind=pr_merged&repository=${repository}&${PERIOD}&limit=50`
  const answered = await system.api(`/api/v1/activity/records?${asked}`)
  const wanted = (answered.data as readonly Done[]).map(({ kind, author, actor, message, number }) => {
    const [who, verb] = kind === 'pr_opened' ? [author, 'opened'] : [actor, 'merged']
    return `${who === null ? '' : `${who} `}${verb} ${message} #${number}`
  })
  expect(wanted.length).toBeGreaterThan(5)
  const told = page.getByRole('region', { name: 'What happened, newest first' }).locator('[data-said]')
  expect((await told.allTextContents()).slice(0, 5).toSorted()).toEqual(wanted.slice(0, 5).toSorted())
  expect(await told.count()).toBe(wanted.length)
  await expectQuiet(dashboard)
})

test('what is done while somebody looks is told by the timeline, in its own words', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  await goTo(system, dashboard, `/?${PERIOD}&events=code`)
  await page.getByText('Live ·').waitFor()
  await sendCommit(system, { id: 'a'.repeat(40), message: 'Mend the clock\n\nIt was late.' })
  const told = page.getByRole('region', { name: 'What happened, newest first' }).locator('[data-said]')
  await told.filter({ hasText: /^a committed Mend the clock$/ }).waitFor({ timeout: 20_000 })
  expect(await told.first().textContent()).toBe('a committed Mend the clock')
  await goTo(system, dashboard, `/?${PERIOD}`)
  await told.first().waitFor()
  await page.evaluate(
    `document.querySelector('[data-said]').closest('[aria-labelledby]').scrollIntoView(); scrollBy(0, -64)`,
  )
  await keepScreenshot(page, 'overview-timeline-light')
  await expectQuiet(dashboard)
})

test('the heat map is saved as a picture of what is seen', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  await goTo(system, dashboard, '/?range=30d&activity=deliveries')
  const map = page.getByRole('table', { name: 'Deliveries by hour and weekday' })
  const { width = 0, height = 0 } = (await map.boundingBox()) ?? {}
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'PNG of the heat map' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('activity-deliveries.png')
  const file = await readFile(await download.path())
  expect(file.subarray(1, 4).toString()).toBe('PNG')
  expect([file.readUInt32BE(16), file.readUInt32BE(20)]).toEqual([
    Math.ceil(width * 2),
    Math.ceil(height * 2),
  ])
  const values = (await map.locator('td span').allTextContents()).map((each) => Number(each.replace(',', '')))
  const places = [values.indexOf(Math.max(...values)), values.indexOf(Math.min(...values))]
  const colours = (await page.evaluate(`(${coloursOf})(
    ${JSON.stringify(file.toString('base64'))}, ${JSON.stringify(places)})`)) as readonly string[][]
  expect(colours[0]).not.toEqual(colours[1])
  expect(colours.map(([drawn]) => drawn)).toEqual(colours.map(([, seen]) => seen))
  await expectQuiet(dashboard)
})

/** In the browser: of some cells the colour in the picture, and the one on the page. */
const coloursOf = `async (base64, places) => {
  const image = new Image()
  image.src = 'data:image/png;base64,' + base64
  await image.decode()
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { willReadFrequently: true })
  canvas.width = image.width
  canvas.height = image.height
  context.drawImage(image, 0, 0)
  const pixel = (x, y) => context.getImageData(x, y, 1, 1).data.join()
  const table = document.querySelector('table[aria-label="Deliveries by hour and weekday"]')
  const cells = [...table.querySelectorAll('tbody td')]
  const from = table.getBoundingClientRect()
  return places.map((place) => {
    const box = cells[place].getBoundingClientRect()
    const drawn = pixel((box.left - from.left + box.width / 2) * 2, (box.top - from.top + box.height / 2) * 2)
    context.fillStyle = getComputedStyle(cells[place]).backgroundColor
    context.fillRect(0, 0, 4, 4)
    return [drawn, pixel(1, 1)]
  })
}`

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
