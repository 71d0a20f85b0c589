import { expect } from 'vitest'
import type { BrowserSystem } from '../browser-system.ts'
import { makeKey } from '../make-key.ts'
import { test } from '../month-test.ts'
import { goTo, type OpenedDashboard, openPage } from '../open-dashboard.ts'

async function ask(system: BrowserSystem, key: string, path: string): Promise<Record<string, unknown>> {
  const answer = await fetch(`${system.url}${path}`, { headers: { 'x-api-key': key } })
  expect(answer.status).toBe(200)
  return (await answer.json()) as Record<string, unknown>
}

/** What changes something, by the names of its buttons. */
const commands =
  /^(Replay|Retry|Dismiss|Rebuild|Acknowledge|Mute|Begin a sync|Stop it|Send a test|Save|Delete|Create|Connect|Rotate|Ping|Recover)\b/

/** Goes to every page of the sidebar, and into one of each thing that has commands. */
async function lookAtEverything(
  system: BrowserSystem,
  dashboard: OpenedDashboard,
  look: (path: string) => Promise<void>,
): Promise<readonly string[]> {
  const links = dashboard.page.getByRole('navigation', { name: 'Pages' }).getByRole('link')
  await links.first().waitFor()
  const addresses = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''))
  const paths = addresses.map((address) => address.replace(/^\/dashboard/, '').replace(/\?.*/, '') || '/')
  for (const path of paths) {
    await goTo(system, dashboard, path === '/operations' ? path : `${path}?range=90d`)
    expect(await dashboard.page.getByRole('button', { name: commands }).allTextContents()).toEqual([])
    await look(path)
  }
  return paths
}

test('a viewer is offered nothing that it may not do, and is told who may', async ({ system }) => {
  const key = await makeKey(system, { name: 'onlooker', role: 'viewer' })
  await using dashboard = await openPage(system, '/', { key })
  const { page } = dashboard
  const paths = await lookAtEverything(system, dashboard, async () => {})
  expect(paths).toEqual(expect.arrayContaining(['/', '/ci', '/alerts', '/sync', '/operations', '/intake']))
  await goTo(system, dashboard, '/sync')
  await page.getByText('Nobody reads from GitHub here').waitFor()
  await goTo(system, dashboard, '/operations?projection=counters')
  await page.getByText('Rebuilding takes the role admin.').waitFor()
  const { data } = await system.api('/api/v1/deliveries?limit=1')
  const [{ guid }] = data as [{ guid: string }]
  await goTo(system, dashboard, `/deliveries?open=${guid}`)
  await page.getByRole('button', { name: 'Copy JSON' }).waitFor()
  const { data: alerts } = await system.api('/api/v1/alerts?limit=1')
  const [alert] = alerts as [{ id: string; title: string; opened_at: string }]
  expect(await page.getByRole('button', { name: commands }).count()).toBe(0)
  await goTo(system, dashboard, `/alerts?state=all&open=${alert.id}&at=${alert.opened_at}`)
  await page.getByRole('dialog').getByRole('heading', { name: alert.title }).waitFor()
  expect(await page.getByRole('button', { name: commands }).count()).toBe(0)
  await expectNothingButUnavailable(dashboard)
})

test('a key for one repository shows that one, and no page that is of all', async ({ system }) => {
  const { data } = await system.api('/api/v1/repositories?sort=commits_30_days&limit=200')
  const [mine = '', ...others] = (data as { repository: string }[]).map(({ repository }) => repository)
  const key = await makeKey(system, { name: 'guest', role: 'viewer', repositories: [mine] })
  await using dashboard = await openPage(system, '/', { key })
  const { page } = dashboard
  expect(others.length).toBeGreaterThan(2)
  const paths = await lookAtEverything(system, dashboard, async () => {
    const text = (await page.locator('body').textContent()) ?? ''
    expect(others.filter((name) => text.includes(name))).toEqual([])
  })
  expect(paths).toEqual(expect.arrayContaining(['/', '/ci', '/pull-requests', '/issues', '/deliveries']))
  for (const path of ['/intake', '/sync', '/api-usage']) {
    expect(paths).not.toContain(path)
    await goTo(system, dashboard, path)
    await page.getByText('is not kept by repository').waitFor()
  }
  const until = new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString()
  const since = new Date(Date.parse(until) - 30 * 86_400_000).toISOString()
  const asked = `/api/v1/counters?window=${since}..${until}`
  const of = async (by: string) =>
    ((await ask(system, by, asked)).counters as { readonly commits: number }).commits
  const all = await of(system.standalone.adminKey ?? '')
  const its = await of(key)
  expect(its).toBeGreaterThan(0)
  expect(its).toBeLessThan(all)
  await goTo(system, dashboard, `/?since=${since}&until=${until}`)
  const tile = page.locator('[data-stat="Commits"] [data-value]')
  await expect.poll(() => tile.textContent()).toBe(its.toLocaleString('en'))
  await goTo(system, dashboard, '/repositories')
  const names = page.getByRole('table', { name: 'Repositories' }).locator('tbody tr td:nth-child(1)')
  expect(await names.allTextContents()).toEqual([mine])
  await expectNothingButUnavailable(dashboard)
})

/** Of syncs and of readings of plans nobody can tell: there is no GitHub here. */
async function expectNothingButUnavailable({ page, complaints }: OpenedDashboard): Promise<void> {
  expect(complaints.filter((each) => !each.includes('503'))).toEqual([])
  expect(await page.evaluate('window.canary')).toBeUndefined()
}
