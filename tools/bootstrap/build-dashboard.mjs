import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { projectNode } from './install-dependencies.mjs'
import { MachineNotReady } from './machine.mjs'
import { onlyOne } from './only-one.mjs'
import { runQuietly } from './quiet-process.mjs'

/** What the built files are made of; from gateway-api only types. */
const sources = ['packages/dashboard', 'tools/dashboard', 'pnpm-lock.yaml']

/**
 * The folder of the built dashboard, built when its sources are others than the last time. Throws MachineNotReady with
 * what the build said.
 * @param {string} root
 * @param {(line: string) => void} say
 * @returns {Promise<string>}
 */
export async function ensureDashboard(root, say) {
  const built = join(root, '.octometer', 'dashboard')
  const stamp = join(root, '.octometer', 'dashboard.sources')
  const wanted = sourcesHash(root)
  const isBuilt = () =>
    existsSync(join(built, 'index.html')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted
  if (isBuilt()) return built
  const work = async () => {
    if (isBuilt()) return
    say('building the dashboard …')
    await rm(stamp, { force: true })
    await build(root, built)
    await writeFile(stamp, wanted)
  }
  const lock = join(root, '.octometer', 'dashboard.lock')
  await onlyOne(lock, work, (pid) => say(`waiting for process ${pid}, which is building the dashboard …`))
  return built
}

/**
 * A running gateway has read its files already; who reads them now finds all of one build.
 * @param {string} root
 * @param {string} built
 */
async function build(root, built) {
  const fresh = `${built}.${process.pid}`
  await mkdir(fresh, { recursive: true })
  try {
    const program = join(root, 'tools', 'dashboard', 'main.mjs')
    const env = { ...process.env, NODE_ENV: 'production' }
    const { code, output } = await runQuietly(projectNode(root), [program, fresh], { cwd: root, env })
    if (code !== 0) {
      throw new MachineNotReady(
        `${output}\nThe dashboard could not be built: the message above says why. Its sources are in packages/dashboard.`,
      )
    }
    await rm(built, { recursive: true, force: true })
    await rename(fresh, built)
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
}

/** @param {string} root */
function sourcesHash(root) {
  const hash = createHash('sha256')
  for (const file of sources.flatMap((source) => filesUnder(root, source))) {
    hash.update(`\0${file}\0`).update(readFileSync(join(root, file)))
  }
  return hash.digest('hex')
}

/**
 * @param {string} root
 * @param {string} path
 * @returns {string[]}
 */
function filesUnder(root, path) {
  if (path.endsWith('.yaml')) return [path]
  const entries = readdirSync(join(root, path), { withFileTypes: true })
  const kept = entries.filter(({ name }) => name !== 'node_modules' && !name.includes('.test.'))
  return kept
    .flatMap((entry) =>
      entry.isDirectory() ? filesUnder(root, `${path}/${entry.name}`) : [`${path}/${entry.name}`],
    )
    .sort()
}
