import { join } from 'node:path'
import type { Surroundings } from '../benchmark.ts'
import { generationOf, openOrganisation } from '../organisation/fill-organisation.ts'
import { declareConsumers, untilMerged } from '../query/prepare-dataset.ts'
import { UsageError } from '../settings.ts'
import { runProgram } from '../system/program.ts'
import { scratchFolder } from '../system/scratch-folder.ts'
import { BENCH_KEY, startGatewayProcess } from '../system/services.ts'
import { startTopology, type Topology } from '../system/topology.ts'
import { type Chromium, startChromium } from './chromium.ts'
import { found, type Tab } from './tab.ts'

/** The gateway with the dashboard, a million deliveries behind it, and a browser before it. */
export interface DashboardTopology extends AsyncDisposable {
  readonly topology: Topology
  readonly chromium: Chromium
  /** The address of the dashboard, without a slash at its end. */
  readonly url: string
  readonly gatewayPid: number
  /** The time of the deliveries, as a page's address takes it. */
  readonly range: string
}

export const DELIVERIES = 1_000_000
const DAYS = 30

export async function startDashboard(surroundings: Surroundings): Promise<DashboardTopology> {
  const { root, now, say, chromiumBin } = surroundings
  if (chromiumBin === null)
    throw new UsageError('dashboard needs Chromium: install it, or name it by OCTO_CHROMIUM_BIN')
  await using stack = new AsyncDisposableStack()
  const scratch = stack.use(await scratchFolder())
  const files = join(scratch.path, 'dashboard')
  await runProgram({ folder: root, args: ['tools/dashboard/main.mjs', files] })
  const kept = { name: 'dashboard', deliveries: DELIVERIES, days: DAYS }
  const folder = await openOrganisation(root, kept, now)
  const topology = stack.use(await startTopology(surroundings, folder.path))
  await folder.fill(topology.store, say)
  await untilMerged(topology.store, topology.access)
  await declareConsumers(topology, (projection) => generationOf(projection, folder.organisation))
  const gateway = stack.use(
    await startGatewayProcess(topology, {
      OCTO_DASHBOARD_DIR: files,
      OCTO_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    }),
  )
  const chromium = stack.use(await startChromium(chromiumBin, join(scratch.path, 'profile')))
  const { until } = folder.organisation
  const since = new Date(until.getTime() - DAYS * 86_400_000)
  const owned = stack.move()
  return {
    topology,
    chromium,
    url: `${gateway.url}/dashboard`,
    gatewayPid: gateway.pid,
    range: `since=${since.toISOString()}&until=${until.toISOString()}`,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** Signs in as who only looks. */
export async function signIn(tab: Tab, url: string): Promise<void> {
  await tab.goTo(`${url}/sign-in`)
  await tab.press(found('form input'))
  await tab.write(BENCH_KEY)
  await tab.press(found('form button:not(:disabled)'))
  await tab.until(found('#main'))
}
