import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { atLeast, MachineNotReady, readVersion } from './machine.mjs'
import { onlyOne } from './only-one.mjs'
import { runQuietly } from './quiet-process.mjs'

/** @type {import('./machine.mjs').Version} */
const neededNode = [24, 0, 0]

/**
 * The Node 24 that the npm package `node` unpacks. Not `.bin/node`: that is a shell script, which would swallow signals.
 * @param {string} root
 */
export const projectNode = (root) =>
  join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

/**
 * Installs what pnpm-lock.yaml names, unless exactly that is installed already.
 * @param {string} root
 * @param {(line: string) => void} say
 */
export async function installDependencies(root, say) {
  const stamp = join(root, 'node_modules', '.octometer-installed')
  const wanted = fingerprint(root)
  const installed = () =>
    existsSync(stamp) && existsSync(projectNode(root)) && readFileSync(stamp, 'utf8') === wanted
  if (installed()) return
  const lock = join(root, '.octometer', 'install.lock')
  const work = async () => {
    if (installed()) return
    say('installing dependencies (once; about a minute on a new machine) …')
    await pnpmInstall(root)
    await requireProjectNode(root)
    writeFileSync(stamp, wanted)
  }
  await onlyOne(lock, work, (pid) => say(`waiting for process ${pid}, which is installing dependencies …`))
}

/**
 * A hash of everything that decides what an installation contains.
 * @param {string} root
 */
export function fingerprint(root) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`)
  for (const file of filesThatDecide(root)) {
    hash.update(`\0${file}\0`).update(readFileSync(join(root, file)))
  }
  return hash.digest('hex')
}

/** @param {string} root */
function filesThatDecide(root) {
  const workspaces = ['packages', 'services'].flatMap((room) =>
    readdirSync(join(root, room)).map((name) => `${room}/${name}`),
  )
  const manifests = ['tests', 'bench', ...workspaces.sort()].map((folder) => `${folder}/package.json`)
  const files = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests]
  return files.filter((file) => existsSync(join(root, file)))
}

/** @param {string} root */
async function pnpmInstall(root) {
  /** @type {{ packageManager: string }} */
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const { code, output } = await runQuietly(
    'npx',
    ['--yes', packageManager, 'install', '--frozen-lockfile'],
    {
      cwd: root,
      env: installEnvironment(process.env),
    },
  )
  if (code === 0) return
  throw new MachineNotReady(
    `${output}\nThe dependencies could not be installed: \`npx --yes ${packageManager} install --frozen-lockfile\` failed with the message above. It needs npm and a way to its registry.`,
  )
}

/**
 * What an outer `npm run` says about itself must not reach the inner one, a production setting would leave out
 * the tools, and without a person at the keyboard pnpm may not ask questions.
 * @param {NodeJS.ProcessEnv} own
 * @returns {NodeJS.ProcessEnv}
 */
export function installEnvironment(own) {
  const dropped =
    /^(npm_lifecycle_|npm_package_|npm_config_(local_prefix|omit|production|only|global)$|NODE_ENV$|NODE_OPTIONS$)/i
  const kept = Object.entries(own).filter(([name]) => !dropped.test(name))
  return { ...Object.fromEntries(kept), CI: 'true' }
}

/** @param {string} root */
async function requireProjectNode(root) {
  const { output } = await runQuietly(projectNode(root), ['--version'])
  const version = readVersion(output)
  if (version !== null && atLeast(version, neededNode)) return
  throw new MachineNotReady(
    `The npm package \`node\` did not bring Node.js ${neededNode[0]} (${output.trim()}): it is unpacked by an install script, so npm's setting ignore-scripts must be off; this platform is ${process.platform} ${process.arch}.`,
  )
}
