import { expect } from 'vitest'
import { test } from '../month-test.ts'
import { axeFindings, expectQuiet, openPage, settled } from '../open-dashboard.ts'
import { month, testLooks } from './test-looks.ts'

testLooks('deployments look right', {
  name: 'deployments',
  path: '/deployments?range=30d&source=merges',
  shows: (page) => page.locator('canvas').first(),
})

interface Metrics {
  readonly deployment_frequency: { readonly deployments: number }
  readonly lead_time_for_changes: { readonly changes: number; readonly median_seconds: number }
  readonly change_failure_rate: { readonly rate: number; readonly failed: number; readonly finished: number }
}

const percent = (value: number) =>
  `${Number.isInteger(value * 100) ? value * 100 : (value * 100).toFixed(1)} %`

test('the five metrics are those that the API answers, and what is unknown says why', async ({ system }) => {
  const range = month()
  await using dashboard = await openPage(system, `/deployments?${range}`)
  const { page } = dashboard
  const metrics = (await system.api(`/api/v1/dora?${range}`)).metrics as Metrics
  const { deployment_frequency, lead_time_for_changes: lead, change_failure_rate: failures } = metrics
  const tile = (label: string) => page.locator(`[data-stat="${label}"]`)
  expect(deployment_frequency.deployments).toBeGreaterThan(0)
  await tile('Deployment frequency').getByText(`${deployment_frequency.deployments} succeeded`).waitFor()
  expect(await tile('Lead time for changes').locator('[data-value]').textContent()).toBe(
    `${Number((lead.median_seconds / 86_400).toFixed(1))}d`,
  )
  await tile('Lead time for changes').getByText(`median of ${lead.changes}`).waitFor()
  expect(await tile('Change failure rate').locator('[data-value]').textContent()).toBe(percent(failures.rate))
  await tile('Change failure rate').getByText(`${failures.failed} of ${failures.finished} finished`).waitFor()
  await page.getByLabel('A deployment is').selectOption('merges')
  await page.waitForURL((url) => url.searchParams.get('source') === 'merges')
  await page.reload()
  await settled(page)
  const merges = (await system.api(`/api/v1/dora?source=merges&${range}`)).metrics as Metrics
  expect(merges.deployment_frequency.deployments).not.toBe(deployment_frequency.deployments)
  await tile('Deployment frequency')
    .getByText(`${merges.deployment_frequency.deployments} succeeded`)
    .waitFor()
  await page.getByLabel('A deployment is').selectOption('releases')
  await tile('Recovery time').getByText('No hotfix was ever seen.').waitFor()
  expect(await tile('Recovery time').locator('[data-value]').textContent()).toBe('–')
  await expectQuiet(dashboard)
})

interface Deployment {
  readonly id: number
  readonly repository: string
  readonly production: boolean
  readonly statuses: readonly { readonly state: string }[]
}

test('a deployment is found among those to production and opens into its statuses', async ({ system }) => {
  const range = month()
  await using dashboard = await openPage(system, `/deployments?${range}`)
  const { page } = dashboard
  await page.getByLabel('Environments').selectOption('Production')
  await page.waitForURL((url) => url.searchParams.get('production') === 'true')
  await settled(page)
  const told = (await system.api(`/api/v1/deployments?production=true&${range}`)).data as Deployment[]
  const rows = page.getByRole('table', { name: 'Deployments', exact: true }).locator('tr[aria-rowindex]')
  await expect.poll(() => rows.count()).toBe(told.length)
  expect(await rows.locator('td:nth-child(1)').allTextContents()).toEqual(told.map((each) => each.repository))
  const at = told.findIndex(({ statuses }) => statuses.length > 1)
  await rows.nth(at).click()
  const shown = page.getByRole('dialog').getByRole('list', { name: 'Statuses, oldest first' }).locator('li')
  await shown.first().waitFor()
  expect(await shown.locator('> span:first-child').allTextContents()).toEqual(
    told[at]?.statuses.map(({ state }) => state.replaceAll('_', ' ')),
  )
  await page.reload()
  await page.getByRole('dialog').getByText(`Deployment ${told[at]?.id}`).waitFor()
  expect(await axeFindings(page)).toEqual([])
  await expectQuiet(dashboard)
})
