import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureDashboard } from './build-dashboard.mjs'
import { commands } from './commands.mjs'
import { ensureChromium } from './find-chromium.mjs'
import { ensureDocker } from './find-docker.mjs'
import { ensureNatsServer } from './find-nats-server.mjs'
import { handOver } from './hand-over.mjs'
import { installDependencies, projectNode } from './install-dependencies.mjs'
import { MachineNotReady, requireNode } from './machine.mjs'

// The way from a bare machine (Node 20, npm, nothing installed) to any of the root's npm scripts. It is plain
// JavaScript because it runs before Node 24 and the dependencies are there.

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const say = (/** @type {string} */ line) => process.stderr.write(`octometer: ${line}\n`)

/**
 * @param {string} name
 * @param {readonly string[]} args
 */
async function prepareAndRun(name, args) {
  const command = commands.get(name)
  if (command === undefined) {
    throw new MachineNotReady(`There is no command "${name}"; there are ${[...commands.keys()].join(', ')}.`)
  }
  requireNode(process.version)
  await installDependencies(root, say)
  const node = projectNode(root)
  /** @type {NodeJS.ProcessEnv} */
  const env = {
    // Compiled code is kept: the second start is quicker and holds less memory.
    NODE_COMPILE_CACHE: join(root, '.octometer', 'compile-cache'),
    ...process.env,
    PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`,
  }
  if (command.dashboard) env.OCTO_DASHBOARD_DIR ??= await ensureDashboard(root, say)
  if (command.browser) env.OCTO_CHROMIUM_BIN = await ensureChromium(process.env, say)
  if (command.images) env.OCTO_TEST_IMAGES = ensureDocker(process.env, say)
  if (command.nats) env.OCTO_NATS_SERVER_BIN = await ensureNatsServer(root, process.env, say)
  const place = command.anywhere === true ? process.cwd() : root
  const target = command.anywhere === true ? command.target.map((path) => join(root, path)) : command.target
  handOver(node, [...target, ...args], { cwd: place, env })
}

try {
  const [name = '', ...args] = process.argv.slice(2)
  await prepareAndRun(name, args)
} catch (error) {
  if (!(error instanceof MachineNotReady)) throw error
  say(error.message)
  process.exitCode = 1
}
