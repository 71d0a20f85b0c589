import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { debianMirror, parseDeb822Sources, parseOneLineSources } from './apt-sources.mjs'
import { runQuietly } from './quiet-process.mjs'

// The stable suites carry a nats-server that is too old.
const suites = ['testing', 'unstable']
const archiveKeyring = '/usr/share/keyrings/debian-archive-keyring.gpg'
const timeoutMs = 180_000

/**
 * Fetches Debian's newest nats-server through the machine's own mirror into a folder of its own: nothing is
 * installed, no root is needed, and apt checks the archive's signature as always.
 * @param {(program: string) => Promise<boolean>} accept takes the unpacked program, says whether it will do
 * @returns {Promise<boolean>} false: this is no Debian, or its mirror has none that will do
 */
export async function natsServerFromDebian(accept) {
  const mirror = await machineMirror()
  if (mirror === null) return false
  const folder = await mkdtemp(join(tmpdir(), 'octometer-apt-'))
  try {
    for (const suite of suites) {
      const program = await fetchFrom(mirror, suite, join(folder, suite))
      if (program !== null && (await accept(program))) return true
    }
    return false
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The mirror of a machine that runs Debian itself, or null. */
async function machineMirror() {
  const release = await readIfThere('/etc/os-release')
  if (!/^ID="?debian"?$/m.test(release)) return null
  const codename = /^VERSION_CODENAME="?(\w+)"?$/m.exec(release)?.[1] ?? ''
  const folder = '/etc/apt/sources.list.d'
  const names = existsSync(folder) ? (await readdir(folder)).sort() : []
  const read = (/** @type {string} */ ending) =>
    Promise.all(names.filter((name) => name.endsWith(ending)).map((name) => readIfThere(join(folder, name))))
  const oneLine = [await readIfThere('/etc/apt/sources.list'), ...(await read('.list'))]
  const sources = [
    ...(await read('.sources')).flatMap(parseDeb822Sources),
    ...oneLine.flatMap(parseOneLineSources),
  ]
  return debianMirror(sources, codename)
}

/** @param {string} path */
async function readIfThere(path) {
  // A file that is missing or not ours to read names no mirror; the next one may.
  return await readFile(path, 'utf8').catch(() => '')
}

/**
 * @param {{ uri: string, signedBy: string | null }} mirror
 * @param {string} suite
 * @param {string} folder
 */
async function fetchFrom(mirror, suite, folder) {
  for (const each of ['lists/partial', 'cache/archives/partial', 'unpacked']) {
    await mkdir(join(folder, each), { recursive: true })
  }
  const keyring = mirror.signedBy ?? (existsSync(archiveKeyring) ? archiveKeyring : null)
  const option = keyring === null ? '' : `[signed-by=${keyring}] `
  await writeFile(join(folder, 'sources.list'), `deb ${option}${mirror.uri} ${suite} main\n`)
  const apt = (/** @type {string[]} */ ...words) =>
    runQuietly('apt-get', [...aptOptions(folder), ...words], { cwd: folder, timeoutMs })
  if ((await apt('update')).code !== 0) return null
  if ((await apt('download', 'nats-server')).code !== 0) return null
  const archive = (await readdir(folder)).find((name) => name.endsWith('.deb'))
  if (archive === undefined) return null
  const unpack = ['--extract', join(folder, archive), join(folder, 'unpacked')]
  if ((await runQuietly('dpkg-deb', unpack)).code !== 0) return null
  const places = ['usr/bin', 'usr/sbin'].map((place) => join(folder, 'unpacked', place, 'nats-server'))
  return places.find((place) => existsSync(place)) ?? null
}

/** @param {string} folder */
function aptOptions(folder) {
  const settings = [
    `Dir::Etc::SourceList=${join(folder, 'sources.list')}`,
    'Dir::Etc::SourceParts=-',
    `Dir::State::Lists=${join(folder, 'lists')}`,
    `Dir::Cache=${join(folder, 'cache')}`,
    // Root's apt would else change to a user who may not write into this folder.
    'APT::Sandbox::User=root',
    'Acquire::Languages=none',
    'Acquire::Retries=1',
    'Acquire::http::Timeout=15',
    'Acquire::https::Timeout=15',
  ]
  return ['-q', ...settings.flatMap((setting) => ['-o', setting])]
}
