import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { machineEnvironment } from './machine-environment.ts'

/** A service that has said where it listens, or has ended. */
export type StartedProcess = AsyncDisposable & { readonly output: () => string } & (
    | { readonly state: 'running'; readonly url: string }
    | { readonly state: 'ended'; readonly exitCode: number | null }
  )

const root = fileURLToPath(new URL('../..', import.meta.url))

/** As production loads it, before the program. */
const TELEMETRY = ['--import', './packages/telemetry/src/preload.ts']

/** Starts a service by the path of its `main.ts` from the root, with these settings alone, and telemetry where it is asked for. */
export async function startProcess(
  main: string,
  settings: Readonly<Record<string, string>>,
  preloads: readonly 'telemetry'[] = [],
): Promise<StartedProcess> {
  const child = spawn(process.execPath, [...preloads.flatMap(() => TELEMETRY), main], {
    cwd: root,
    env: { ...machineEnvironment(), ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const closed: Promise<(number | null)[]> = once(child, 'close')
  const running = Promise.withResolvers<string>()
  const said: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said.push(text)
      const url = /"url":"(http:[^"]+)".*is running/.exec(said.join(''))?.[1]
      if (url !== undefined) running.resolve(url)
    })
  }
  const life = {
    output: () => said.join(''),
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL')
      await closed
    },
  }
  return Promise.race([
    running.promise.then((url) => ({ ...life, state: 'running' as const, url })),
    closed.then(([exitCode = null]) => ({ ...life, state: 'ended' as const, exitCode })),
  ])
}
