/** @typedef {readonly [major: number, minor: number, patch: number]} Version */

/** What the machine lacks, as one sentence for the person in front of it. */
export class MachineNotReady extends Error {
  /** @override */
  name = 'MachineNotReady'
  code = /** @type {const} */ ('machine_not_ready')
}

/**
 * The first `1.2.3` in a text such as `nats-server: v2.15.1`; null when there is none.
 * @param {string} text
 * @returns {Version | null}
 */
export function readVersion(text) {
  const found = /(\d+)\.(\d+)\.(\d+)/.exec(text)
  return found === null ? null : [Number(found[1]), Number(found[2]), Number(found[3])]
}

/**
 * @param {Version} version
 * @param {Version} wanted
 */
export function atLeast(version, wanted) {
  for (const [place, number] of wanted.entries()) {
    const own = version[place] ?? 0
    if (own !== number) return own > number
  }
  return true
}

/** @type {Version} */
const oldestNode = [20, 0, 0]

/**
 * Throws MachineNotReady when this Node cannot run the bootstrap itself.
 * @param {string} running such as `v20.20.2`
 */
export function requireNode(running) {
  const version = readVersion(running)
  if (version !== null && atLeast(version, oldestNode)) return
  throw new MachineNotReady(
    `Octometer needs Node.js ${oldestNode[0]} or newer to set itself up, and this is ${running}: install a newer one from https://nodejs.org and run the command again.`,
  )
}

/**
 * What to do by hand where no nats-server could be had.
 * @param {NodeJS.Platform} platform
 * @param {string} wanted such as `2.12`
 */
export function howToGetNatsServer(platform, wanted) {
  const need = `Octometer needs nats-server ${wanted} or newer and could not find or fetch one`
  const then = 'then run the command again (OCTO_NATS_SERVER_BIN may name the program).'
  const releases = 'https://github.com/nats-io/nats-server/releases'
  if (platform === 'darwin') return `${need}: run \`brew install nats-server\`, ${then}`
  if (platform === 'win32') {
    return `${need}: run \`winget install NATSAuthors.NATSServer\` or unpack the zip from ${releases} into a folder on PATH, ${then}`
  }
  if (platform === 'linux') {
    return `${need}: unpack the archive for this machine from ${releases} into a folder on PATH, ${then}`
  }
  return `${need}: build or install it for ${platform} (${releases}), ${then}`
}
