import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { NatsServerError } from './errors.ts'

/** Atomic batches came with 2.12. */
export const MINIMUM_NATS_VERSION = '2.12.0'

const downloaded = fileURLToPath(new URL('../../../.octometer/tools/nats-server', import.meta.url))
const run = promisify(execFile)

/**
 * The nats-server program to start: the one given, else that on PATH, else the one that the bootstrap downloaded.
 * Throws NatsServerError when there is none of 2.12 or newer.
 */
export async function findNatsServer(explicit: string | null): Promise<string> {
  const candidates = explicit === null ? ['nats-server', downloaded] : [explicit]
  const reasons: string[] = []
  for (const candidate of candidates) {
    const version = await versionOf(candidate)
    if (version === null) reasons.push(`${candidate} cannot be run`)
    else if (!isAtLeast(version, MINIMUM_NATS_VERSION)) reasons.push(`${candidate} is ${version}`)
    else return candidate
  }
  throw new NatsServerError(
    `nats-server ${MINIMUM_NATS_VERSION} or newer is needed (${reasons.join('; ')}): install it, or name it in OCTO_NATS_SERVER_BIN`,
  )
}

async function versionOf(program: string): Promise<string | null> {
  try {
    const { stdout } = await run(program, ['--version'], { timeout: 10_000 })
    return /v?(\d+\.\d+\.\d+)/.exec(stdout)?.[1] ?? null
  } catch {
    // Not there or not executable: the caller says so, with the other places that were tried.
    return null
  }
}

/** Compares `2.12.1-beta.2` like versions by their three numbers. */
export function isAtLeast(version: string, minimum: string): boolean {
  const parts = numbers(version)
  for (const [index, wanted] of numbers(minimum).entries()) {
    const part = parts[index] ?? 0
    if (part !== wanted) return part > wanted
  }
  return true
}

function numbers(version: string): number[] {
  return (/\d+(?:\.\d+)*/.exec(version)?.[0] ?? '0').split('.').map(Number)
}
