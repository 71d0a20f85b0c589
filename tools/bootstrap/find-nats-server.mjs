import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { delimiter, dirname, isAbsolute, join } from 'node:path'
import { atLeast, howToGetNatsServer, MachineNotReady, readVersion } from './machine.mjs'
import { natsServerFromDebian } from './nats-from-debian.mjs'
import { natsServerFromRelease, pinnedRelease } from './nats-from-release.mjs'
import { onlyOne } from './only-one.mjs'

// Atomic batches came with 2.12.
/** @type {import('./machine.mjs').Version} */
const oldest = [2, 12, 0]
const wantedText = `${oldest[0]}.${oldest[1]}`
const programName = process.platform === 'win32' ? 'nats-server.exe' : 'nats-server'

/** @param {string} root */
const ownCopy = (root) => join(root, '.octometer', 'tools', programName)

/**
 * A nats-server that is already on this machine: the one that OCTO_NATS_SERVER_BIN names, on PATH, fetched earlier for
 * this clone, or for another clone of the same user. Null when there is none.
 * Throws MachineNotReady when OCTO_NATS_SERVER_BIN names something that will not do.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | null}
 */
export function findNatsServer(root, env) {
  const named = env.OCTO_NATS_SERVER_BIN
  if (named !== undefined && named !== '') {
    if (isNewEnough(named)) return named
    throw new MachineNotReady(
      `OCTO_NATS_SERVER_BIN is ${named}, which is not a nats-server ${wantedText} or newer: correct it or unset it.`,
    )
  }
  const onPath = (env.PATH ?? '').split(delimiter).filter(isAbsolute)
  const places = [...onPath.map((folder) => join(folder, programName)), ownCopy(root), sharedCopy(env) ?? '']
  return places.find((place) => existsSync(place) && isNewEnough(place)) ?? null
}

/**
 * As findNatsServer, and fetches one where there is none. Throws MachineNotReady when that cannot be done here.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @param {(line: string) => void} say
 */
export async function ensureNatsServer(root, env, say) {
  const found = findNatsServer(root, env)
  if (found !== null) return found === sharedCopy(env) ? keepOwnCopy(found, root) : found
  const fetchIt = async () => {
    const meanwhile = findNatsServer(root, env)
    if (meanwhile !== null) return meanwhile
    say('fetching nats-server (once) …')
    const keep = async (/** @type {string} */ program) =>
      isNewEnough(program) && keepCopies(program, root, env)
    const release = pinnedRelease(process.platform, process.arch)
    const fetched =
      (release !== null && (await natsServerFromRelease(release, keep))) || (await natsServerFromDebian(keep))
    if (!fetched) throw new MachineNotReady(howToGetNatsServer(process.platform, wantedText))
    return ownCopy(root)
  }
  const lock = join(root, '.octometer', 'nats-server.lock')
  return await onlyOne(lock, fetchIt, (pid) =>
    say(`waiting for process ${pid}, which is fetching nats-server …`),
  )
}

/** @param {string} program */
function isNewEnough(program) {
  const { stdout } = spawnSync(program, ['--version'], { encoding: 'utf8', timeout: 10_000 })
  const version = readVersion(stdout ?? '')
  return version !== null && atLeast(version, oldest)
}

/**
 * Where a second clone finds what the first one fetched; null for a user without a home.
 * @param {NodeJS.ProcessEnv} env
 */
function sharedCopy(env) {
  const caches = env.XDG_CACHE_HOME || (env.HOME && join(env.HOME, '.cache'))
  return caches ? join(caches, 'octometer', programName) : null
}

/**
 * @param {string} program
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 */
function keepCopies(program, root, env) {
  keepOwnCopy(program, root)
  const shared = sharedCopy(env)
  try {
    if (shared !== null) copyWhole(program, shared)
  } catch {
    // A home folder that cannot be written only means that the next clone fetches again.
  }
  return true
}

/**
 * Where this clone's programs find it whoever starts them.
 * @param {string} program
 * @param {string} root
 */
function keepOwnCopy(program, root) {
  copyWhole(program, ownCopy(root))
  return ownCopy(root)
}

/**
 * A reader finds the whole program or none: it is copied under another name first.
 * @param {string} from
 * @param {string} to
 */
function copyWhole(from, to) {
  mkdirSync(dirname(to), { recursive: true })
  const unfinished = `${to}.${process.pid}`
  try {
    copyFileSync(from, unfinished)
    chmodSync(unfinished, 0o755)
    renameSync(unfinished, to)
  } finally {
    rmSync(unfinished, { force: true })
  }
}
