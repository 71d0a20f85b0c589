import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runQuietly } from './quiet-process.mjs'

/**
 * @typedef {object} Release
 * @property {string} url of a .tar.gz
 * @property {string} sha256 of that archive, in hex
 * @property {string} program its path inside the archive
 */

const version = '2.15.0'

// As its makers publish them in the Dockerfiles of github.com/nats-io/nats-docker (2.15.x/alpine3.22).
const checksums = new Map([
  ['linux x64', ['amd64', '5d2c51caca950333aba84911df7d377f826f3a59ec36061c6539105084f65c92']],
  ['linux arm64', ['arm64', 'cdc208f5a3f42963a52b6ab06ef65626bb870315dc936e26ba571780c6351112']],
])

/**
 * The official release for a machine; null where none is pinned.
 * @param {NodeJS.Platform} platform
 * @param {string} arch as Node names it
 * @returns {Release | null}
 */
export function pinnedRelease(platform, arch) {
  const [name, sha256] = checksums.get(`${platform} ${arch}`) ?? []
  if (name === undefined || sha256 === undefined) return null
  const folder = `nats-server-v${version}-linux-${name}`
  const url = `https://github.com/nats-io/nats-server/releases/download/v${version}/${folder}.tar.gz`
  return { url, sha256, program: `${folder}/nats-server` }
}

/**
 * Downloads a release, and unpacks it only if it is the very file that was pinned.
 * @param {Release} release
 * @param {(program: string) => Promise<boolean>} accept takes the unpacked program, says whether it will do
 * @param {{ answerMs: number, wholeMs: number }} limits for the server to answer, and for the whole download
 * @returns {Promise<boolean>} false: out of reach, not the pinned file, or refused
 */
export async function natsServerFromRelease(release, accept, limits = { answerMs: 4000, wholeMs: 120_000 }) {
  const archive = await download(release.url, limits)
  if (archive === null || createHash('sha256').update(archive).digest('hex') !== release.sha256) return false
  const folder = await mkdtemp(join(tmpdir(), 'octometer-release-'))
  try {
    const file = join(folder, 'nats-server.tar.gz')
    await writeFile(file, archive)
    if ((await runQuietly('tar', ['-xzf', file, '-C', folder])).code !== 0) return false
    return await accept(join(folder, release.program))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * @param {string} url
 * @param {{ answerMs: number, wholeMs: number }} limits
 */
async function download(url, limits) {
  const patience = new AbortController()
  const giveUp = () => patience.abort()
  let timer = setTimeout(giveUp, limits.answerMs)
  try {
    const response = await fetch(url, { signal: patience.signal })
    clearTimeout(timer)
    timer = setTimeout(giveUp, limits.wholeMs)
    return response.ok ? Buffer.from(await response.arrayBuffer()) : null
  } catch {
    // Out of reach from here: the caller has other sources to try, and says what to do when none will do.
    return null
  } finally {
    clearTimeout(timer)
  }
}
