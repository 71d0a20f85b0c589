import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { machineEnvironment } from '../support/machine-environment.ts'

export interface AlerterProcess extends AsyncDisposable {
  isLeading(): boolean
  /** What it wrote, for the message of a test that fails. */
  output(): string
  /** As `kill -9`; resolves when it is gone. */
  kill(): Promise<void>
}

const main = fileURLToPath(new URL('./alerter/main.ts', import.meta.url))

/** Starts an alerter as a process of its own, with these settings alone. */
export function startAlerterProcess(settings: Readonly<Record<string, string>>): AlerterProcess {
  const env = { ...machineEnvironment(), ...settings }
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const closed = once(child, 'close')
  const said: string[] = []
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => said.push(text))
  const kill = async () => {
    child.kill('SIGKILL')
    await closed
  }
  const output = () => said.join('')
  return {
    isLeading: () => output().includes('leading\n'),
    output,
    kill,
    [Symbol.asyncDispose]: kill,
  }
}
