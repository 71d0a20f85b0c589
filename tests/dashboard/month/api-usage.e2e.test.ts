import { simulateWorkload } from '@octometer/testkit'
import { expect } from 'vitest'
import type { BrowserSystem } from '../browser-system.ts'
import { test } from '../month-test.ts'
import { expectQuiet, openPage } from '../open-dashboard.ts'
import { testLooks } from './test-looks.ts'

const HOUR = 3_600_000
const CALLS = 3_000
/** Calls of a day and a half, the last of them just now. */
const start = new Date(Date.now() - 36 * HOUR)
const { apiCalls } = simulateWorkload({ seed: 3, deliveries: 50, start, days: 1.5, apiCalls: CALLS })

interface Group {
  readonly calls: number
  readonly cost: number | null
  readonly route?: string
}

const until = Math.ceil(Date.now() / HOUR) * HOUR
const range = `since=${new Date(until - 48 * HOUR).toISOString()}&until=${new Date(until).toISOString()}`

const usage = async (system: BrowserSystem, by: string) =>
  (await system.api(`/api/v1/api-usage?${range}&group_by=${by}&limit=1000`)).data as Group[]

test.beforeAll(async ({ system }) => {
  const { adminKey, projectors } = system.standalone
  for (let first = 0; first < apiCalls.length; first += 500) {
    const lines = apiCalls.slice(first, first + 500).map((call) => JSON.stringify(call))
    const answer = await fetch(`${system.url}/api/v1/api-calls`, {
      method: 'POST',
      headers: { 'x-api-key': adminKey ?? '', 'content-type': 'application/x-ndjson' },
      body: lines.join('\n'),
    })
    expect(answer.status).toBe(202)
  }
  await projectors.service.caughtUp()
})

testLooks('API usage looks right', {
  name: 'api-usage',
  path: `/api-usage?${range}`,
  shows: (page) => page.locator('canvas').nth(1),
})

test('who spends and what is left are what the API answers, and what was reported', async ({ system }) => {
  await using dashboard = await openPage(system, `/api-usage?${range}`)
  const { page } = dashboard
  const { data } = await system.api('/api/v1/rate-limits')
  const limits = data as { resource: string; limit: number; remaining: number }[]
  const rows = page.getByRole('table', { name: 'Limits' }).locator('tbody tr')
  await rows.first().waitFor()
  expect(limits.length).toBeGreaterThan(1)
  const column = (place: number) => rows.locator(`td:nth-child(${place})`).allTextContents()
  expect(await column(2)).toEqual(limits.map(({ resource }) => resource))
  expect(await column(3)).toEqual(limits.map(({ remaining }) => remaining.toLocaleString('en')))
  expect(await column(4)).toEqual(limits.map(({ limit }) => limit.toLocaleString('en')))
  const groups = await usage(system, 'cached')
  const calls = groups.reduce((sum, group) => sum + group.calls, 0)
  const cost = groups.reduce((sum, group) => sum + (group.cost ?? 0), 0)
  expect(calls).toBe(CALLS)
  const tile = (label: string) => page.locator(`[data-stat="${label}"] [data-value]`).textContent()
  expect(await tile('Calls')).toBe(calls.toLocaleString('en'))
  expect(await tile('Cost')).toBe(cost.toLocaleString('en'))
  const bars = page.getByRole('region', { name: 'By route' }).getByRole('listitem')
  const routes = (await usage(system, 'route')).slice(0, 3)
  for (const [index, { route = '', calls: made }] of routes.entries()) {
    const text = await bars.nth(index).textContent()
    expect([text?.startsWith(route), text?.endsWith(made.toLocaleString('en'))]).toEqual([true, true])
  }
  await expectQuiet(dashboard)
})
