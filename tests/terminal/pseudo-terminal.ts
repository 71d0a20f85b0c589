import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export interface PseudoTerminal extends AsyncDisposable {
  /** Everything that was written to it so far. */
  output(): string
  press(key: string): void
  /** Resolves with the exit code of what runs in it. */
  readonly ended: Promise<number>
  /** To what runs in it, and to what that started. */
  signal(name: 'INT' | 'TERM'): void
}

/** Runs a program of Node's in a terminal of this width, by util-linux's `script`; the environment is this alone. */
export function openPseudoTerminal(
  program: string,
  args: readonly string[],
  columns: number,
  env: Readonly<Record<string, string>>,
): PseudoTerminal {
  const file = fileURLToPath(new URL(program, import.meta.url))
  const line = [process.execPath, file, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ')
  const shown = `stty cols ${columns} rows 40 -echo; echo "pid $$"; exec ${line}`
  const child = spawn('script', ['-qec', shown, '/dev/null'], {
    env: { PATH: process.env.PATH ?? '', TERM: 'xterm-256color', SHELL: '/bin/sh', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  return supervise(child)
}

function supervise(child: ChildProcessWithoutNullStreams): PseudoTerminal {
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    output += chunk
  })
  const ended = once(child, 'close').then(([code]) => Number(code))
  const pid = () => Number(/pid (\d+)/.exec(output)?.[1])
  return {
    output: () => output.replace(/^pid \d+\r?\n/, ''),
    press: (key) => child.stdin.write(key),
    signal: (name) => process.kill(pid(), `SIG${name}`),
    ended,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null) child.kill('SIGKILL')
      await ended
    },
  }
}

/** The same at the end of a pipe: all that it wrote. */
export async function runInPipe(program: string, env: Readonly<Record<string, string>>): Promise<string> {
  const file = fileURLToPath(new URL(program, import.meta.url))
  const child = spawn(process.execPath, [file], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const chunks = await child.stdout.toArray()
  return Buffer.concat(chunks).toString('utf8')
}
