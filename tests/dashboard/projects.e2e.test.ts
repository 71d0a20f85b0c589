import { randomUUID } from 'node:crypto'
import { genuinePayload, type SimulatedDelivery } from '@octometer/testkit'
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

const patient = { timeout: 60_000, interval: 300 }

let both: GitHubBrowserSystem
let system: BrowserSystem

interface Progress {
  readonly status: string
  readonly percentage_complete: number
  readonly tasks_total: number
  readonly tasks_done: number
  readonly tasks_blocked: number
}

interface Project {
  readonly id: number
  readonly repository: string
  readonly plan: Progress | null
  readonly issues: Progress | null
}

const projects = async () => (await system.api('/api/v1/projects?limit=100')).data as Project[]
const jobs = async (query = '') => (await system.api(`/api/v1/jobs${query}`)).data as { state: string }[]

const plans = [
  '# Plan\n- [x] Receive deliveries\n- [x] Store them once\n- [~] Show them [high]\n- [ ] Tell people',
  '# Plan\n- [x] Read the log\n- [!] Wait for the vendor [critical]\n- [!] Move the database\n- [ ] Clean up',
  '| task | status | priority |\n|---|---|---|\n| Design | done | high |\n| Build | doing | |\n| Prove <img src=x onerror="window.canary=1"> | todo | low |',
]

/** Three repositories have a plan; the first also has planned issues. */
beforeAll(async () => {
  const prepare = async ({ world }: GitHubBrowserSystem['github']) => {
    for (const [index, repository] of [...world.repositories.values()].entries()) {
      const plan = plans[index]
      if (plan !== undefined) repository.files.set('docs/plan.md', plan)
    }
  }
  both = await startGitHubBrowserSystem(new Date(), prepare, { isNew: true })
  system = both.system
  await system.send([...named(), ...planned(), push('package.json')])
  await vi.waitFor(async () => {
    const known = await projects()
    expect(known.filter(({ plan }) => (plan?.tasks_total ?? 0) > 0)).toHaveLength(plans.length)
    const states = (await jobs('?limit=100')).map(({ state }) => state)
    expect(states.length).toBeGreaterThan(plans.length)
    expect(states.filter((state) => state !== 'succeeded')).toEqual([])
  }, patient)
}, 180_000)

afterAll(() => both[Symbol.asyncDispose]())

const told = {
  hookId: 1,
  targetType: 'repository' as const,
  targetId: 1,
  receivedAt: new Date(),
  payload: {},
}
const first = () => JSON.parse(JSON.stringify([...both.github.world.repositories.values()][0]?.object ?? {}))

/** Names are learnt from deliveries. */
function named(): readonly SimulatedDelivery[] {
  const watch = JSON.parse(JSON.stringify(genuinePayload('watch', 0)))
  return [...both.github.world.repositories.values()].map(({ object }) => {
    const body = JSON.stringify({ ...watch, repository: object })
    return { ...told, guid: randomUUID(), event: 'watch', body }
  })
}

function planned(): readonly SimulatedDelivery[] {
  const issue = JSON.parse(JSON.stringify(genuinePayload('issues', 0)))
  return (['open', 'open', 'closed'] as const).map((state, index) => {
    const now = new Date().toISOString()
    const its = { number: 9001 + index, title: `Planned ${index + 1}`, state, updated_at: now }
    const closed_at = state === 'closed' ? now : null
    const labels = [{ ...issue.issue.labels[0], name: index === 0 ? 'blocked' : 'plan' }]
    const plan = { ...labels[0], id: 7, name: 'plan' }
    const body = { ...issue, action: 'labeled', repository: first() }
    const whole = { ...body, issue: { ...issue.issue, ...its, closed_at, labels: [...labels, plan] } }
    return { ...told, guid: randomUUID(), event: 'issues', body: JSON.stringify(whole) }
  })
}

/** GitHub has the commit when it tells of it. */
function push(file: string): SimulatedDelivery {
  const repository = first()
  const sha = randomUUID().replaceAll('-', '').padEnd(40, '0')
  const commit = { id: sha, message: 'Plan', timestamp: new Date().toISOString(), added: [], removed: [] }
  const pushed = { ...genuinePayload('push', 4), ref: `refs/heads/${repository.default_branch}`, after: sha }
  const pushed_at = Math.floor(Date.now() / 1000)
  const commits = [{ ...commit, modified: [file] }]
  const payload = { ...pushed, commits, repository: { ...repository, pushed_at } }
  both.github.apply({ event: 'push', payload })
  const body = JSON.stringify(payload)
  return { ...told, guid: randomUUID(), event: 'push', body }
}

test.each(Object.keys(looks) as (keyof typeof looks)[])('projects look right: %s', async (look) => {
  await using dashboard = await openSignedIn(system, { look })
  const { page } = dashboard
  await goTo(system, dashboard, '/projects')
  await page.getByRole('table', { name: 'Projects' }).waitFor()
  await page.getByRole('table', { name: 'Readings of plans' }).waitFor()
  await expectFits(page)
  await keepScreenshot(page, `projects-${look}`)
  expect(await axeFindings(page)).toEqual([])
  await expectQuiet(dashboard)
})

test('every project is listed with the progress that the API gives; a status chooses among them', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  const listed = await projects()
  await goTo(system, dashboard, '/projects')
  const rows = page.getByRole('table', { name: 'Projects' }).locator('tbody tr')
  await rows.first().waitFor()
  expect(await rows.locator('td:nth-child(1)').allTextContents()).toEqual(
    listed.map(({ repository }) => repository),
  )
  const known = (plan: Progress | null) => (plan?.tasks_total ? plan : null)
  const percents = listed.map(({ plan }) => known(plan)?.percentage_complete)
  expect(await rows.locator('td:nth-child(3)').allTextContents()).toEqual(
    percents.map((percent) => (percent === undefined ? '–' : `${percent} %`)),
  )
  const done = (progress: Progress | null) =>
    known(progress) === null ? '–' : `${progress?.tasks_done} of ${progress?.tasks_total}`
  expect(await rows.locator('td:nth-child(4)').allTextContents()).toEqual(
    listed.map(({ plan }) => done(plan)),
  )
  expect(await rows.locator('td:nth-child(6)').allTextContents()).toEqual(
    listed.map(({ issues }) => done(issues)),
  )
  await page.getByRole('combobox', { name: 'Status of the plan or the issues' }).selectOption('green')
  const green = listed.filter(({ plan, issues }) => [plan?.status, issues?.status].includes('green'))
  expect(green.length).toBeGreaterThan(0)
  await expect.poll(() => rows.count()).toBe(green.length)
  expect(new URL(page.url()).searchParams.get('status')).toBe('green')
  await expectQuiet(dashboard)
})

interface Detail {
  readonly tasks: readonly { readonly title: string; readonly status: string }[]
  readonly snapshots: readonly unknown[]
}

test('a project opens into its tasks, its readings and what changed it; its plan is read again', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  const project = (await projects()).find(({ issues, plan }) => issues !== null && plan !== null)
  const path = `/api/v1/projects/${project?.id}`
  const detail = async () => (await system.api(path)) as unknown as Detail
  const before = await detail()
  await goTo(system, dashboard, '/projects')
  const table = page.getByRole('table', { name: 'Projects' })
  await table
    .getByRole('row')
    .filter({ hasText: String(project?.repository) })
    .click()
  const panel = page.getByRole('dialog')
  const tasks = panel.getByRole('list', { name: 'Tasks', exact: true }).locator('li')
  await tasks.first().waitFor()
  expect(await tasks.count()).toBe(before.tasks.length)
  await settled(page)
  await keepScreenshot(page, 'project-light')
  expect(await axeFindings(page)).toEqual([])
  const updates = (await system.api(`${path}/updates?limit=50`)).data as unknown[]
  expect(await panel.getByRole('list', { name: 'What changed the plan' }).locator('li').count()).toBe(
    updates.length,
  )
  await panel.getByRole('combobox', { name: 'Status of the tasks' }).selectOption('blocked')
  const blocked = before.tasks.filter(({ status }) => status === 'blocked')
  await expect.poll(() => tasks.count()).toBe(blocked.length)
  await panel.getByRole('button', { name: 'Read the plan again' }).click()
  await page.getByText('is read again').first().waitFor()
  await expect.poll(async () => (await jobs('?priority=normal&state=succeeded')).length, patient).toBe(1)
  await system.standalone.projectors.service.caughtUp()
  const after = await detail()
  expect(after.snapshots.length).toBe(before.snapshots.length + 1)
  await panel.getByText(`Readings: ${after.snapshots.length}`).waitFor({ timeout: 20_000 })
  await page.keyboard.press('Escape')
  const readings = page.getByRole('table', { name: 'Readings of plans' }).locator('tbody tr')
  await readings.first().getByText('asked for by').waitFor()
  await expectQuiet(dashboard)
}, 90_000)

test('a push that changes the plan changes the page by itself', async () => {
  await using dashboard = await openSignedIn(system)
  const { page } = dashboard
  const repository = [...both.github.world.repositories.values()][0]
  const name = String(repository?.object.full_name)
  await goTo(system, dashboard, '/projects')
  const row = page.getByRole('table', { name: 'Projects' }).getByRole('row').filter({ hasText: name })
  await row.getByText('2 of 4').waitFor()
  repository?.files.set('docs/plan.md', `${plans[0]?.replaceAll('[~]', '[x]')}\n- [x] Prove it`)
  await system.send([push('docs/plan.md')])
  await row.getByText('4 of 5').waitFor({ timeout: 30_000 })
  const plan = (await projects()).find((each) => each.repository === name)?.plan
  expect(plan).toMatchObject({ tasks_done: 4, tasks_total: 5, percentage_complete: 80, status: 'green' })
  await expectQuiet(dashboard)
}, 90_000)
