import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, open, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { NatsServerError } from './errors.ts'
import { findNatsServer } from './nats-binary.ts'
import { type NatsClusterMember, type NatsConfig, renderNatsConfig } from './nats-config.ts'

export interface NatsServerOptions {
  /** Holds JetStream's files, the configuration (mode 0600) and the server's own log. Made when missing. */
  readonly storeDir: string
  /** Explicit path; else `nats-server` on PATH, else the bootstrap's. */
  readonly binary?: string | null
  /** Default 127.0.0.1. */
  readonly host?: string
  /** 0 (default): any free port. */
  readonly port?: number
  /** When the port is taken, try the ones after it. Default false: refuse. */
  readonly nextFreePort?: boolean
  /** Demanded of every client; none when null. */
  readonly credential?: { readonly user: string; readonly password: string } | null
  /** `sync_interval: always`. Default true. */
  readonly syncAlways?: boolean
  /** Default 28 MiB. */
  readonly maxPayloadBytes?: number
  /** Opens the monitoring endpoint, which asks for no credential, on any free port. Default false. */
  readonly monitoring?: boolean
  /** Its place in a cluster; alone when null. */
  readonly member?: NatsClusterMember | null
  /** How long recovering the files may take. Default 2 minutes. */
  readonly startTimeoutMs?: number
}

export interface NatsServer extends AsyncDisposable {
  /** For clients, the credential included: never log it. */
  readonly url: string
  readonly host: string
  readonly port: number
  readonly storeDir: string
  /** Null unless asked for. */
  readonly monitoringUrl: string | null
  /** Of nats-server itself, not of its guard. */
  readonly pid: number
  kill(signal: NodeJS.Signals): void
  /** Graceful, with SIGKILL after ten seconds; resolves when the process has ended. */
  stop(): Promise<void>
  /** Starts it again on the same port and files, stopping it first when it runs. */
  restart(): Promise<void>
  /** Resolves when the process that runs now ends, whoever ended it: its status as a shell tells it, 137 after SIGKILL. */
  exited(): Promise<number>
}

const MIB = 1024 * 1024
const PORTS_TO_TRY = 50

/**
 * Starts nats-server with JetStream and waits until it takes clients. It ends when this process does, even by
 * SIGKILL. Throws NatsServerError, with what the server said, when it is missing, too old or does not come up.
 */
export async function startNatsServer(options: NatsServerOptions): Promise<NatsServer> {
  const binary = await findNatsServer(options.binary ?? null)
  await mkdir(options.storeDir, { recursive: true })
  const config = withDefaults(options)
  const start = (port: number) => launch(binary, { ...config, port }, options.startTimeoutMs ?? 120_000)
  return supervise(config, start, await firstFree(start, config.port, options.nextFreePort ?? false))
}

/** The configuration file that startNatsServer writes, for a nats-server that somebody else starts. */
export function natsServerConfig(options: NatsServerOptions): string {
  return renderNatsConfig(withDefaults(options))
}

function withDefaults(options: NatsServerOptions): NatsConfig {
  return {
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
    storeDir: options.storeDir,
    credential: options.credential ?? null,
    syncAlways: options.syncAlways ?? true,
    maxPayloadBytes: options.maxPayloadBytes ?? 28 * MIB,
    monitoring: options.monitoring ?? false,
    member: options.member ?? null,
  }
}

async function firstFree(start: (port: number) => Promise<Running>, port: number, next: boolean) {
  for (let candidate = port; ; candidate += 1) {
    try {
      return await start(candidate)
    } catch (error) {
      const taken = error instanceof NatsServerError && /address already in use/.test(error.message)
      if (!taken || !next || port === 0 || candidate >= port + PORTS_TO_TRY) throw error
    }
  }
}

function supervise(
  config: NatsConfig,
  start: (port: number) => Promise<Running>,
  first: Running,
): NatsServer {
  let running = first
  const { port } = first
  const stop = async () => {
    const late = setTimeout(() => signal(running, 'SIGKILL'), 10_000)
    signal(running, 'SIGTERM')
    await running.exited
    clearTimeout(late)
  }
  const { user, password } = config.credential ?? {}
  const userinfo = user && password ? `${encodeURIComponent(user)}:${encodeURIComponent(password)}@` : ''
  return {
    url: `nats://${userinfo}${config.host}:${port}`,
    host: config.host,
    port,
    storeDir: config.storeDir,
    get monitoringUrl() {
      return running.monitoringUrl
    },
    get pid() {
      return running.pid
    },
    kill: (name) => signal(running, name),
    stop,
    async restart() {
      await stop()
      running = await start(port)
    },
    exited: () => running.exited,
    [Symbol.asyncDispose]: stop,
  }
}

interface Running {
  readonly pid: number
  readonly port: number
  readonly monitoringUrl: string | null
  readonly exited: Promise<number>
  readonly hasExited: () => boolean
}

function signal(server: Running, name: NodeJS.Signals): void {
  if (server.hasExited()) return
  try {
    process.kill(server.pid, name)
  } catch (error) {
    // It ended a moment ago; that news is on its way.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

// A guard that this process feeds through a pipe: when the pipe ends, because this process did, so does the server.
// It has a session of its own, so that Ctrl-C in a terminal lets us stop our services before their log.
const GUARD = `
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
echo "$server"
( read -r _ <&3; kill -TERM "$server" ) 2>/dev/null &
guard=$!
wait "$server"
status=$?
kill "$guard" 2>/dev/null
exit "$status"
`

async function launch(binary: string, config: NatsConfig, timeoutMs: number): Promise<Running> {
  const { storeDir } = config
  const file = join(storeDir, 'nats-server.conf')
  await rm(file, { force: true })
  await writeFile(file, renderNatsConfig(config), { mode: 0o600 })
  for (const old of await readdir(storeDir)) {
    if (old.endsWith('.ports')) await rm(join(storeDir, old), { force: true })
  }
  const logStart = await sizeOf(join(storeDir, 'nats-server.log'))
  const child = spawn('/bin/sh', ['-c', GUARD, 'nats-guard', binary, '-c', file], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  })
  const output = collect(child)
  let status: number | null = null
  const exited = once(child, 'exit').then(([code]) => {
    status = typeof code === 'number' ? code : 1
    return status
  })
  const hasExited = () => status !== null
  const ports = await untilReady(storeDir, output, hasExited, timeoutMs)
  if (ports === null) {
    child.stdin.end()
    await exited
    const said = `${output.text()}${await readFrom(join(storeDir, 'nats-server.log'), logStart)}`
    throw new NatsServerError(`nats-server did not start: ${complaint(said)}`)
  }
  return { ...ports, exited, hasExited }
}

interface Output {
  readonly text: () => string
  readonly pid: () => number | null
}

function collect(child: ChildProcess): Output {
  const stdout: string[] = []
  const stderr: string[] = []
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => stdout.push(chunk))
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => stderr.push(chunk))
  // Writing to a guard that has gone is no news: its exit tells.
  child.stdin?.on('error', () => undefined)
  return {
    text: () => stderr.join(''),
    pid: () => Number.parseInt(stdout.join(''), 10) || null,
  }
}

/** Where it listens, once it says so in its ports file; null when it ended or took too long. */
async function untilReady(storeDir: string, output: Output, hasExited: () => boolean, timeoutMs: number) {
  const deadline = performance.now() + timeoutMs
  while (!hasExited() && performance.now() < deadline) {
    const pid = output.pid()
    const ports = pid === null ? null : await readPorts(storeDir, pid)
    if (pid !== null && ports !== null) return { pid, ...ports }
    await pause(10)
  }
  return null
}

async function readPorts(storeDir: string, pid: number) {
  const name = (await readdir(storeDir)).find((file) => file.endsWith(`_${pid}.ports`))
  if (name === undefined) return null
  const content = await readFile(join(storeDir, name), 'utf8')
  const port = /"nats":\["nats:\/\/[^"]*:(\d+)"/.exec(content)?.[1]
  const monitoring = /"monitoring":\["(http:\/\/[^"]+)"/.exec(content)?.[1]
  return port === undefined ? null : { port: Number(port), monitoringUrl: monitoring ?? null }
}

function complaint(log: string): string {
  const lines = log.split('\n').filter((line) => line.trim() !== '')
  const bad = lines.filter((line) => /\[(FTL|ERR)\]|nats-server:/.test(line))
  return (bad.length > 0 ? bad : lines.slice(-5)).join(' | ') || 'it said nothing'
}

async function sizeOf(file: string): Promise<number> {
  return (await readFrom(file, 0)).length
}

async function readFrom(file: string, start: number): Promise<string> {
  try {
    await using handle = await open(file)
    return (await handle.readFile('utf8')).slice(start)
  } catch {
    // No log yet: the server has not come so far.
    return ''
  }
}
