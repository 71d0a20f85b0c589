import { genuinePayload } from '@octometer/testkit'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { BrowserSystem } from './browser-system.ts'
import { type GitHubBrowserSystem, startGitHubBrowserSystem } from './github-browser-system.ts'
import { axeFindings, expectQuiet, goTo, keepScreenshot, openSignedIn } from './open-dashboard.ts'

const QUARTER = 900_000
const LOST = 7
const HELD = 13
const patient = { timeout: 60_000, interval: 300 }

let both: GitHubBrowserSystem
let system: BrowserSystem

interface Total {
  readonly expected: number
  readonly held: number
  readonly recovered: number
  readonly missing: number
}

const total = async () => (await system.api('/api/v1/intake?limit=1')).total as Total

/** GitHub's log lists what nobody received, and gives none of it at first: a gap that everybody sees. */
beforeAll(async () => {
  const issue = JSON.parse(JSON.stringify(genuinePayload('issues', 0)))
  const told: { readonly guid: string; readonly body: string }[] = []
  let hookId = 0
  const prepare = async (
    { world, faults, addHook, record, clock }: GitHubBrowserSystem['github'],
    url: string,
  ) => {
    const [repository] = world.repositories.values()
    if (repository === undefined) throw new Error('GitHub has no repository')
    faults.plan({ kind: 'status', status: 502 }, { times: 10_000, on: /deliveries\/\d+/ })
    hookId = addHook({ kind: 'repository', id: repository.id }, { url, events: ['*'] }).id
    for (let number = 0; number < LOST + HELD; number += 1) {
      const guid = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
      const payload = { ...issue, action: 'opened', repository: repository.object }
      const isLost = number >= 4 && number < 4 + LOST
      record({ event: 'issues', payload, guid }, () => (isLost ? null : 202))
      if (!isLost) told.push({ guid, body: JSON.stringify(payload) })
      await clock.advance(QUARTER)
    }
  }
  const start = new Date(Date.now() - (LOST + HELD) * QUARTER)
  // Once a day: what is fetched is fetched because somebody asked.
  both = await startGitHubBrowserSystem(start, prepare, { settings: { OCTO_POLL_SECONDS: '86400' } })
  system = both.system
  const at = { hookId, targetType: 'repository' as const, targetId: 1, receivedAt: new Date() }
  await system.send(told.map((each) => ({ ...each, ...at, event: 'issues', payload: {} })))
  await vi.waitFor(async () => {
    expect(await total()).toMatchObject({ expected: LOST + HELD, missing: LOST })
  }, patient)
}, 180_000)

afterAll(() => both[Symbol.asyncDispose]())

test('a gap is seen, fetching is begun, and the number is whole again', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  const shown = (label: string) => page.locator(`[data-stat="${label}"] [data-value]`)
  await goTo(system, dashboard, '/intake?range=24h')
  expect(await shown('Missing').textContent()).toBe(String(LOST))
  expect(await shown('Fetched').textContent()).toBe('0')
  await page.getByText(`${LOST} missing`).waitFor()
  const rows = page.getByRole('table', { name: 'Missing' }).locator('tbody tr')
  await expect.poll(() => rows.count()).toBe(LOST)
  await keepScreenshot(page, 'gap-light')
  expect(await axeFindings(page)).toEqual([])
  both.github.faults.clear()
  await page.getByRole('button', { name: 'Fetch now' }).click()
  await page.getByText('GitHub’s logs are read').first().waitFor()
  await page.getByText('Nothing is known to be missing').waitFor(patient)
  await expect.poll(() => shown('Missing').textContent(), patient).toBe('0')
  const { expected, held, recovered } = await total()
  expect([expected, held, recovered]).toEqual([LOST + HELD, LOST + HELD, LOST])
  expect(await shown('Fetched').textContent()).toBe(String(recovered))
  expect(await shown('Held here').textContent()).toBe(String(held))
  expect(await shown('Complete').textContent()).toBe('100 %')
  await keepScreenshot(page, 'gap-closed-light')
  await expectQuiet(dashboard)
}, 120_000)
