import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os'
import { promisify } from 'node:util'
import { startCommand } from './system/start-command.ts'

const run = promisify(execFile)
const SERVICES = ['ingress', 'projectors', 'gateway']

/** What a number depends on beside the code. */
export interface Machine {
  readonly processor: string
  readonly cores: number
  readonly memory_gib: number
  readonly system: string
  readonly node: string
  readonly nats_server: string
  /** The engine of the embedded ClickHouse. */
  readonly chdb: string
  /** The commands that start the services, from their folders. */
  readonly services: Readonly<Record<string, string>>
  /** Processes that wanted a core in the last minute, before the benchmark began: 0 is a quiet machine. */
  readonly load_before: number
}

export async function describeMachine(root: string, natsServer: string): Promise<Machine> {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memory_gib: Math.round(totalmem() / 1024 ** 3),
    system: `${platform()} ${release()}`,
    node: process.version,
    nats_server: await natsVersion(natsServer),
    chdb: await packageVersion(`${root}/packages/embedded-clickhouse/node_modules/chdb/package.json`),
    services: Object.fromEntries(
      await Promise.all(SERVICES.map(async (name) => [name, await startCommand(root, name)])),
    ),
    load_before: Math.round((loadavg()[0] ?? 0) * 100) / 100,
  }
}

async function natsVersion(program: string): Promise<string> {
  const { stdout } = await run(program, ['--version'])
  return /v?(\d+\.\d+\.\d+\S*)/.exec(stdout)?.[1] ?? stdout.trim()
}

async function packageVersion(file: string): Promise<string> {
  const found: unknown = JSON.parse(await readFile(file, 'utf8'))
  const version = typeof found === 'object' && found !== null && 'version' in found ? found.version : null
  return typeof version === 'string' ? version : 'unknown'
}
