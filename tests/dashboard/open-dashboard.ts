import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { BrowserSystem } from './browser-system.ts'

const require = createRequire(import.meta.url)
const screenshots = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url))

export const looks = {
  light: { width: 1440, height: 900, colorScheme: 'light' },
  dark: { width: 1440, height: 900, colorScheme: 'dark' },
  phone: { width: 390, height: 844, colorScheme: 'light' },
} as const

export interface OpenedDashboard extends AsyncDisposable {
  readonly page: Page
  /** What the browser complained of since it was opened: errors, warnings of the policy, broken scripts. */
  readonly complaints: readonly string[]
}

/** A browser's window in which somebody has signed in by the link that standalone prints. */
export async function openDashboard(
  { browser, standalone }: BrowserSystem,
  look: keyof typeof looks = 'light',
): Promise<OpenedDashboard> {
  const dashboard = await openWindow(browser, look)
  await dashboard.page.goto(standalone.signInUrl())
  await dashboard.page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
  return dashboard
}

interface Opening {
  readonly look?: keyof typeof looks
  /** Whose eyes it is seen with; the admin's unless given. */
  readonly key?: string
}

/** A window of somebody who has signed in with a key, at no page yet: who goes to another loads no Overview before. */
export async function openSignedIn(
  system: BrowserSystem,
  { look = 'light', key = system.standalone.adminKey ?? '' }: Opening = {},
): Promise<OpenedDashboard> {
  const dashboard = await openWindow(system.browser, look)
  const { request } = dashboard.page.context()
  const { origin } = new URL(system.url)
  const signedIn = await request.post(`${system.url}/auth/session`, { data: { key }, headers: { origin } })
  expect(signedIn.status()).toBe(200)
  return dashboard
}

/** The same at a page of the dashboard such as `/ci?range=30d`. */
export async function openPage(
  system: BrowserSystem,
  path: string,
  opening: Opening = {},
): Promise<OpenedDashboard> {
  const dashboard = await openSignedIn(system, opening)
  await goTo(system, dashboard, path)
  return dashboard
}

async function openWindow(browser: Browser, look: keyof typeof looks): Promise<OpenedDashboard> {
  const { colorScheme, ...viewport } = looks[look]
  const context = await browser.newContext({ viewport, colorScheme, locale: 'en-GB', timezoneId: 'UTC' })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    // That the machine has another network interface than before is nothing that a page could help.
    const isOurs = !message.text().includes('ERR_NETWORK_CHANGED')
    if (isOurs && ['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  return { page, complaints, [Symbol.asyncDispose]: () => context.close() }
}

/** Goes to a page of the dashboard by its address, such as `/pull-requests?range=30d`, and waits until it is quiet. */
export async function goTo({ url }: BrowserSystem, { page }: OpenedDashboard, path: string): Promise<void> {
  await page.goto(`${url}/dashboard${path}`)
  await settled(page)
}

/** Waits until nothing on the page is being fetched for the first time. */
export async function settled(page: Page): Promise<void> {
  // A panel that is open hides the page behind it from roles.
  await page.locator('#main').waitFor()
  await page.locator('body:not(:has([role="status"][aria-label="Loading"]))').waitFor()
}

interface AxeResults {
  readonly violations: readonly {
    readonly id: string
    readonly nodes: readonly { readonly html: string }[]
  }[]
}

/** What axe finds against WCAG 2.2 AA, as one line each. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  await page.evaluate(await readFile(require.resolve('axe-core/axe.min.js'), 'utf8'))
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
  const results: AxeResults = await page.evaluate(`axe.run({ runOnly: ${JSON.stringify(tags)} })`)
  return results.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}

/** Nothing was complained of, and no canary ran. */
export async function expectQuiet({ page, complaints }: OpenedDashboard): Promise<void> {
  expect(complaints).toEqual([])
  expect(await page.evaluate('window.canary')).toBeUndefined()
}

/** Nothing stands out of the window to the right. */
export async function expectFits(page: Page): Promise<void> {
  const excess = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
  expect(await page.evaluate(excess)).toBe(0)
}

/** Keeps how a page looks, where the documentation shows it. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${screenshots}${name}.png`, animations: 'disabled' })
}
