import { existsSync } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'
import { MachineNotReady } from './machine.mjs'
import { runQuietly } from './quiet-process.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const timeoutMs = 300_000

/**
 * A Chromium on this machine: the one that OCTO_CHROMIUM_BIN names, or on PATH. Null when there is none.
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | null}
 */
export function findChromium(env) {
  const named = env.OCTO_CHROMIUM_BIN
  if (named !== undefined && named !== '') return existsSync(named) ? named : null
  const folders = (env.PATH ?? '').split(delimiter).filter(isAbsolute)
  const places = folders.flatMap((folder) => names.map((name) => join(folder, name)))
  return places.find((place) => existsSync(place)) ?? null
}

/**
 * As findChromium, and installs Debian's where root may. Without one the browser's tests are left out, and that is said;
 * a machine that calls itself CI must have one, and MachineNotReady is thrown.
 * @param {NodeJS.ProcessEnv} env
 * @param {(line: string) => void} say
 * @returns {Promise<string>} '' when there is none
 */
export async function ensureChromium(env, say) {
  const found = findChromium(env) ?? (await installed(env, say))
  if (found !== null) return found
  if (env.CI === 'true') {
    throw new MachineNotReady(
      'The tests of the dashboard need Chromium, and there is none: install it, or name it by OCTO_CHROMIUM_BIN.',
    )
  }
  say('skipped: no browser (the tests of the dashboard need Chromium; OCTO_CHROMIUM_BIN may name one)')
  return ''
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {(line: string) => void} say
 */
async function installed(env, say) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return null
  say('installing Chromium for the tests of the dashboard (once) …')
  const quiet = { env: { ...env, DEBIAN_FRONTEND: 'noninteractive' }, timeoutMs }
  await runQuietly('apt-get', ['-q', 'update'], quiet)
  await runQuietly('apt-get', ['-qy', 'install', '--no-install-recommends', 'chromium'], quiet)
  return findChromium(env)
}
