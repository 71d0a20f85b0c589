import { expect } from 'vitest'
import { test } from '../month-test.ts'
import {
  axeFindings,
  expectFits,
  expectQuiet,
  keepScreenshot,
  looks,
  type OpenedDashboard,
  openPage,
} from '../open-dashboard.ts'

interface Looked {
  /** As the pictures are called. */
  readonly name: string
  readonly path: string
  /** What is there when the page is ready to be looked at. */
  readonly shows: (page: OpenedDashboard['page']) => { waitFor(): Promise<void> }
}

/** In light, in the dark and on a phone: it fits, axe finds nothing, and the browser has nothing to complain of. */
export function testLooks(title: string, { name, path, shows }: Looked): void {
  test.for(Object.keys(looks) as (keyof typeof looks)[])(`${title}: %s`, async (look, { system }) => {
    await using dashboard = await openPage(system, path, { look })
    const { page } = dashboard
    await shows(page).waitFor()
    // An alert that has just begun is told in a corner, and gone after some seconds.
    await page.locator('[data-tone][role="dialog"]').first().waitFor({ state: 'detached' })
    await expectFits(page)
    await keepScreenshot(page, `${name}-${look}`)
    expect(await axeFindings(page)).toEqual([])
    await expectQuiet(dashboard)
  })
}

/** The last 30 days up to this minute, as a part of an address. */
export function month(): string {
  const until = Math.floor(Date.now() / 60_000) * 60_000
  return `since=${new Date(until - 30 * 86_400_000).toISOString()}&until=${new Date(until).toISOString()}`
}
