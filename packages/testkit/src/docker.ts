import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'

/** A server that a test wants in a container does not run. The message says whether Docker or the container fails. */
export class ContainerError extends Error {
  override readonly name = 'ContainerError'
  readonly code = 'container_failed'
}

const run = promisify(execFile)

/**
 * What `start` starts from the image. When the process that tests is killed, testcontainers' reaper, a container too,
 * removes what it leaves; where its image cannot be had, TESTCONTAINERS_RYUK_DISABLED=true does without.
 * Throws ContainerError.
 */
export async function startContainer<T>(
  image: string,
  start: () => Promise<T>,
  program = 'docker',
): Promise<T> {
  try {
    return await start()
  } catch (cause) {
    throw new ContainerError(
      (await answers(program))
        ? `the container of ${image} did not start: ${cause instanceof Error ? cause.message : String(cause)}`
        : 'OCTO_TEST_CONTAINERS is 1 and Docker cannot be reached: start it, or unset the variable',
      { cause },
    )
  }
}

async function answers(program: string): Promise<boolean> {
  try {
    await docker(['version'], program)
    return true
  } catch {
    // Not installed, or nobody behind its socket: the caller says so.
    return false
  }
}

/** What the docker program prints; rejects when it fails. */
export async function docker(args: readonly string[], program = 'docker'): Promise<string> {
  return (await run(program, args)).stdout
}

/**
 * Has sent the signal when it returns, as `process.kill` has, which no client that answers later can do. Nothing
 * happens to a container that has ended. Throws ContainerError.
 */
export function signalContainer(id: string, signal: NodeJS.Signals): void {
  const { error, status, stderr } = spawnSync('docker', ['kill', '--signal', signal, id], {
    encoding: 'utf8',
  })
  if (status === 0 || /is not running/.test(stderr)) return
  throw new ContainerError(`docker cannot send ${signal} to a container: ${error?.message ?? stderr}`, {
    cause: error,
  })
}
