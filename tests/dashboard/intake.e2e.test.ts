import { genuinePayload } from '@octometer/testkit'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { BrowserSystem } from './browser-system.ts'
import { type GitHubBrowserSystem, startGitHubBrowserSystem } from './github-browser-system.ts'
import {
  axeFindings,
  expectFits,
  expectQuiet,
  goTo,
  keepScreenshot,
  looks,
  openSignedIn,
} from './open-dashboard.ts'

const HOUR = 3_600_000
const HOURS = 60
/** Hours in which nobody answered GitHub. */
const OUTAGE: readonly number[] = [21, 22, 23]
const patient = { timeout: 60_000, interval: 500 }

let both: GitHubBrowserSystem
let system: BrowserSystem

interface Told {
  readonly guid: string
  readonly payload: { readonly [name: string]: never }
}

const told: Told[] = []

beforeAll(async () => {
  let ours = () => {}
  let hookId = 0
  both = await startGitHubBrowserSystem(new Date(Date.now() - HOURS * HOUR), async (github, url) => {
    const [repository] = github.world.repositories.values()
    if (repository === undefined) throw new Error('GitHub has no repository')
    // A hook of ours is known by its address: its log is read once it has that, after what it lists was received.
    const elsewhere = { url: 'https://elsewhere.example/', events: ['*'] }
    const hook = github.addHook({ kind: 'repository', id: repository.id }, elsewhere)
    hookId = hook.id
    ours = () => {
      hook.url = url
    }
    const issue = JSON.parse(JSON.stringify(genuinePayload('issues', 0)))
    for (let hour = HOURS; hour > 0; hour -= 1) {
      for (let index = 0; index <= hour % 4; index += 1) {
        const guid = `00000000-0000-4000-8000-0000${String(hour * 10 + index).padStart(8, '0')}`
        const payload = { ...issue, action: 'opened', repository: repository.object }
        const isOut = OUTAGE.includes(hour)
        github.record({ event: 'issues', payload, guid }, () => (isOut ? null : 202))
        if (!isOut) told.push({ guid, payload })
      }
      await github.clock.advance(HOUR)
    }
  })
  system = both.system
  const at = { hookId, targetType: 'repository' as const, targetId: 1, receivedAt: new Date() }
  await system.send(
    told.map(({ guid, payload }) => ({
      guid,
      event: 'issues',
      ...at,
      payload,
      body: JSON.stringify(payload),
    })),
  )
  ours()
  await vi.waitFor(async () => {
    const { recovered, missing } = await total()
    expect(recovered).toBeGreaterThan(0)
    expect(missing).toBe(0)
  }, patient)
}, 180_000)

afterAll(() => both[Symbol.asyncDispose]())

interface Total {
  readonly expected: number
  readonly held: number
  readonly recovered: number
  readonly missing: number
  readonly completeness: number
}

function range(): string {
  const until = Math.ceil(Date.now() / HOUR) * HOUR
  return `since=${new Date(until - 72 * HOUR).toISOString()}&until=${new Date(until).toISOString()}`
}

async function total(): Promise<Total> {
  return (await system.api(`/api/v1/intake?${range()}&limit=1`)).total as Total
}

test.each(Object.keys(looks) as (keyof typeof looks)[])('the intake looks right: %s', async (look) => {
  await using dashboard = await openSignedIn(system, { look })
  const { page } = dashboard
  await goTo(system, dashboard, `/intake?${range()}`)
  await page.getByRole('table', { name: 'Hours' }).waitFor()
  await expectFits(page)
  await keepScreenshot(page, `intake-${look}`)
  expect(await axeFindings(page)).toEqual([])
  await expectQuiet(dashboard)
})

test('after an outage the page says what was fetched, and its numbers are those of the API', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  await goTo(system, dashboard, `/intake?${range()}`)
  const answer = await total()
  expect(answer.recovered).toBe(OUTAGE.reduce((sum, hour) => sum + (hour % 4) + 1, 0))
  for (const [label, value] of [
    ['Sent by GitHub', answer.expected],
    ['Held here', answer.held],
    ['Fetched', answer.recovered],
    ['Missing', answer.missing],
  ] as const) {
    const shown = page.locator(`[data-stat="${label}"] [data-value]`)
    expect(await shown.textContent()).toBe(value.toLocaleString('en'))
  }
  await page.getByText('Nothing is known to be missing').waitFor()
  const { data } = await system.api(`/api/v1/intake?${range()}&limit=5`)
  const held = (data as { held: number | null }[]).map((hour) => hour.held?.toLocaleString('en') ?? '–')
  const cells = page.getByRole('table', { name: 'Hours' }).locator('tbody td:nth-child(4)')
  await cells.first().waitFor()
  expect((await cells.allTextContents()).slice(0, held.length)).toEqual(held)
  await expectQuiet(dashboard)
})
