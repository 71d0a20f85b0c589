import { defineConfig } from 'vitest/config'
import { findChromium } from './tools/bootstrap/find-chromium.mjs'
import { findNatsServer } from './tools/bootstrap/find-nats-server.mjs'

declare module 'vitest' {
  // What a test asks for with `inject`, so that only this file reads the environment.
  interface ProvidedContext {
    /** Null when there is none on this machine. */
    readonly natsServerBin: string | null
    /** Null when there is none on this machine; what drives it is left out then, and the bootstrap says so. */
    readonly chromiumBin: string | null
    /** Where `npm test` has built the dashboard. */
    readonly dashboardDir: string
    /** Where tests keep for each other what takes long to fill: read models, a month of deliveries; empty at first. */
    readonly keptFolder: string
    /** Servers in Docker containers instead of processes of our own. */
    readonly testContainers: boolean
    /** Of requests that are made at random: the same seed makes the same ones. */
    readonly fuzzSeed: number
    /** How many deliveries the month has on which github-metrics' formulas are recomputed. */
    readonly monthDeliveries: number
    /** How many deliveries arrive while servers of a NATS cluster are killed, paused and cut off; the whole is 5,000. */
    readonly clusterDeliveries: number
  }
}

const everywhere = (suffix: string) =>
  ['packages', 'services', 'tests', 'tools'].map((room) => `${room}/**/*.${suffix}`)

const chromiumBin = findChromium(process.env)
const browserTests = 'tests/dashboard/**'
// Empty: the bootstrap has found that this machine has no Docker engine, and said so.
const imageTests = process.env.OCTO_TEST_IMAGES === '' ? ['tests/compose/**'] : []
const monthTests = 'tests/dashboard/month/*.e2e.test.ts'
// They read what a process counts of itself: one that ran other tests before has counted more.
const readsProcess = ['packages/telemetry', 'packages/service-kit', 'packages/github-client'].map(
  (room) => `${room}/**/*.test.ts`,
)
// What is waited for comes when the machine has time for it, beside whatever else runs.
const polling = { expect: { poll: { timeout: 20_000 } } }
const costly = [...everywhere('int.test.ts'), ...everywhere('e2e.test.ts')]
const wholeSystem = { ...polling, testTimeout: 300_000, hookTimeout: 120_000, pool: 'forks' as const }
const keptFolder = { globalSetup: ['tests/support/kept-folder.ts'] }
const withBrowser = chromiumBin === null ? [browserTests] : []

// The cost of a test is in its name: pure, with real servers, with all services. The cheap ones go first.
export default defineConfig({
  test: {
    reporters: ['default'],
    provide: {
      natsServerBin: findNatsServer(import.meta.dirname, process.env),
      chromiumBin,
      dashboardDir: process.env.OCTO_DASHBOARD_DIR ?? `${import.meta.dirname}/.octometer/dashboard`,
      testContainers: process.env.OCTO_TEST_CONTAINERS === '1',
      fuzzSeed: Number(process.env.OCTO_FUZZ_SEED ?? 20_260_304),
      monthDeliveries: Number(process.env.OCTO_MONTH_DELIVERIES ?? 1300),
      clusterDeliveries: Number(process.env.OCTO_CLUSTER_DELIVERIES ?? 1500),
    },
    projects: [
      {
        // Two threads for all of them: loading the code anew for each file takes three times as long as the tests.
        test: {
          name: 'unit',
          include: everywhere('test.ts'),
          exclude: [...costly, ...readsProcess, '**/node_modules/**'],
          pool: 'threads',
          isolate: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'unit alone',
          include: readsProcess,
          exclude: [...costly, '**/node_modules/**'],
          pool: 'threads',
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'int',
          include: everywhere('int.test.ts'),
          exclude: ['**/node_modules/**'],
          ...polling,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // A process each: an engine that does not end is one file's fault, and not that of all after it.
          pool: 'forks',
          maxWorkers: 2,
          ...keptFolder,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: everywhere('e2e.test.ts'),
          exclude: ['**/node_modules/**', monthTests, ...withBrowser, ...imageTests],
          ...wholeSystem,
          ...keptFolder,
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
      {
        // One process for all of them, and so one system and one browser.
        test: {
          name: 'month',
          include: [monthTests],
          exclude: ['**/node_modules/**', ...withBrowser],
          ...wholeSystem,
          ...keptFolder,
          fileParallelism: false,
          isolate: false,
          sequence: { groupOrder: 4 },
        },
      },
    ],
  },
})
