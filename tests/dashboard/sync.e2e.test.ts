import { randomUUID } from 'node:crypto'
import { genuinePayload } from '@octometer/testkit'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { BrowserSystem } from './browser-system.ts'
import { type GitHubBrowserSystem, startGitHubBrowserSystem } from './github-browser-system.ts'
import { makeKey } from './make-key.ts'
import {
  axeFindings,
  expectFits,
  expectQuiet,
  goTo,
  keepScreenshot,
  looks,
  openPage,
  openSignedIn,
  settled,
} from './open-dashboard.ts'

const patient = { timeout: 60_000, interval: 300 }

let both: GitHubBrowserSystem
let system: BrowserSystem

interface Sync {
  readonly id: string
  readonly stage: string
  readonly counts: { readonly issues: number; readonly pull_requests: number; readonly repositories: number }
}

const ended = async () => (await system.api('/api/v1/sync/history')).data as Sync[]

beforeAll(async () => {
  both = await startGitHubBrowserSystem(new Date(), async () => {})
  system = both.system
  // Who asks GitHub has to have begun its work.
  await vi.waitFor(ended, patient)
  // Each repository has told of itself once: names are learnt from deliveries.
  const watch = JSON.parse(JSON.stringify(genuinePayload('watch', 0)))
  const told = { hookId: 1, targetType: 'repository' as const, targetId: 1, receivedAt: new Date() }
  const one = { event: 'watch', ...told, payload: {} }
  await system.send(
    [...both.github.world.repositories.values()].map(({ object }) => ({
      ...one,
      guid: randomUUID(),
      body: JSON.stringify({ ...watch, repository: object }),
    })),
  )
}, 120_000)

afterAll(() => both[Symbol.asyncDispose]())

test('a sync is begun, watched, and stands in the history with the counts of the API', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  both.github.setLatency(250)
  await goTo(system, dashboard, '/sync')
  await page.getByRole('button', { name: 'Everything' }).click()
  await page.getByRole('button', { name: 'Begin a sync' }).click()
  await page.getByRole('progressbar', { name: 'Repositories that are read' }).waitFor()
  await page.getByText(/[1-9][0-9]? of 12 repositories/).waitFor()
  await keepScreenshot(page, 'sync-running-light')
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Begin a sync' }).waitFor({ timeout: 120_000 })
  const [sync] = await ended()
  expect(sync?.stage).toBe('completed')
  const row = page.getByRole('table', { name: 'Syncs' }).locator('tbody tr').first()
  await row.waitFor()
  const cells = await row.locator('td').allTextContents()
  const { repositories = 0, pull_requests = 0, issues = 0 } = sync?.counts ?? {}
  expect(cells.slice(5, 8)).toEqual([repositories, pull_requests, issues].map(String))
  expect(repositories).toBe(12)
  await row.click()
  const panel = page.getByRole('dialog')
  expect(await panel.locator('[data-fact="Issues"]').textContent()).toBe(String(issues))
  await panel.getByText('Everything was read').waitFor()
  await expectQuiet(dashboard)
}, 180_000)

test.each(Object.keys(looks) as (keyof typeof looks)[])('the sync looks right: %s', async (look) => {
  await using dashboard = await openSignedIn(system, { look })
  const { page } = dashboard
  await goTo(system, dashboard, '/sync')
  await page.getByRole('table', { name: 'Held of what GitHub counts' }).waitFor()
  await page.getByRole('button', { name: 'Begin a sync' }).waitFor()
  await settled(page)
  await expectFits(page)
  await keepScreenshot(page, `sync-${look}`)
  expect(await axeFindings(page)).toEqual([])
  await expectQuiet(dashboard)
})

test('what GitHub counts stands beside what is held', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  await system.standalone.projectors.service.caughtUp()
  const { data } = await system.api('/api/v1/sync/completeness?limit=200')
  const listed = data as { github: number; held: number }[]
  expect(listed.length).toBeGreaterThan(0)
  await goTo(system, dashboard, '/sync')
  const rows = page.getByRole('table', { name: 'Held of what GitHub counts' }).locator('tbody tr')
  await rows.first().waitFor()
  const shown = await rows.locator('td:nth-child(3)').allTextContents()
  expect(shown).toEqual(listed.slice(0, shown.length).map(({ github }) => github.toLocaleString('en')))
  const held = await rows.locator('td:nth-child(4)').allTextContents()
  expect(held).toEqual(listed.slice(0, held.length).map((each) => each.held.toLocaleString('en')))
})

test('a viewer is told who may begin a sync', async () => {
  const key = await makeKey(system, { name: 'onlooker', role: 'viewer' })
  await using dashboard = await openPage(system, '/sync', { key })
  const { page } = dashboard
  await page.getByText('Beginning one takes the role operator.').waitFor()
  expect(await page.getByRole('button', { name: 'Begin a sync' }).count()).toBe(0)
  await expectQuiet(dashboard)
})
