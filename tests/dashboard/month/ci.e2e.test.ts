import { expect } from 'vitest'
import type { BrowserSystem } from '../browser-system.ts'
import { test } from '../month-test.ts'
import { axeFindings, expectQuiet, openPage, settled } from '../open-dashboard.ts'
import { month, testLooks } from './test-looks.ts'

async function listed<T>(system: BrowserSystem, path: string): Promise<readonly T[]> {
  return (await system.api(path)).data as T[]
}

const share = (value: number) => {
  const percent = value * 100
  return `${Number.isInteger(percent) ? percent : percent.toFixed(1)} %`
}

testLooks('CI looks right', {
  name: 'ci',
  path: '/ci?range=30d',
  shows: (page) => page.locator('canvas').first(),
})

interface RunGroup {
  readonly attempts: number
  readonly succeeded: number
  readonly failed: number
  readonly reruns: number
}

test('the tiles are the sums of what the API answers for the same time', async ({ system }) => {
  const range = month()
  const groups = await listed<RunGroup>(system, `/api/v1/workflows/metrics?group_by=event&${range}`)
  const sum = (name: keyof RunGroup) => groups.reduce((all, each) => all + each[name], 0)
  const jobs = await listed<{ billed_minutes: number | null }>(
    system,
    `/api/v1/workflows/jobs/metrics?${range}`,
  )
  const billed = jobs.reduce((all, each) => all + (each.billed_minutes ?? 0), 0)
  await using dashboard = await openPage(system, `/ci?${range}`)
  const value = (label: string) => dashboard.page.locator(`[data-stat="${label}"] [data-value]`).textContent()
  expect(sum('attempts')).toBeGreaterThan(10)
  expect({
    runs: await value('Runs'),
    failed: await value('Failed runs'),
    reruns: await value('Reruns'),
    rate: await value('Success rate'),
    billed: await value('Billed minutes'),
  }).toEqual({
    runs: String(sum('attempts')),
    failed: String(sum('failed')),
    reruns: String(sum('reruns')),
    rate: share(sum('succeeded') / (sum('succeeded') + sum('failed'))),
    billed: billed.toLocaleString('en'),
  })
})

interface Branch {
  readonly repository: string
  readonly branch: string
  readonly state: string | null
  readonly green_share: number | null
  readonly turned_red: number
  readonly timeline: readonly { readonly head_sha: string }[]
}

test('every default branch is drawn as the API knows it, and opens into its turns', async ({ system }) => {
  const range = month()
  const branches = await listed<Branch>(system, `/api/v1/branches/health?timeline=true&${range}`)
  await using dashboard = await openPage(system, `/ci?${range}`)
  const { page } = dashboard
  const rows = page.getByRole('table', { name: 'Health of the default branch' }).locator('tbody tr')
  const cells = (place: number) => rows.locator(`td:nth-child(${place})`).allTextContents()
  expect(branches.length).toBeGreaterThan(3)
  expect(await cells(1)).toEqual(branches.map(({ repository }) => repository))
  expect(await cells(3)).toEqual(branches.map(({ state }) => state ?? 'unknown'))
  expect(await cells(6)).toEqual(branches.map(({ turned_red }) => String(turned_red)))
  const [most] = branches.toSorted((a, b) => b.timeline.length - a.timeline.length)
  if (most === undefined) throw new Error('no branch is known')
  await rows.filter({ hasText: most.repository }).click()
  const turns = page.getByRole('dialog').locator('code')
  await turns.first().waitFor()
  const newest = most.timeline.toReversed().map(({ head_sha }) => head_sha.slice(0, 8))
  expect(await turns.allTextContents()).toEqual(newest)
  expect(new URL(page.url()).searchParams.get('branch')).toBe(most.repository)
  await page.keyboard.press('Escape')
  await page.waitForURL((url) => !url.searchParams.has('branch'))
  await expectQuiet(dashboard)
})

interface Run {
  readonly id: number
  readonly attempt: number
  readonly run_number: number
}

test('a slow workflow is followed to its run, its job and its steps', async ({ system }) => {
  const range = month()
  const [group] = await listed<{ repository: string; workflow: string }>(
    system,
    `/api/v1/workflows/metrics?${range}`,
  )
  if (group === undefined) throw new Error('no workflow ran')
  const { repository, workflow } = group
  const wanted = `repository=${repository}&workflow=${workflow}&limit=30`
  const runs = await listed<Run>(system, `/api/v1/workflows?${wanted}&${range}`)
  await using dashboard = await openPage(system, `/ci?${range}`)
  const { page } = dashboard
  const table = page.getByRole('table', { name: 'Durations and outcomes' })
  await table.locator('tbody tr').first().click()
  const shown = page.getByRole('dialog').locator('details')
  await shown.first().waitFor()
  expect(await shown.count()).toBe(runs.length)
  const jobs = await listed<{ run_id: number; attempt: number; name: string; steps: readonly object[] }>(
    system,
    `/api/v1/workflows/jobs?repository=${repository}&limit=1000`,
  )
  const at = runs.findIndex(({ id, attempt }) =>
    jobs.some((job) => job.run_id === id && job.attempt === attempt && job.steps.length > 0),
  )
  const its = jobs.filter((job) => job.run_id === runs[at]?.id && job.attempt === runs[at]?.attempt)
  await shown.nth(at).locator('summary').click()
  const steps = shown.nth(at).locator('li')
  await steps.first().waitFor()
  expect(await steps.count()).toBe(its.reduce((all, job) => all + job.steps.length, 0))
  expect(await axeFindings(page)).toEqual([])
  await expectQuiet(dashboard)
})

test('the level of the durations stands in the address; jobs open into their steps', async ({ system }) => {
  const range = month()
  const by = 'group_by=repository&group_by=workflow&group_by=job'
  const jobs = await listed<{ job: string }>(system, `/api/v1/workflows/jobs/metrics?${by}&${range}`)
  await using dashboard = await openPage(system, `/ci?${range}`)
  const { page } = dashboard
  await page.getByRole('group', { name: 'Durations of' }).getByRole('button', { name: 'Jobs' }).click()
  await page.waitForURL((url) => url.searchParams.get('level') === 'jobs')
  await page.reload()
  await settled(page)
  const rows = page.getByRole('table', { name: 'Durations and outcomes' }).locator('tbody tr[aria-rowindex]')
  await rows
    .first()
    .getByText(jobs[0]?.job ?? '', { exact: true })
    .waitFor()
  const flaky = await listed<{ name: string }>(system, `/api/v1/flaky-checks?${range}`)
  const names = page.getByRole('table', { name: 'Flaky checks' }).locator('tbody tr td:first-child')
  expect(await names.allTextContents()).toEqual(flaky.map(({ name }) => name))
  await rows.first().click()
  await page.getByRole('dialog').getByText('Set up job').first().waitFor()
  await expectQuiet(dashboard)
})
