import { randomUUID } from 'node:crypto'
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
} from './open-dashboard.ts'

let system: BrowserSystem

beforeAll(async () => {
  system = await startBrowserSystem()
})

afterAll(() => system[Symbol.asyncDispose]())

interface Alert {
  readonly id: string
  readonly title: string
  readonly state: string
  readonly opened_at: string
  readonly acknowledged_by: string | null
  readonly muted_until: string | null
  readonly count: number
}

const alerts = async (query: string) => (await system.api(`/api/v1/alerts?${query}`)).data as Alert[]
const patient = { timeout: 20_000 }

test.each(Object.keys(looks) as (keyof typeof looks)[])('alerts look right: %s', async (look) => {
  await using dashboard = await openSignedIn(system, { look })
  const { page } = dashboard
  for (const [view, name] of [
    ['', 'alerts'],
    ['&view=rules', 'alert-rules'],
  ]) {
    await goTo(system, dashboard, `/alerts?state=all${view}`)
    await page.getByRole('table').waitFor()
    await expectFits(page)
    await keepScreenshot(page, `${name}-${look}`)
    expect(await axeFindings(page)).toEqual([])
  }
  await expectQuiet(dashboard)
})

test('the table lists what the API lists, in its order, and filters by severity', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  for (const severity of ['critical', 'high']) {
    const listed = await alerts(`severity=${severity}&limit=8`)
    expect(listed.length).toBeGreaterThan(0)
    await goTo(system, dashboard, `/alerts?state=all&severity=${severity}`)
    await page.getByRole('table', { name: 'Alerts' }).waitFor()
    const titles = page.locator('tbody tr td:nth-child(2)')
    expect((await titles.allTextContents()).slice(0, listed.length)).toEqual(listed.map(({ title }) => title))
  }
})

test('an alert is acknowledged and muted: the panel and the API say so', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  const [first] = await alerts('state=open&rule=build-failure&limit=1')
  expect(first).toBeDefined()
  const { id, title } = first as Alert
  await goTo(system, dashboard, '/alerts?rule=build-failure')
  await page.getByRole('row').filter({ hasText: title }).first().click()
  const panel = page.getByRole('dialog')
  await panel.getByRole('heading', { name: title }).waitFor()
  await keepScreenshot(page, 'alert-light')
  expect(await axeFindings(page)).toEqual([])
  await panel.getByRole('button', { name: 'Acknowledge' }).click()
  await panel.locator('[data-fact="Acknowledged"]').getByText('by admin').waitFor()
  await panel.getByRole('button', { name: 'Mute' }).click()
  await page.getByRole('menuitem', { name: 'For a day' }).click()
  await panel.locator('[data-fact="Muted"]').getByText('until').waitFor()
  const [after] = (await alerts('rule=build-failure&limit=1000')).filter((alert) => alert.id === id)
  expect([after?.state, after?.acknowledged_by]).toEqual(['acknowledged', 'admin'])
  expect(Date.parse(after?.muted_until ?? '') - Date.now()).toBeGreaterThan(23 * 3_600_000)
  await page.keyboard.press('Escape')
  await page.waitForURL((url) => !url.searchParams.has('open'))
  await expectQuiet(dashboard)
})

test('a rule is changed, and what the table says is what the API answers', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  await goTo(system, dashboard, '/alerts?view=rules')
  await page.getByRole('row').filter({ hasText: 'stale-pull-request' }).click()
  const panel = page.getByRole('dialog')
  await panel.getByLabel('days').fill('11')
  await panel.getByLabel('Severity').selectOption('low')
  await panel.getByRole('button', { name: 'Save' }).click()
  const row = page.getByRole('row').filter({ hasText: 'stale-pull-request' })
  await row.getByText('days 11').waitFor()
  const { rules } = (await system.api('/api/v1/alert-rules')) as { rules: Record<string, unknown>[] }
  const changed = rules.find(({ rule }) => rule === 'stale-pull-request')
  expect(changed).toMatchObject({ severity: 'low', thresholds: { days: 11 }, changed_by: 'admin' })
  await expectQuiet(dashboard)
})

test('an alert that begins while somebody looks is told at once, and stands in the table', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  await goTo(system, dashboard, '/alerts')
  await page.getByText('Live ·').waitFor()
  const { data } = await system.api('/api/v1/deliveries?event=push&limit=1')
  const [before] = data as [{ guid: string }]
  const { payload } = (await system.api(`/api/v1/deliveries/${before.guid}`)) as {
    payload: { repository: object }
  }
  const commit = { id: 'e'.repeat(40), added: ['deploy/prod.pem'], modified: [], removed: [] }
  const at = { message: 'keys', timestamp: new Date().toISOString(), distinct: true }
  const person = { name: 'A', email: 'a@example.org', username: 'a' }
  const commits = [{ ...commit, ...at, author: person, committer: person, url: 'https://github.com/a' }]
  const push = { ...payload, ref: 'refs/heads/main', after: 'e'.repeat(40), commits, head_commit: commits[0] }
  const told = { hookId: 1, targetType: 'repository' as const, targetId: 1, receivedAt: new Date() }
  await system.send([{ guid: randomUUID(), event: 'push', ...told, payload: {}, body: JSON.stringify(push) }])
  await page.getByRole('row').filter({ hasText: 'deploy/prod.pem' }).first().waitFor(patient)
  const [alert] = await alerts('rule=sensitive-file&limit=1')
  expect(await page.getByText(alert?.title ?? 'none').count()).toBeGreaterThan(1)
  await expectQuiet(dashboard)
})
