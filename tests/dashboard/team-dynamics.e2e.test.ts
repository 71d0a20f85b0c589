import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
import { simulatedTeams } from './simulated-teams.ts'

let system: BrowserSystem
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'octometer-teams-'))
  const file = join(folder, 'teams.yaml')
  await writeFile(file, simulatedTeams())
  system = await startBrowserSystem({ OCTO_TEAMS_FILE: file })
})

afterAll(async () => {
  await system[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const until = new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString()
const since = new Date(Date.parse(until) - 30 * 86_400_000).toISOString()
const RANGE = `since=${since}&until=${until}`

interface Extreme {
  readonly login: string
  readonly low_sample: boolean
}

interface Dynamics {
  readonly workload: {
    readonly contributors: number
    readonly pulls_per_contributor: number
    readonly gini: number
  }
  readonly review_times: { readonly fastest: Extreme; readonly slowest: Extreme }
  readonly bottlenecks: {
    readonly waiting: number
    readonly alerts: readonly { readonly login: string; readonly severity: string }[]
  }
  readonly data: readonly {
    readonly login: string
    readonly reviews: number
    readonly first_reviews: number
  }[]
}

const dynamicsOf = async (more = '') =>
  (await system.api(`/api/v1/team-dynamics?${RANGE}${more}`)) as unknown as Dynamics

test.each(Object.keys(looks) as (keyof typeof looks)[])('team dynamics look right: %s', async (look) => {
  await using dashboard = await openSignedIn(system, { look })
  const { page } = dashboard
  await goTo(system, dashboard, '/team-dynamics?range=30d')
  await page.locator('svg[role="img"][aria-label*="sig-"]').waitFor()
  await expectFits(page)
  await keepScreenshot(page, `team-dynamics-${look}`)
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('heading', { name: 'Across teams', exact: true }).scrollIntoViewIfNeeded()
  await keepScreenshot(page, `team-dynamics-teams-${look}`)
  await expectQuiet(dashboard)
})

test('workload, review times and bottlenecks show what the API answers', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  const { workload, review_times, bottlenecks } = await dynamicsOf()
  await goTo(system, dashboard, `/team-dynamics?${RANGE}`)
  const tile = (name: string) => page.locator(`[data-stat="${name}"] [data-value]`).textContent()
  expect(await tile('Contributors')).toBe(String(workload.contributors))
  expect(await tile('PRs per person')).toBe(workload.pulls_per_contributor.toFixed(1))
  expect(await tile('Gini of workload')).toBe(workload.gini.toFixed(2))
  expect(await tile('Wait for approval')).toBe(String(bottlenecks.waiting))
  for (const [name, { login }] of [
    ['Fastest', review_times.fastest],
    ['Slowest', review_times.slowest],
  ] as const)
    expect(await page.locator(`[data-extreme="${name}"]`).textContent()).toContain(login)
  const cards = page.locator('[data-alert]')
  const shown = await cards.evaluateAll((all) => all.map((card) => card.getAttribute('data-alert')))
  expect(shown).toEqual(bottlenecks.alerts.map(({ login }) => login))
  await expectQuiet(dashboard)
})

test('a sample that is too small is said to be so, by the number that is asked for', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  await goTo(system, dashboard, `/team-dynamics?${RANGE}`)
  await page.getByRole('spinbutton').fill('100')
  await page.waitForURL((url) => url.searchParams.get('min_reviews') === '100')
  await page.getByRole('note').filter({ hasText: 'Nobody has 100 reviews' }).waitFor()
  const { review_times, data } = await dynamicsOf('&min_reviews=100')
  expect(review_times.fastest.low_sample).toBe(true)
  const reviewers = data.filter(({ first_reviews }) => first_reviews > 0)
  const table = page.getByRole('table', { name: 'Review efficiency' })
  expect(await table.getAttribute('aria-rowcount')).toBe(String(reviewers.length + 1))
  await page.reload()
  await settled(page)
  await page.getByRole('note').filter({ hasText: 'Nobody has 100 reviews' }).waitFor()
  await goTo(system, dashboard, `/team-dynamics?${RANGE}&min_reviews=1&workload=reviews`)
  expect(await page.getByRole('note').count()).toBe(0)
  const most = Math.max(...data.map(({ reviews }) => reviews))
  const busiest = data.find(({ reviews }) => reviews === most)
  const workload = page.getByRole('table', { name: 'Workload' })
  expect(await workload.locator('tbody td').first().textContent()).toContain(busiest?.login)
  await expectQuiet(dashboard)
})

test('reviews across teams add up, and each leads to its story', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  const answer = (await system.api(`/api/v1/reviews/cross-team?${RANGE}&limit=1000`)) as unknown as {
    readonly reviews: number
    readonly cross_team_reviews: number
    readonly data: readonly {
      readonly repository: string
      readonly number: number
      readonly reviews: number
    }[]
  }
  expect(answer.cross_team_reviews).toBeGreaterThan(0)
  expect(answer.data.reduce((sum, each) => sum + each.reviews, 0)).toBe(answer.cross_team_reviews)
  await goTo(system, dashboard, `/team-dynamics?${RANGE}`)
  expect(await page.locator('[data-fact="Crossed teams"]').textContent()).toBe(
    String(answer.cross_team_reviews),
  )
  expect(await page.locator('[data-fact="Reviews of teams"]').textContent()).toBe(String(answer.reviews))
  const [first] = answer.data
  const row = page.getByRole('table', { name: 'Reviews across teams' }).getByRole('row').nth(1)
  expect(await row.locator('td').first().textContent()).toBe(`${first?.repository}#${first?.number}`)
  await row.click()
  await page.getByRole('dialog').getByText('Story', { exact: true }).waitFor()
  await page.keyboard.press('Escape')
  await page.waitForURL((url) => !url.searchParams.has('open'))
  await expectQuiet(dashboard)
})

test('maintainers are left out where the teams file names them', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  const all = await dynamicsOf()
  const others = await dynamicsOf('&exclude_maintainers=true')
  expect(others.workload.contributors).toBeLessThan(all.workload.contributors)
  await goTo(system, dashboard, `/team-dynamics?${RANGE}`)
  await page.getByRole('checkbox', { name: 'Without maintainers' }).check()
  const tile = page.locator('[data-stat="Contributors"]')
  await tile.getByText(String(others.workload.contributors), { exact: true }).waitFor()
  await expectQuiet(dashboard)
})
