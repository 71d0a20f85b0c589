import { expect } from 'vitest'
import { test } from '../month-test.ts'
import { axeFindings, expectQuiet, keepScreenshot, openPage, settled } from '../open-dashboard.ts'
import { testLooks } from './test-looks.ts'

interface Repository {
  readonly repository: string
  readonly health: number | null
  readonly commits_30_days: number | null
}

const shown = (value: number | null) => (value === null ? '–' : value.toLocaleString('en'))

testLooks('repositories look right', {
  name: 'repositories',
  path: '/repositories?range=30d',
  shows: (page) => page.getByRole('table', { name: 'Repositories' }),
})

test('the server sorts: the table has the order and the values of the API', async ({ system }) => {
  await using dashboard = await openPage(system, '/repositories')
  const { page } = dashboard
  for (const [sort, title] of [
    ['commits_30_days', 'Commits, 30 days'],
    ['name', 'Repository'],
  ] as const) {
    const { data } = await system.api(`/api/v1/repositories?sort=${sort}&limit=200`)
    const listed = data as Repository[]
    await page.getByRole('columnheader', { name: title }).getByRole('button').click()
    await page.waitForURL((url) => url.searchParams.get('sort') === sort)
    await settled(page)
    const rows = page.getByRole('table', { name: 'Repositories' }).locator('tbody tr')
    await expect
      .poll(() => rows.locator('td:nth-child(1)').allTextContents())
      .toEqual(listed.map(({ repository }) => repository))
    const commits = await rows.locator('td:nth-child(4)').allTextContents()
    expect(commits).toEqual(listed.map(({ commits_30_days }) => shown(commits_30_days)))
  }
})

test('one repository shows each term of its health with the points that the API gives', async ({
  system,
}) => {
  const { data } = await system.api('/api/v1/repositories?sort=commits_30_days&limit=1')
  const [{ repository }] = data as [Repository]
  const { health } = (await system.api(`/api/v1/repositories/${repository}`)) as {
    health: { score: number; terms: { term: string; points: number | null }[] }
  }
  await using dashboard = await openPage(system, '/repositories?range=30d&sort=commits_30_days')
  const { page } = dashboard
  await page.getByRole('row').filter({ hasText: repository }).first().click()
  const panel = page.getByRole('dialog')
  await panel.locator('canvas').first().waitFor()
  for (const { term, points } of health.terms) {
    const cell = panel.locator(`[data-term="${term}"] td:nth-child(3)`)
    const signed = points === null ? '–' : points === 0 ? '0' : `${points > 0 ? '+' : '−'}${Math.abs(points)}`
    expect(await cell.textContent()).toBe(signed)
  }
  await panel.getByText(String(health.score), { exact: true }).first().waitFor()
  await keepScreenshot(page, 'repository-light')
  expect(await axeFindings(page)).toEqual([])
  await panel.getByRole('button', { name: 'Explain Health' }).click()
  await page.getByText('SQL:').first().waitFor()
  await expectQuiet(dashboard)
})
