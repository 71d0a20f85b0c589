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
  settled,
} from './open-dashboard.ts'

const soon = { timeout: 30_000 }
const patient = { timeout: 60_000, interval: 300 }

let both: GitHubBrowserSystem
let system: BrowserSystem
let names: readonly string[] = []

interface Hook {
  readonly hook: string
  readonly hook_id: string
  readonly owner: string
  readonly condition: string
  readonly expected: number | null
}

const hooks = async () => (await system.api('/api/v1/hooks')).data as Hook[]

async function conditionOf(name: string): Promise<string | undefined> {
  return (await hooks()).find(({ owner }) => owner === name)?.condition
}

/** Two repositories are looked after; nobody but who asks makes a hook. */
beforeAll(async () => {
  const prepare = async ({ world }: GitHubBrowserSystem['github']) => {
    names = [...world.repositories.values()].map(({ object }) => String(object.full_name))
  }
  both = await startGitHubBrowserSystem(new Date(), prepare, {
    settings: {
      OCTO_GITHUB_OWNER: '',
      OCTO_HEALTH_URLS: 'http://user:hunter2@127.0.0.1:1/health',
      OCTO_HEALTH_ALLOWED_HOSTS: '127.0.0.1',
      OCTO_TIMEZONE: 'Europe/Berlin',
      OCTO_BADGE_KEY: Buffer.alloc(32, 5).toString('base64'),
    },
  })
  system = both.system
  await vi.waitFor(() => system.api('/api/v1/hooks/connection'), patient)
}, 120_000)

afterAll(() => both[Symbol.asyncDispose]())

test('a repository is connected by a public address, and what happens at GitHub arrives in the guide', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  const [name = ''] = names
  await goTo(system, dashboard, '/hooks')
  await page.getByRole('button', { name: 'Connect a repository' }).click()
  await page.getByRole('textbox', { name: 'The repository, as owner/name' }).fill(name)
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await page.locator('[data-step="Set up its hook"][data-state="done"]').waitFor(soon)
  await page.getByRole('list', { name: 'Deliveries that arrived' }).getByText('ping').waitFor(soon)
  const guid = '00000000-0000-4000-8000-000000000098'
  const repository = [...both.github.world.repositories.values()][0]?.object
  const { issue, ...payload } = JSON.parse(JSON.stringify(genuinePayload('issues', 0)))
  const opened = { ...payload, action: 'opened', issue: { ...issue, created_at: new Date().toISOString() } }
  await both.github.publish({ event: 'issues', payload: { ...opened, repository }, guid })
  await page.locator(`[data-guid="${guid}"]`).getByText('issues.opened').waitFor(soon)
  const arrived = (await vi.waitFor(() => system.api(`/api/v1/deliveries/${guid}`), patient)) as object
  expect(arrived).toMatchObject({ source: 'webhook', repository: name })
  await expectQuiet(dashboard)
}, 90_000)

test('a hook that somebody switched off is seen, repaired, and pinged', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  const [name = ''] = names
  const [hook] = both.github.hooks()
  if (hook === undefined) throw new Error('the test before made no hook')
  hook.active = false
  await goTo(system, dashboard, '/hooks')
  await page.getByRole('button', { name: 'Look now' }).click()
  const row = page.getByRole('table', { name: 'Hooks' }).getByRole('row').filter({ hasText: name })
  await row.getByText('disabled', { exact: true }).waitFor(soon)
  expect(await conditionOf(name)).toBe('disabled')
  await row.click()
  const panel = page.getByRole('dialog')
  await panel.getByText('it is switched off at GitHub').waitFor()
  await keepScreenshot(page, 'hook-light')
  expect(await axeFindings(page)).toEqual([])
  await panel.getByRole('button', { name: 'Repair' }).click()
  await page.getByText('1 corrected').waitFor(soon)
  expect(hook.active).toBe(true)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Look now' }).click()
  await row.getByText('ok', { exact: true }).waitFor(soon)
  expect(await conditionOf(name)).toBe('ok')
  const before = both.github.deliveriesOf(hook.id).length
  await row.click()
  await panel.getByRole('button', { name: 'Send a ping' }).click()
  await page.getByText('GitHub sends a ping').waitFor(soon)
  await expect.poll(() => both.github.deliveriesOf(hook.id).length, patient).toBe(before + 1)
  expect(both.github.deliveriesOf(hook.id).at(-1)).toMatchObject({ event: 'ping', statusCode: 202 })
  await expectQuiet(dashboard)
}, 120_000)

test('a hook gets a secret of its own, and another; it is switched off and on', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  const [, name = ''] = names
  await goTo(system, dashboard, '/hooks')
  await page.getByRole('textbox', { name: /its own secret/ }).fill(name)
  await page.getByRole('button', { name: 'Give it its own secret' }).click()
  const line = page.getByRole('list', { name: 'Configurations' }).locator('li').filter({ hasText: name })
  await line.getByText('on', { exact: true }).waitFor(soon)
  const secrets = async () =>
    ((await system.api('/api/v1/hook-configs')).data as { secrets: unknown[] }[])[0]?.secrets.length
  expect(await secrets()).toBe(1)
  await line.getByRole('button', { name: 'New secret' }).click()
  await expect.poll(secrets, patient).toBe(2)
  await line.getByRole('button', { name: 'Switch off' }).click()
  await line.getByText('off', { exact: true }).waitFor(soon)
  await line.getByRole('button', { name: 'Switch on' }).click()
  await line.getByText('on', { exact: true }).waitFor(soon)
  await expectQuiet(dashboard)
}, 90_000)

test.each(Object.keys(looks) as (keyof typeof looks)[])(
  'hooks and settings look right: %s',
  async (look) => {
    await using dashboard = await openSignedIn(system, { look })
    const { page } = dashboard
    for (const [view, name] of [
      ['', 'hooks'],
      ['github', 'github'],
      ['keys', 'keys'],
      ['settings', 'settings'],
    ] as const) {
      await goTo(system, dashboard, view === '' ? '/hooks' : `/hooks?view=${view}`)
      await page.getByRole('group', { name: 'What is shown' }).waitFor()
      await settled(page)
      await expectFits(page)
      await keepScreenshot(page, `${name}-${look}`)
      expect(await axeFindings(page)).toEqual([])
    }
    await expectQuiet(dashboard)
  },
  90_000,
)

type Counters = Readonly<Record<string, number>>

interface Setting {
  readonly name: string
  readonly source: string | null
  readonly value: string | null
  readonly secret: boolean
}

test('settings are those of the API: what was set, what is hidden, and nothing of a secret', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  const settings = (await system.api('/api/v1/configuration')).data as Setting[]
  await goTo(system, dashboard, '/hooks?view=settings')
  const rows = page.locator('[data-setting]')
  await rows.first().waitFor()
  expect(await rows.count()).toBe(settings.length)
  const set = settings.filter(({ source }) => source === 'environment' || source === 'made')
  const values = await page.locator('[data-setting] [data-value]').allTextContents()
  const bySet = set.map(({ secret, value }) => (secret ? 'hidden' : String(value)))
  expect(values.toSorted()).toEqual(bySet.toSorted())
  expect(settings.find(({ name }) => name === 'OCTO_TIMEZONE')?.value).toBe('Europe/Berlin')
  expect(await page.locator('#main').textContent()).not.toContain('hunter2')
  await page.getByRole('searchbox', { name: 'Find a setting' }).fill('metrics_webhook_secret')
  await expect.poll(() => rows.count()).toBe(1)
  expect(new URL(page.url()).searchParams.get('find')).toBe('metrics_webhook_secret')
  await expectQuiet(dashboard)
})

test('a badge is made, seen, and pasted elsewhere: it shows the number of the API to whoever has its address', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  await goTo(system, dashboard, '/hooks?view=settings')
  await page.getByRole('combobox', { name: 'What the badge shows' }).selectOption({ label: 'A counter' })
  await page.getByRole('combobox', { name: 'Counter of the badge' }).selectOption({ label: 'Issues opened' })
  await page.getByRole('button', { name: 'Make a badge' }).click()
  await page.getByRole('img', { name: 'A counter' }).waitFor()
  const width = `document.querySelector('img[alt="A counter"]').naturalWidth`
  await expect.poll(() => page.evaluate(width)).toBeGreaterThan(40)
  const markdown = await page.getByText(/^!\[counter\]/).textContent()
  const address = /\((.+)\)/.exec(markdown ?? '')?.[1] ?? ''
  const answer = await fetch(address)
  expect(answer.headers.get('content-type')).toContain('image/svg+xml')
  const times = [Date.now() - 30 * 86_400_000, Date.now()].map((time) => new Date(time).toISOString())
  const { counters } = (await system.api(`/api/v1/counters?window=${times.join('..')}`)) as {
    counters: Counters
  }
  expect(counters.issues_opened).toBeGreaterThan(0)
  expect(await answer.text()).toContain(`>${counters.issues_opened}<`)
  expect((await fetch(address.replace('issues_opened', 'commits'))).status).toBe(403)
  await expectQuiet(dashboard)
})

test('this browser is told how dates are written, and light, dark or as the system; it keeps both', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  const now = page.getByText(/^It is /)
  await goTo(system, dashboard, '/hooks?view=settings')
  for (const [label, pattern] of [
    ['31/12/2026', /^It is \d\d\/\d\d\/\d{4}, \d\d:\d\d:\d\d$/],
    ['2026-12-31', /^It is \d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/],
  ] as const) {
    await page.getByRole('button', { name: label }).click()
    await page.getByText(pattern).waitFor()
    await page.reload()
    expect(await now.textContent()).toMatch(pattern)
  }
  const ground = () => page.evaluate('getComputedStyle(document.body).backgroundColor')
  const grounds: Record<string, unknown> = {}
  for (const theme of ['Light', 'Dark', 'As the system']) {
    await page.getByRole('group', { name: 'Theme' }).getByRole('button', { name: theme }).click()
    await page.reload()
    await now.waitFor()
    grounds[theme] = await ground()
  }
  expect(grounds['As the system']).toBe(grounds.Light)
  expect(grounds.Dark).not.toBe(grounds.Light)
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await ground()).toBe(grounds.Dark)
  await expectQuiet(dashboard)
})

test('who asks GitHub and what is watched are shown as the API has them', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  await goTo(system, dashboard, '/hooks?view=github')
  const { identities } = (await system.api('/api/v1/hooks/connection')) as { identities: { name: string }[] }
  await page
    .getByRole('list', { name: 'Who asks GitHub' })
    .getByText(`The token of ${identities[0]?.name}`)
    .waitFor()
  const { data } = await system.api('/api/v1/health-checks')
  const [check] = data as { address: string }[]
  const watched = page.getByRole('list', { name: 'Addresses that are watched' })
  expect(await watched.locator('li').count()).toBe(1)
  await watched.getByText(String(check?.address), { exact: true }).waitFor()
  expect(await page.locator('#main').textContent()).not.toContain('hunter2')
  await expectQuiet(dashboard)
})

test('a key is made and shown once; with it a viewer is told who may do what', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  await goTo(system, dashboard, '/hooks?view=keys')
  await page.getByRole('textbox', { name: 'Name of a new key' }).fill('onlooker')
  await page.getByRole('button', { name: 'Make a key' }).click()
  const key = (await page.locator('[data-key="onlooker"]').textContent()) ?? ''
  const { keys } = (await system.api('/api/v1/keys')) as { keys: { name: string; role: string }[] }
  const table = page.getByRole('table', { name: 'Keys' }).locator('tbody tr')
  await expect.poll(() => table.count()).toBe(keys.length)
  expect(await table.locator('td:nth-child(1)').allTextContents()).toEqual(keys.map(({ name }) => name))
  expect(await table.locator('td:nth-child(2)').allTextContents()).toEqual(keys.map(({ role }) => role))
  const signIn = `fetch('/auth/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ key: ${JSON.stringify(key)} }) }).then((answer) => answer.status)`
  expect(await page.evaluate(signIn)).toBeLessThan(300)
  await goTo(system, dashboard, '/hooks')
  await page.getByText('Configurations of hooks take the role admin.').waitFor()
  expect(await page.getByRole('button', { name: 'Repair all' }).count()).toBe(0)
  expect(await page.getByRole('button', { name: 'Connect a repository' }).count()).toBe(0)
  await goTo(system, dashboard, '/hooks?guide=connect')
  await page.getByText('Connecting a repository takes the role admin.').waitFor(soon)
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByText('Settings are shown in the role admin.').waitFor()
  await page.getByRole('button', { name: 'Keys' }).click()
  await page.getByText('signed in as onlooker').waitFor()
  await expectQuiet(dashboard)
})
