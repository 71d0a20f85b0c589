import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export interface StandaloneProcess {
  readonly url: string
  readonly sqlUrl: string
  readonly pid: number
  readonly process: ChildProcess
  /** All that it has written so far, to both. */
  readonly output: () => string
}

export interface EndedProcess {
  readonly code: number | null
  readonly stderr: string
}

const main = fileURLToPath(new URL('../../services/standalone/src/main.ts', import.meta.url))
const preload = fileURLToPath(new URL('../../packages/telemetry/src/preload.ts', import.meta.url))

function launch(env: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, ['--import', preload, main], {
    env: {
      PATH: process.env.PATH ?? '',
      OCTO_HTTP_PORT: '0',
      OCTO_NATS_PORT: '0',
      OCTO_CLICKHOUSE_PORT: '0',
      OCTO_LOG_LEVEL: 'warn',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** Starts the program that `npm start` runs, and waits for its welcome. */
export async function startStandaloneProcess(
  env: Readonly<Record<string, string>>,
): Promise<StandaloneProcess> {
  const child = launch(env)
  const said: string[] = []
  const output = () => said.join('')
  const welcomed = Promise.withResolvers<void>()
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said.push(text)
      if (output().includes('Ctrl-C')) welcomed.resolve()
    })
  }
  child.once('close', () => welcomed.resolve())
  await welcomed.promise
  const url = /(http:\/\/\S+)\/docs/.exec(output())?.[1]
  const sqlUrl = /SQL\s+(http:\/\/\S+)/.exec(output())?.[1]
  if (url === undefined || sqlUrl === undefined) throw new Error(`standalone did not come up: ${output()}`)
  return { url, sqlUrl, pid: child.pid ?? 0, process: child, output }
}

/** Runs it until it ends by itself. */
export async function runStandaloneToItsEnd(env: Readonly<Record<string, string>>): Promise<EndedProcess> {
  const child = launch(env)
  const chunks: string[] = []
  child.stderr?.on('data', (chunk) => chunks.push(String(chunk)))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, stderr: chunks.join('') }
}

/** Signals it and waits for its end. */
export async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  const ended = once(child, 'exit')
  child.kill(signal)
  const [code] = (await ended) as [number | null]
  return code
}
