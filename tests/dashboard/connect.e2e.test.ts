import { genuinePayload } from '@octometer/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BrowserSystem } from './browser-system.ts'
import { type GitHubBrowserSystem, startGitHubBrowserSystem } from './github-browser-system.ts'
import {
  axeFindings,
  expectFits,
  expectQuiet,
  goTo,
  keepScreenshot,
  looks,
  type OpenedDashboard,
  openDashboard,
  openSignedIn,
  settled,
} from './open-dashboard.ts'

const soon = { timeout: 30_000 }

let both: GitHubBrowserSystem
let system: BrowserSystem
let names: readonly string[] = []

/** A token is all that it has: no public address, no repository, and nothing has ever arrived. */
beforeAll(async () => {
  const settings = { OCTO_GITHUB_OWNER: '', OCTO_WEBHOOK_URL: '' }
  const prepare = async ({ world }: GitHubBrowserSystem['github']) => {
    names = [...world.repositories.values()].map(({ object }) => String(object.full_name))
  }
  both = await startGitHubBrowserSystem(new Date(), prepare, { settings, isNew: true })
  system = both.system
}, 120_000)

afterAll(() => both[Symbol.asyncDispose]())

const stepOf = ({ page }: OpenedDashboard, title: string) => page.locator(`[data-step="${title}"]`)

async function states({ page }: OpenedDashboard): Promise<readonly (string | null)[]> {
  const steps = await page.locator('[data-step]').all()
  return Promise.all(steps.map((step) => step.getAttribute('data-state')))
}

interface Told {
  readonly guid: string
  readonly event: string
  readonly source: string
}

const deliveries = async (): Promise<readonly Told[]> =>
  (await system.api('/api/v1/deliveries?limit=10')).data as Told[]

test.each(Object.keys(looks) as (keyof typeof looks)[])('the guide looks right: %s', async (look) => {
  await using dashboard = await openSignedIn(system, { look })
  const { page } = dashboard
  await goTo(system, dashboard, '/hooks')
  await page.locator('[data-step="Let Octometer ask GitHub"][data-state="done"]').waitFor(soon)
  expect(await states(dashboard)).toEqual(['done', 'done', 'now', 'later'])
  await settled(page)
  await expectFits(page)
  await keepScreenshot(page, `connect-${look}`)
  expect(await axeFindings(page)).toEqual([])
  await expectQuiet(dashboard)
})

test('the way of a public address says which setting is missing, and by hand nothing is asked of GitHub', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  await goTo(system, dashboard, '/hooks?guide=connect&way=push')
  await stepOf(dashboard, 'Say where GitHub reaches it')
    .getByText('OCTO_WEBHOOK_URL is not set')
    .waitFor(soon)
  expect(await states(dashboard)).toEqual(['done', 'now', 'later', 'later'])
  await page.getByRole('button', { name: 'By hand' }).click()
  await page.getByText('Waiting for anything').waitFor()
  expect(await states(dashboard)).toEqual(['now', 'now'])
  expect(await axeFindings(page)).toEqual([])
  await expectQuiet(dashboard)
})

test('from an empty overview to the first delivery: the guide sees each step by itself, in pull mode', async () => {
  await using dashboard = await openDashboard(system)
  const { page } = dashboard
  const [name = ''] = names
  await page.getByRole('link', { name: 'Connect a repository' }).first().click()
  await page.getByRole('heading', { level: 1, name: 'Hooks & configuration' }).waitFor()
  await page.getByRole('textbox', { name: /The repository/ }).fill(name)
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await page.locator('[data-step="Set up its hook"][data-state="done"]').waitFor(soon)
  const first = page.getByRole('list', { name: 'Deliveries that arrived' }).locator('li')
  await first.first().waitFor(soon)
  expect(await states(dashboard)).toEqual(['done', 'done', 'done', 'done'])
  await system.standalone.projectors.service.caughtUp()
  const [ping] = await deliveries()
  expect(ping).toMatchObject({ event: 'ping', source: 'recovery' })
  expect(await first.first().getAttribute('data-guid')).toBe(ping?.guid)
  expect(new URL(page.url()).searchParams.get('connect')).toBe(name)
  await keepScreenshot(page, 'connected-light')
  expect(await axeFindings(page)).toEqual([])
  await page.reload()
  await page.locator('[data-step="Set up its hook"][data-state="done"]').waitFor(soon)
  await expectQuiet(dashboard)
}, 90_000)

test('what happens at GitHub next arrives in the guide, read from the log that nobody answers', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  const repository = [...both.github.world.repositories.values()][0]?.object
  await goTo(system, dashboard, `/hooks?guide=connect&connect=${names[0]}`)
  const listed = page.getByRole('list', { name: 'Deliveries that arrived' }).locator('li')
  await listed.first().waitFor(soon)
  const guid = '00000000-0000-4000-8000-000000000099'
  const issue = JSON.parse(JSON.stringify(genuinePayload('issues', 0)))
  await both.github.publish({ event: 'issues', payload: { ...issue, action: 'opened', repository }, guid })
  await page.locator(`[data-guid="${guid}"]`).getByText('issues.opened').waitFor({ timeout: 60_000 })
  await system.standalone.projectors.service.caughtUp()
  expect((await deliveries()).find((each) => each.guid === guid)).toMatchObject({ source: 'recovery' })
  await expectQuiet(dashboard)
}, 90_000)

test('what GitHub refuses is said at its step', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  await goTo(system, dashboard, '/hooks?guide=connect')
  await page.getByRole('textbox', { name: /The repository/ }).fill('acme/nothing')
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await stepOf(dashboard, 'Set up its hook').getByRole('alert').waitFor(soon)
  expect(await page.locator('[data-step="Set up its hook"]').getAttribute('data-state')).toBe('now')
})
