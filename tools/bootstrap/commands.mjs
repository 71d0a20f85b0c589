/**
 * @typedef {object} Command
 * @property {readonly string[]} target what Node 24 runs, before the user's own arguments; paths from the root
 * @property {boolean} nats whether a nats-server must be there
 * @property {true} [anywhere] it runs in the folder that the person is in, with paths of its own
 * @property {boolean} [dashboard] whether the dashboard is served
 * @property {boolean} [browser] whether a browser is driven
 * @property {boolean} [images] whether images are built and run
 */

const preload = ['--import', './packages/telemetry/src/preload.ts']

/** What the root's npm scripts run. @type {ReadonlyMap<string, Command>} */
export const commands = new Map([
  ['start', { target: [...preload, 'services/standalone/src/main.ts'], nats: true, dashboard: true }],
  ['demo', { target: [...preload, 'tools/demo/main.ts'], nats: true, dashboard: true }],
  [
    'test',
    {
      target: ['node_modules/vitest/vitest.mjs', 'run'],
      nats: true,
      dashboard: true,
      browser: true,
      images: true,
    },
  ],
  ['test:crash', { target: ['tests/crash/main.ts'], nats: true }],
  ['check', { target: ['tools/check/main.ts'], nats: false }],
  ['octometer', { target: ['packages/cli/src/main.ts'], nats: false, anywhere: true }],
  ['bench', { target: ['bench/main.ts'], nats: true, browser: true }],
])
