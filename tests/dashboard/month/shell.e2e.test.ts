import { expect } from 'vitest'
import { test } from '../month-test.ts'
import { axeFindings, expectQuiet, openPage } from '../open-dashboard.ts'

const focused = 'document.activeElement?.textContent ?? ""'

test('a row that is opened by Enter has the focus again when its panel is closed by Escape', async ({
  system,
}) => {
  for (const [path, table] of [
    ['/ci?range=30d', 'Health of the default branch'],
    ['/repositories', 'Repositories'],
    ['/deliveries?range=30d', 'Deliveries'],
    ['/operations', 'Projections'],
  ] as const) {
    await using dashboard = await openPage(system, path)
    const { page } = dashboard
    const row = page
      .getByRole('table', { name: table, exact: true })
      .locator('tbody tr[aria-rowindex]')
      .nth(1)
    const [name = ''] = await row.locator('td').allTextContents()
    await row.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await expect.poll(() => page.evaluate(focused)).toContain(name)
    await expectQuiet(dashboard)
  }
})

test('single keys are switched off where they are listed; with Ctrl they still do something', async ({
  system,
}) => {
  await using dashboard = await openPage(system, '/issues')
  const { page } = dashboard
  const heading = page.getByRole('heading', { level: 1 })
  await page.keyboard.press('?')
  const list = page.getByRole('dialog')
  expect(await axeFindings(page)).toEqual([])
  await list.getByRole('checkbox', { name: 'Keys without Ctrl or ⌘ do something' }).uncheck()
  await page.keyboard.press('Escape')
  await list.waitFor({ state: 'detached' })
  await page.reload()
  await heading.getByText('Issues').waitFor()
  for (const key of ['g', 'c', '?', '/']) await page.keyboard.press(key)
  // What answers is the last one that was pressed.
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Search and commands' }).waitFor()
  expect(await page.getByRole('dialog').count()).toBe(1)
  expect(new URL(page.url()).pathname).toBe('/dashboard/issues')
  await expectQuiet(dashboard)
})
