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

interface Letter {
  readonly id: string
  readonly projection: string
  readonly reason: string
  readonly status: string
  readonly message_id: string
}

const letters = async (status: string) =>
  (await system.api(`/api/v1/dead-letters?status=${status}&limit=1000`)).data as Letter[]

beforeAll(async () => {
  system = await startBrowserSystem()
  await sendBroken()
})

afterAll(() => system[Symbol.asyncDispose]())

/** Pull requests whose number is a text: who reads it rejects them. */
async function sendBroken(): Promise<void> {
  const { data } = await system.api('/api/v1/deliveries?event=pull_request&limit=3')
  const broken = (data as { guid: string }[]).map(async ({ guid }) => {
    const { payload } = (await system.api(`/api/v1/deliveries/${guid}`)) as {
      payload: { pull_request: object }
    }
    const body = JSON.stringify({ ...payload, pull_request: { ...payload.pull_request, number: 'seven' } })
    const told = { hookId: 1, targetType: 'repository' as const, targetId: 1, receivedAt: new Date() }
    return { guid: randomUUID(), event: 'pull_request', ...told, payload: {}, body }
  })
  await system.send(await Promise.all(broken))
}

test.each(Object.keys(looks) as (keyof typeof looks)[])('operations look right: %s', async (look) => {
  await using dashboard = await openSignedIn(system, { look })
  const { page } = dashboard
  await goTo(system, dashboard, '/operations')
  await page.getByRole('table', { name: 'Dead letters' }).waitFor()
  await expectFits(page)
  await keepScreenshot(page, `operations-${look}`)
  expect(await axeFindings(page)).toEqual([])
  await expectQuiet(dashboard)
})

test('what the doctor finds is told, with what to do', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  const { checks } = (await system.api('/api/v1/doctor')) as { checks: { name: string; status: string }[] }
  const bad = checks.filter(({ status }) => status !== 'ok')
  await goTo(system, dashboard, '/operations')
  const shown = page.getByRole('list', { name: 'What is wrong' }).locator('code')
  await shown.first().waitFor()
  expect(bad.length).toBeGreaterThan(0)
  expect(await shown.allTextContents()).toEqual(bad.map(({ name }) => name))
})

test('every projection of the API is listed with its generation', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  const { data } = await system.api('/api/v1/projections')
  const listed = data as { name: string; generation: string | null }[]
  await goTo(system, dashboard, '/operations')
  const rows = page.getByRole('table', { name: 'Projections' }).locator('tbody tr')
  await rows.first().waitFor()
  expect(await rows.locator('td:nth-child(1)').allTextContents()).toEqual(listed.map(({ name }) => name))
  expect(await rows.locator('td:nth-child(5)').allTextContents()).toEqual(
    listed.map(({ generation }) => generation ?? '–'),
  )
})

test('a projection is rebuilt: its rows before and after are what the API answers', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  await goTo(system, dashboard, '/operations?projection=pull-requests')
  const panel = page.getByRole('dialog')
  await panel.getByRole('button', { name: 'Rebuild' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Rebuild it' }).click()
  const table = panel.getByRole('table', { name: 'Rows before and after' })
  await table.waitFor({ timeout: 60_000 })
  const { data } = await system.api('/api/v1/projections')
  const rebuilt = (data as { name: string; last_rebuild: { differences: Row[] } | null }[]).find(
    ({ name }) => name === 'pull-requests',
  )
  const differences = rebuilt?.last_rebuild?.differences ?? []
  expect(differences.length).toBeGreaterThan(0)
  expect(differences.filter(({ before, after }) => before !== after)).toEqual([])
  expect(await table.locator('tbody td:nth-child(3)').allTextContents()).toEqual(
    differences.map(({ after }) => after.toLocaleString('en')),
  )
  await keepScreenshot(page, 'rebuild-light')
  expect(await axeFindings(page)).toEqual([])
  await expectQuiet(dashboard)
}, 120_000)

interface Row {
  readonly before: number
  readonly after: number
}

test('a dead letter says why, is retried in vain, and dismissed', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  const [letter] = await letters('open')
  expect(letter).toBeDefined()
  const { id, projection, reason, message_id } = letter as Letter
  await goTo(system, dashboard, `/operations?of=${projection}`)
  const rows = page.getByRole('table', { name: 'Dead letters' }).locator('tbody tr')
  await rows.first().click()
  const panel = page.getByRole('dialog')
  expect(await panel.locator('[data-fact="Reason"]').textContent()).toBe(reason)
  expect(await panel.getByRole('link', { name: message_id }).getAttribute('href')).toContain(message_id)
  await keepScreenshot(page, 'dead-letter-light')
  expect(await axeFindings(page)).toEqual([])
  await panel.getByRole('button', { name: 'Retry' }).click()
  await page.getByText('It is projected again').first().waitFor()
  await panel.getByRole('button', { name: 'Dismiss' }).click()
  await panel.getByText('dismissed', { exact: true }).waitFor()
  expect((await letters('dismissed')).map((each) => each.id)).toContain(id)
  await expectQuiet(dashboard)
})

test('the audit log shows what was done above, and whom the system refused, as the API tells it', async () => {
  await fetch(`${system.url}/api/v1/keys`, {
    method: 'POST',
    headers: { authorization: 'Bearer a-guess-that-nobody-has' },
  })
  const entries = async () => (await system.api('/api/v1/audit?limit=200')).data as Audited[]
  await expect.poll(async () => (await entries()).some(({ status }) => status === 401)).toBe(true)
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  await goTo(system, dashboard, '/operations')
  const table = page.getByRole('table', { name: 'Audit log' })
  await table.waitFor()
  const cells = (column: number) => table.locator(`tbody tr td:nth-child(${column})`).allTextContents()
  const told = await entries()
  await expect.poll(() => cells(5)).toEqual(told.map(({ action }) => action))
  expect(await cells(2)).toEqual(told.map(({ who }) => who ?? 'nobody known'))
  expect(await cells(4)).toEqual(told.map(({ address }) => address ?? '–'))
  const answers = told.map(
    ({ status, outcome, count }) => `${status} ${outcome}${count === 1 ? '' : ` × ${count}`}`,
  )
  expect(await cells(7)).toEqual(answers)
  expect(told.map(({ action }) => action)).toContain('POST /api/v1/dead-letters/{id}/dismiss')
  await page.getByRole('button', { name: 'Refused', exact: true }).click()
  const refused = told.filter(({ outcome }) => outcome === 'refused')
  await expect.poll(() => cells(5)).toEqual(refused.map(({ action }) => action))
  await keepScreenshot(page, 'audit-light')
  expect(await axeFindings(page)).toEqual([])
  await expectQuiet(dashboard)
})

interface Audited {
  readonly action: string
  readonly who: string | null
  readonly address: string | null
  readonly status: number
  readonly outcome: string
  readonly count: number
}
