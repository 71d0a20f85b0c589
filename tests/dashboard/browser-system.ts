import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Standalone, startStandalone } from '@octometer/standalone'
import { type SimulatedDelivery, simulateWorkload } from '@octometer/testkit'
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

export async function startBrowserSystem(): Promise<BrowserSystem> {
  await using stack = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'octometer-browser-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  const standalone = stack.use(await startStandalone(settings(folder), folder))
  const executablePath = inject('chromiumBin') ?? ''
  const browser = await chromium.launch({ executablePath, args: quiet })
  stack.defer(() => browser.close())
  const { url, webhookSecret, adminKey } = standalone
  const send = async (deliveries: readonly SimulatedDelivery[]) => {
    using sender = createSender(url, webhookSecret ?? '', 16)
    const answers = await sender.sendAll(deliveries.map(asRequest))
    const refused = answers.find(({ status }) => status !== 202)
    if (refused !== undefined) throw new Error(`ingress answered ${refused.status}: ${refused.body}`)
    await standalone.projectors.service.caughtUp()
  }
  await send(withCanaries(history()))
  const owned = stack.move()
  return {
    browser,
    standalone,
    url,
    send,
    async api(path) {
      const answer = await fetch(`${url}${path}`, { headers: { 'x-api-key': adminKey ?? '' } })
      if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
      return (await answer.json()) as Readonly<Record<string, unknown>>
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

function settings(folder: string): Record<string, string> {
  return {
    OCTO_DATA_DIR: join(folder, 'data'),
    OCTO_NATS_SERVER_BIN: inject('natsServerBin') ?? '',
    OCTO_DASHBOARD_DIR: inject('dashboardDir'),
    OCTO_HTTP_PORT: '0',
    OCTO_NATS_PORT: '0',
    OCTO_CLICKHOUSE_PORT: '0',
    OCTO_LOG_LEVEL: 'error',
  }
}

function history(): readonly SimulatedDelivery[] {
  const today = new Date().setUTCHours(0, 0, 0, 0)
  const start = new Date(today - DAYS * 86_400_000)
  return simulateWorkload({ seed: 7, deliveries: HISTORY, start, days: DAYS }).deliveries
}
