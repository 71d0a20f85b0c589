import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { MachineNotReady } from './machine.mjs'

/**
 * Whether the images can be built and run here: by a Docker engine that answers, or where root may install one
 * (tools/offline-base-images.sh does). Elsewhere those tests are left out, and that is said; a machine that calls itself CI must
 * have one, and MachineNotReady is thrown.
 * @param {NodeJS.ProcessEnv} env
 * @param {(line: string) => void} say
 * @param {boolean} [installable]
 * @returns {string} '' when not
 */
export function ensureDocker(
  env,
  say,
  installable = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get'),
) {
  const { status } = spawnSync('docker', ['info'], { env, stdio: 'ignore', timeout: 10_000 })
  if (status === 0 || installable) return '1'
  if (env.CI === 'true') {
    throw new MachineNotReady(
      'The tests of the images need a Docker engine, and none answers: start one, or run as root on Debian, where it is installed.',
    )
  }
  say('skipped: no Docker engine (the tests of the images need one)')
  return ''
}
