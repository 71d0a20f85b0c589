import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Standalone, startStandalone } from '@octometer/standalone'
import { copyKept, type SimulatedDelivery, simulateWorkload } from '@octometer/testkit'
import { type Browser, chromium } from 'playwright-core'
import { inject } from 'vitest'
import { asRequest } from '../support/run-workload.ts'
import { createSender } from '../support/send.ts'
import { withCanaries } from './canaries.ts'

const DAYS = 30
const HISTORY = 1200

/** The whole system with a month of history in it, and a browser. One for all tests of a file. */
export interface BrowserSystem extends AsyncDisposable {
  readonly browser: Browser
  readonly standalone: Standalone
  readonly url: string
  /** Sends deliveries through ingress and waits until every read model has them. */
  send(deliveries: readonly SimulatedDelivery[]): Promise<void>
  /** What the API answers to the admin. */
  api(path: string): Promise<Readonly<Record<string, unknown>>>
}

// Without these, Chromium asks the network for things of its own.
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** `more` are settings beside those that a browser needs. Without its month of history nothing has ever arrived. */
export async function startBrowserSystem(
  more: Readonly<Record<string, string>> = {},
  { isNew = false } = {},
): Promise<BrowserSystem> {
  await using stack = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'octometer-browser-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  // Another file of teams is another generation of read models, which the kept ones would only be in the way of.
  const isKept = !isNew && more.OCTO_TEAMS_FILE === undefined
  if (isKept) await copyKept('month', dataDir(folder), fillWithMonth)
  const standalone = stack.use(await startStandalone({ ...settings(folder), ...more }, folder))
  const executablePath = inject('chromiumBin') ?? ''
  const browser = await chromium.launch({ executablePath, args: quiet })
  stack.defer(() => browser.close())
  const { url, adminKey } = standalone
  if (!isNew && !isKept) await sendTo(standalone, withCanaries(history()))
  const owned = stack.move()
  return {
    browser,
    standalone,
    url,
    send: (deliveries) => sendTo(standalone, deliveries),
    async api(path) {
      const answer = await fetch(`${url}${path}`, { headers: { 'x-api-key': adminKey ?? '' } })
      if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
      return (await answer.json()) as Readonly<Record<string, unknown>>
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

async function sendTo(standalone: Standalone, deliveries: readonly SimulatedDelivery[]): Promise<void> {
  using sender = createSender(standalone.url, standalone.webhookSecret ?? '', 16)
  const answers = await sender.sendAll(deliveries.map(asRequest))
  const refused = answers.find(({ status }) => status !== 202)
  if (refused !== undefined) throw new Error(`ingress answered ${refused.status}: ${refused.body}`)
  await standalone.projectors.service.caughtUp()
}

/** Leaves a data folder in the folder that has the month in it. */
async function fillWithMonth(folder: string): Promise<string> {
  await using standalone = await startStandalone(settings(folder), folder)
  await sendTo(standalone, withCanaries(history()))
  return dataDir(folder)
}

const dataDir = (folder: string) => join(folder, 'data')

function settings(folder: string): Record<string, string> {
  return {
    OCTO_DATA_DIR: dataDir(folder),
    OCTO_NATS_SERVER_BIN: inject('natsServerBin') ?? '',
    OCTO_DASHBOARD_DIR: inject('dashboardDir'),
    OCTO_HTTP_PORT: '0',
    OCTO_NATS_PORT: '0',
    OCTO_CLICKHOUSE_PORT: '0',
    OCTO_LOG_LEVEL: 'error',
  }
}

/** What is in it from the beginning. */
export function history(): readonly SimulatedDelivery[] {
  const today = new Date().setUTCHours(0, 0, 0, 0)
  const start = new Date(today - DAYS * 86_400_000)
  return simulateWorkload({ seed: 7, deliveries: HISTORY, start, days: DAYS }).deliveries
}
