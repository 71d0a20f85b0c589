import { expect } from 'vitest'
import { test } from '../month-test.ts'
import { axeFindings, expectQuiet, keepScreenshot, openPage } from '../open-dashboard.ts'
import { testLooks } from './test-looks.ts'

interface Delivery {
  readonly guid: string
  readonly event: string
}

testLooks('deliveries look right', {
  name: 'deliveries',
  path: '/deliveries?range=30d',
  shows: (page) => page.getByRole('table', { name: 'Deliveries' }),
})

test('an event is filtered by the server: the table shows what the API lists', async ({ system }) => {
  const { data } = await system.api('/api/v1/deliveries?event=push&limit=5')
  const listed = data as Delivery[]
  await using dashboard = await openPage(system, '/deliveries?event=push')
  const { page } = dashboard
  const events = page.getByRole('table', { name: 'Deliveries' }).locator('tbody tr td:nth-child(2)')
  await events.first().waitFor()
  expect(listed.length).toBe(5)
  expect(new Set(await events.allTextContents())).toEqual(new Set(['push']))
})

test('a delivery shows its outcomes and payload, and is replayed without changing a count', async ({
  system,
}) => {
  const { data } = await system.api('/api/v1/deliveries?event=pull_request&limit=1')
  const [{ guid }] = data as [Delivery]
  const detail = (await system.api(`/api/v1/deliveries/${guid}`)) as {
    outcomes: { outcome: string }[]
    payload: Record<string, unknown>
  }
  const before = await system.api('/api/v1/counters?window=all')
  await using dashboard = await openPage(system, `/deliveries?open=${guid}`)
  const { page } = dashboard
  const panel = page.getByRole('dialog')
  const handled = detail.outcomes.filter(({ outcome }) => outcome !== 'unhandled')
  await panel.getByRole('list', { name: 'Payload' }).waitFor()
  expect(await panel.locator('tbody tr').count()).toBe(handled.length)
  expect(await panel.getByRole('list', { name: 'Payload' }).locator('> li').count()).toBe(
    Object.keys(detail.payload).length,
  )
  await panel.getByRole('button', { name: /^pull_request ?\d+ fields/ }).click()
  await panel.getByText('html_url').first().waitFor()
  await keepScreenshot(page, 'delivery-light')
  expect(await axeFindings(page)).toEqual([])
  await panel.getByRole('button', { name: 'Replay' }).click()
  await page.getByText('It goes through the projections again').first().waitFor()
  await system.standalone.projectors.service.caughtUp()
  const after = await system.api('/api/v1/counters?window=all')
  expect(after.counters).toEqual(before.counters)
  await expectQuiet(dashboard)
})

test('a viewer sees everything and replays nothing', async ({ system }) => {
  const { adminKey } = system.standalone
  const made = await fetch(`${system.url}/api/v1/keys`, {
    method: 'POST',
    headers: { 'x-api-key': adminKey ?? '', 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'looker', role: 'viewer' }),
  })
  const { key } = (await made.json()) as { key: string }
  const context = await system.browser.newContext()
  const page = await context.newPage()
  await page.goto(`${system.url}/dashboard/deliveries`)
  await page.getByLabel('API key or token').fill(key)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('looker').first().waitFor()
  const { data } = await system.api('/api/v1/deliveries?limit=1')
  const [{ guid }] = data as [Delivery]
  await page.goto(`${system.url}/dashboard/deliveries?open=${guid}`)
  await page.getByRole('button', { name: 'Copy JSON' }).waitFor()
  expect(await page.getByRole('button', { name: 'Replay' }).count()).toBe(0)
  await fetch(`${system.url}/api/v1/keys/looker`, {
    method: 'DELETE',
    headers: { 'x-api-key': adminKey ?? '' },
  })
  await page.reload()
  // The key is gone, and the session with it.
  await page.getByRole('heading', { name: 'Sign in to Octometer' }).waitFor()
  await context.close()
})
