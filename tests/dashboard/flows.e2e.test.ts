import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BrowserSystem, startBrowserSystem } from './browser-system.ts'
import { payloadOf, sendCommit, sendNow } from './new-deliveries.ts'
import { expectQuiet, goTo, openSignedIn, settled } from './open-dashboard.ts'

let system: BrowserSystem

beforeAll(async () => {
  system = await startBrowserSystem()
})

afterAll(() => system[Symbol.asyncDispose]())

const patient = { timeout: 20_000 }

interface Standing {
  readonly place: string
  readonly pull_requests: number
  readonly longest: readonly {
    readonly repository: string
    readonly number: number
    readonly title: string
  }[]
}

test('the slowest review is found: from where it stands to its story', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  const { standing } = await system.api('/api/v1/pull-requests/funnel')
  const waiting = (standing as Standing[]).find(({ place }) => place === 'pickup')
  const slowest = waiting?.longest[0] ?? { repository: '', number: 0, title: '' }
  await goTo(system, dashboard, '/pull-requests?range=30d')
  const place = page.getByRole('region', { name: 'Waiting for a review' })
  expect(await place.locator('[data-count]').textContent()).toBe(String(waiting?.pull_requests))
  await place.getByRole('listitem').first().getByRole('button').click()
  const panel = page.getByRole('dialog')
  await panel.getByRole('heading', { name: slowest.title }).waitFor()
  const name = `${slowest.repository}#${slowest.number}`
  expect(new URL(page.url()).searchParams.get('open')).toBe(name)
  const pull = await system.api(`/api/v1/pull-requests/${name.replace('#', '/')}`)
  expect(pull).toMatchObject({ state: 'open', lifecycle: { first_review_at: null } })
  expect(await panel.locator('[data-fact="To first review"]').textContent()).toBe('–')
  expect(await panel.locator('[data-fact="Author"]').textContent()).toBe(pull.author)
  await expectQuiet(dashboard)
})

test('a number leads down to a delivery: its definition, its SQL, one of its deliveries, the payload', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  const until = new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString()
  const since = new Date(Date.parse(until) - 14 * 86_400_000).toISOString()
  await goTo(system, dashboard, `/?since=${since}&until=${until}`)
  const asked = `/api/v1/counters/pulls_merged/trend?bucket=day&since=${since}&until=${until}`
  const { evidence } = (await system.api(`${asked}&evidence=true`)) as {
    evidence: { total: number; data: readonly { guid: string; event: string }[] }
  }
  const [first] = evidence.data
  await page.locator('[data-stat="PRs merged"]').hover()
  await page.getByRole('button', { name: 'Explain PRs merged', exact: true }).click()
  await page.getByText(`${evidence.total} deliveries are behind this number`).waitFor()
  await page.getByText('SQL:').first().waitFor()
  await page.getByLabel('Deliveries behind this number').getByRole('link').first().click()
  await page.waitForURL((url) => url.pathname === '/dashboard/deliveries')
  expect(new URL(page.url()).searchParams.get('open')).toBe(first?.guid)
  const panel = page.getByRole('dialog')
  await panel
    .getByText(first?.guid ?? '')
    .first()
    .waitFor()
  const payload = await payloadOf(system, first?.guid ?? '')
  expect(payload).toMatchObject({ action: 'closed', pull_request: { merged: true } })
  await expectQuiet(dashboard)
})

const countsOf = async (page: Page) => {
  const all = await page.getByRole('dialog').locator('label > span').allTextContents()
  return all.reduce((sum, each) => sum + Number(each), 0)
}

test('a live pull request is followed: its story grows while it is open, and nothing jumps', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  const { data } = await system.api('/api/v1/pull-requests?state=open&limit=1')
  const [{ repository, number }] = data as [{ repository: string; number: number }]
  const { data: told } = await system.api(
    `/api/v1/deliveries?event=pull_request&repository=${repository}&limit=1000`,
  )
  const its = (told as readonly { guid: string; pull_request: number }[]).find(
    (each) => each.pull_request === number,
  )
  const payload = await payloadOf(system, its?.guid ?? '')
  await goTo(system, dashboard, `/pull-requests?range=90d&open=${repository}%23${number}`)
  await page.getByText('Live ·').waitFor()
  const panel = page.getByRole('dialog')
  const before = await countsOf(page)
  const top = await panel.getByRole('heading', { name: 'Story' }).boundingBox()
  const at = `${new Date().toISOString().slice(0, 19)}Z`
  const pull = { ...(payload.pull_request as object), updated_at: at }
  const label = { id: 77, name: 'looked-at', color: 'ffffff', default: false }
  await sendNow(system, 'pull_request', { ...payload, action: 'labeled', label, pull_request: pull })
  const merged = { ...pull, state: 'closed', merged: true, merged_at: at, closed_at: at }
  await sendNow(system, 'pull_request', { ...payload, action: 'closed', pull_request: merged })
  await panel.locator('header').getByText('merged', { exact: true }).waitFor(patient)
  await panel
    .getByRole('list', { name: 'What happened, oldest first' })
    .getByText('merged')
    .first()
    .waitFor(patient)
  const story = await system.api(`/api/v1/pull-requests/${repository}/${number}/story?limit=500`)
  expect((story.data as readonly unknown[]).length).toBeGreaterThanOrEqual(before + 2)
  await expect.poll(() => countsOf(page), patient).toBe((story.data as readonly unknown[]).length)
  expect((await panel.getByRole('heading', { name: 'Story' }).boundingBox())?.y).toBe(top?.y)
  await expectQuiet(dashboard)
})

test('without the live stream the numbers are asked for again within half a minute', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  await page.route('**/api/v1/stream*', (route) => route.abort())
  await page.clock.install()
  await goTo(system, dashboard, '/?range=30d')
  const commits = page.locator('[data-stat="Commits"] [data-value]')
  const before = Number((await commits.textContent())?.replaceAll(/\D/g, ''))
  expect(before).toBeGreaterThan(0)
  await sendCommit(system, { id: '1'.repeat(40), message: 'Unseen by the stream' })
  await page.clock.fastForward(36_000)
  const shown = async () => Number((await commits.textContent())?.replaceAll(/\D/g, ''))
  await expect.poll(shown, patient).toBe(before + 1)
})

/** The browser's own notifications, written down as they are made. */
const RECORD = `
  window.told = []
  const Native = window.Notification
  window.Notification = class extends Native {
    constructor(title, options) {
      super(title, options)
      window.told.push({ title: this.title, body: this.body })
    }
  }
  Object.defineProperty(document, 'hidden', { get: () => window.away === true })`

test('an alert is told in a toast, and by choice by the browser while the page is out of sight', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  await page.context().grantPermissions(['notifications'], { origin: system.url })
  await page.addInitScript(RECORD)
  await goTo(system, dashboard, '/alerts')
  await page.getByText('Live ·').waitFor()
  const told = () => page.evaluate('window.told') as Promise<{ title: string; body: string }[]>
  const toast = page.locator('[data-tone="bad"]').filter({ hasText: 'keys/seen.pem' })
  await sendCommit(system, { id: '2'.repeat(40), message: 'a', added: ['keys/seen.pem'] })
  await toast.first().waitFor(patient)
  expect(await told()).toEqual([])
  await page.getByRole('button', { name: 'Notify me in this browser' }).click()
  await page.getByRole('button', { name: 'Browser notifications are on', pressed: true }).waitFor()
  await page.evaluate('window.away = true')
  await sendCommit(system, { id: '3'.repeat(40), message: 'b', added: ['keys/unseen.pem'] })
  await expect.poll(async () => (await told()).length, patient).toBe(1)
  const { data } = await system.api('/api/v1/alerts?rule=sensitive-file&limit=1')
  const [alert] = data as [{ title: string; repository: string }]
  expect(alert.title).toContain('unseen.pem')
  expect(await told()).toEqual([{ title: alert.title, body: alert.repository }])
  await page.reload()
  await settled(page)
  await page.getByRole('button', { name: 'Browser notifications are on', pressed: true }).waitFor()
  await expectQuiet(dashboard)
})
