import { execFile } from 'node:child_process'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../', import.meta.url))

/** What a program printed; rejects, with what it said about it, when it fails. */
export async function runProgram(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<string> {
  const { stdout } = await run(program, args, {
    cwd: root,
    env: { ...process.env, ...env },
    maxBuffer: 64 * 1024 * 1024,
  })
  return stdout
}

/** The services of docker-compose.yml in containers of their own, beside whatever else runs on this machine. */
export interface ComposeProject {
  compose(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<string>
  /** The container's id. */
  containerOf(service: string): Promise<string>
  /** Kills a service's container, as a crash or a lack of memory would. */
  kill(service: string): Promise<void>
  start(service: string): Promise<void>
}

/** Of docker-compose.yml with docker-compose.offline.yml over it. */
export function composeProject(name: string, env: Readonly<Record<string, string>>): ComposeProject {
  const files = ['-f', 'docker-compose.yml', '-f', 'docker-compose.offline.yml']
  const compose = (args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
    runProgram('docker', ['compose', '--progress', 'quiet', '-p', name, ...files, ...args], {
      ...env,
      ...more,
    })
  const containerOf = async (service: string) => (await compose(['ps', '--all', '--quiet', service])).trim()
  return {
    compose,
    containerOf,
    kill: async (service) => void (await runProgram('docker', ['kill', await containerOf(service)])),
    start: async (service) => void (await runProgram('docker', ['start', await containerOf(service)])),
  }
}

/** Ports of this machine on which nobody listens now. */
export async function freePorts(count: number): Promise<string[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer()
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      return server
    }),
  )
  return Promise.all(
    servers.map((server) => {
      const address = server.address()
      const port = address !== null && typeof address === 'object' ? address.port : 0
      return new Promise<string>((resolve) => server.close(() => resolve(String(port))))
    }),
  )
}
