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

const until = new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString()
const since = new Date(Date.parse(until) - 30 * 86_400_000).toISOString()
const RANGE = `since=${since}&until=${until}`

interface Load {
  readonly reviews: number
  readonly reviewers: number
  readonly gini: number
  readonly data: readonly { readonly login: string; readonly reviews: number }[]
}

interface Pair {
  readonly reviewer: string
  readonly author: string
  readonly pull_requests: number
  readonly reviews: number
}

test.each(Object.keys(looks) as (keyof typeof looks)[])('contributors look right: %s', async (look) => {
  await using dashboard = await openSignedIn(system, { look })
  const { page } = dashboard
  await goTo(system, dashboard, '/contributors?range=30d')
  await page.locator('svg[role="img"][aria-label*="reviewers beside"]').waitFor()
  await expectFits(page)
  await keepScreenshot(page, `contributors-${look}`)
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('region', { name: 'Who reviews whom' }).scrollIntoViewIfNeeded()
  await keepScreenshot(page, `contributors-network-${look}`)
  await expectQuiet(dashboard)
})

test('tiles, load and pairs show what the API answers', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  const load = (await system.api(`/api/v1/reviews/load?${RANGE}`)) as unknown as Load
  const pairs = (await system.api(`/api/v1/reviews/pairs?${RANGE}&limit=1000`)) as unknown as {
    readonly reviews: number
    readonly data: readonly Pair[]
  }
  // Two routes over two read paths: the pairs add up to the load.
  expect(pairs.reviews).toBe(load.reviews)
  await goTo(system, dashboard, `/contributors?${RANGE}`)
  const tile = (name: string) => page.locator(`[data-stat="${name}"] [data-value]`).textContent()
  expect(await tile('Reviews')).toBe(String(load.reviews))
  expect(await tile('Reviewers')).toBe(String(load.reviewers))
  expect(await tile('Gini of reviews')).toBe(load.gini.toFixed(2))
  const [busiest] = load.data
  const bars = page.getByRole('region', { name: 'Review load' }).getByRole('listitem')
  expect(await bars.first().textContent()).toContain(`${busiest?.login}`)
  const [first] = pairs.data
  const cells = page
    .getByRole('table', { name: 'Reviewers and authors' })
    .locator('tbody tr')
    .first()
    .locator('td')
  expect((await cells.allTextContents()).map((text) => text.trim()).slice(0, 4)).toEqual([
    ...[first?.reviewer, first?.author, String(first?.pull_requests), String(first?.reviews)],
  ])
  // Those who review most stand first in the picture, with all their reviews at the end of the row.
  const drawn = page.locator('svg[role="img"][aria-label*="reviewers beside"] g[transform] > text')
  const texts = await drawn.allTextContents()
  expect(texts[0]).toBe(busiest?.login.slice(0, texts[0]?.length))
  expect(texts).toContain(String(busiest?.reviews))
  await expectQuiet(dashboard)
})

test('the server sorts, the address keeps it, and maintainers and others are left out', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  await goTo(system, dashboard, `/contributors?${RANGE}`)
  await page.getByRole('button', { name: 'Reviewers', exact: true }).click()
  await page.waitForURL((url) => url.searchParams.get('sort') === 'reviews')
  await page.reload()
  await settled(page)
  const { data } = await system.api(`/api/v1/contributors?${RANGE}&sort=reviews&limit=100`)
  const reviewers = (data as { login: string; reviews: number }[]).filter(({ reviews }) => reviews > 0)
  const table = page.getByRole('table', { name: 'Contributors' })
  expect(await table.getAttribute('aria-rowcount')).toBe(String(reviewers.length + 1))
  const [first, second] = reviewers
  expect(await table.locator('tbody td').first().textContent()).toContain(first?.login)
  await goTo(system, dashboard, `/contributors?${RANGE}&sort=reviews&exclude=${first?.login}`)
  expect(await table.locator('tbody td').first().textContent()).toContain(second?.login)
  await page.getByRole('checkbox', { name: 'Without maintainers' }).check()
  await page.waitForURL((url) => url.searchParams.get('maintainers') === 'without')
  await settled(page)
  await expectQuiet(dashboard)
})

test('contributors by name and pairs by their wait stand as the API sorts them, the other way round too', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  await goTo(system, dashboard, `/contributors?${RANGE}`)
  const cellsOf = (name: string, column: number) =>
    page.getByRole('table', { name }).locator(`tbody tr td:nth-child(${column})`)
  const press = async (name: string, title: string) => {
    await page
      .getByRole('table', { name })
      .getByRole('columnheader', { name: title })
      .getByRole('button')
      .click()
    await settled(page)
  }
  for (const [direction, kept] of [
    ['asc', 'login'],
    ['desc', 'login.desc'],
  ] as const) {
    await press('Contributors', 'Contributor')
    await page.waitForURL((url) => url.searchParams.get('sort') === kept)
    await settled(page)
    const answer = await system.api(`/api/v1/contributors?${RANGE}&sort=login&direction=${direction}&limit=1`)
    const [first] = answer.data as [{ login: string }]
    await cellsOf('Contributors', 1).first().getByText(first.login, { exact: true }).waitFor()
  }
  await press('Reviewers and authors', 'Median wait')
  await page.waitForURL((url) => url.searchParams.get('pairs-sort') === 'first_review_median')
  const { data } = await system.api(`/api/v1/reviews/pairs?${RANGE}&sort=first_review_median&limit=1`)
  const [slowest] = data as [Pair]
  const names = page.getByRole('table', { name: 'Reviewers and authors' }).locator('tbody tr').first()
  await names.getByText(slowest.reviewer, { exact: true }).first().waitFor()
  await names.getByText(slowest.author, { exact: true }).first().waitFor()
  expect(await page.locator('[aria-sort="descending"]').count()).toBeGreaterThan(1)
  await expectQuiet(dashboard)
})

test('a contributor opens with their pull requests, and each of these with its story', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  const { data } = await system.api(`/api/v1/contributors?${RANGE}&sort=pulls_opened&limit=1`)
  const [busy] = data as [{ login: string; pulls_opened: number; reviews: number }]
  await goTo(system, dashboard, `/contributors?${RANGE}&sort=pulls_opened`)
  await page.getByRole('table', { name: 'Contributors' }).getByRole('row').nth(1).click()
  const panel = page.getByRole('dialog')
  await panel.getByRole('heading', { name: busy.login }).waitFor()
  await panel.locator('[data-fact="Opened"]').getByText(String(busy.pulls_opened)).waitFor()
  expect(await panel.locator('[data-fact="Reviews"]').textContent()).toBe(String(busy.reviews))
  const listed = panel.getByRole('list', { name: 'Their pull requests' }).getByRole('listitem')
  await listed.first().waitFor()
  const pulls = await system.api(`/api/v1/pull-requests?${RANGE}&author=${busy.login}&limit=50`)
  const own = pulls.data as [{ title: string }]
  expect(await listed.count()).toBe(own.length)
  expect(await axeFindings(page)).toEqual([])
  await keepScreenshot(page, 'contributor-light')
  await listed.first().getByRole('button').click()
  await panel.getByRole('heading', { name: own[0].title, exact: true }).waitFor()
  await panel.getByText('Story', { exact: true }).waitFor()
  await page.keyboard.press('Escape')
  await panel.getByRole('heading', { name: busy.login }).waitFor()
  await page.keyboard.press('Escape')
  await page.waitForURL((url) => !url.searchParams.has('contributor'))
  await expectQuiet(dashboard)
})

test('without a teams file the dynamics say how to name teams, and are there all the same', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  await goTo(system, dashboard, '/team-dynamics?range=30d')
  await page.getByText('No teams are known').waitFor()
  expect(await page.getByRole('table', { name: 'Workload' }).isVisible()).toBe(true)
  await expectQuiet(dashboard)
})
