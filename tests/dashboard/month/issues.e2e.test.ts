import { expect } from 'vitest'
import { test } from '../month-test.ts'
import { axeFindings, expectQuiet, openPage, settled } from '../open-dashboard.ts'
import { openIssues } from './running-clocks.ts'
import { month, testLooks } from './test-looks.ts'

test.beforeAll(async ({ system }) => {
  await openIssues(system, [
    ['critical', 6, 'Sign-in answers 500 for everybody'],
    ['critical', 3.2, 'Webhooks are refused after the key was rotated'],
    ['high', 5, 'The export leaves out the last page'],
    ['low', 30, 'A typo in the settings'],
  ])
})

testLooks('issues look right', {
  name: 'issues',
  path: '/issues?range=30d',
  shows: (page) => page.locator('canvas').first(),
})

interface Health {
  readonly opened: number
  readonly closed: number
  readonly open: {
    readonly total: number
    readonly breached: number
    readonly blockers: number
    readonly by_severity: Readonly<Record<string, number>>
  }
}

test('the tiles and severities are those that the API answers', async ({ system }) => {
  const range = month()
  await using dashboard = await openPage(system, `/issues?${range}`)
  const { page } = dashboard
  const health = (await system.api(`/api/v1/issues/health?${range}`)).health as Health
  const numbers = (await system.api(`/api/v1/issues/metrics?${range}`)).numbers as {
    sla: { met: number; decided: number }
  }
  const value = (label: string) => page.locator(`[data-stat="${label}"] [data-value]`).textContent()
  expect(health.open.by_severity).toMatchObject({ critical: 2, high: 1, low: 1 })
  expect({
    opened: await value('Opened'),
    closed: await value('Closed'),
    open: await value('Open now'),
    late: await value('Over their time'),
    blockers: await value('Blockers'),
  }).toEqual({
    opened: String(health.opened),
    closed: String(health.closed),
    open: String(health.open.total),
    late: String(health.open.breached),
    blockers: String(health.open.blockers),
  })
  const { met, decided } = numbers.sla
  await page.locator('[data-stat="SLA met"]').getByText(`${met} of ${decided} decided`).waitFor()
  await expectQuiet(dashboard)
})

test('the clock of each issue stands as the API says, and a late one opens into what happened', async ({
  system,
}) => {
  await using dashboard = await openPage(system, `/issues?${month()}`)
  const { page } = dashboard
  const rows = page.getByRole('table', { name: 'Issues and their clocks' }).locator('tr[aria-rowindex]')
  const { data } = await system.api('/api/v1/issues?state=open')
  const open = data as { key: string; title: string; breached: boolean; priority: number }[]
  expect(await rows.locator('td:nth-child(1)').allTextContents()).toEqual(open.map(({ key }) => key))
  const priorities = open.map(({ priority }) => String(priority))
  expect(await rows.locator('td:nth-child(5)').allTextContents()).toEqual(priorities)
  const clocks = await rows.locator('td:nth-child(6)').allTextContents()
  expect(clocks.map((clock) => clock.startsWith('over by'))).toEqual(open.map(({ breached }) => breached))
  const clockOf = (title: string) => clocks[open.findIndex((issue) => issue.title === title)]
  expect(clockOf('Sign-in answers 500 for everybody')).toMatch(/^over by (2|1\.9)h$/)
  expect(clockOf('Webhooks are refused after the key was rotated')).toMatch(/^4[5-9]m left$/)
  await page.getByRole('combobox', { name: 'Which issues' }).selectOption('Over their time')
  await page.getByRole('combobox', { name: 'Severity' }).selectOption('critical')
  await page.waitForURL(({ searchParams }) => searchParams.get('severity') === 'critical')
  await expect.poll(() => rows.count()).toBe(1)
  await page.reload()
  await settled(page)
  await rows.first().click()
  const history = page.getByRole('dialog').getByRole('list', { name: 'History, oldest first' })
  await history.getByText('opened', { exact: true }).waitFor()
  await history.getByText('open · pending · critical · no blocker').waitFor()
  expect(await axeFindings(page)).toEqual([])
  await expectQuiet(dashboard)
})
