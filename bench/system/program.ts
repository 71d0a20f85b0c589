import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

/** A program that Node runs. */
export interface Program {
  readonly folder: string
  /** Node's own options, the script and its arguments; paths from the folder. */
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

export interface RunningProgram extends AsyncDisposable {
  readonly pid: number
  /** What it said that it listens on. */
  readonly url: string
  /** Throws ProgramFailedError once it has ended by itself. */
  requireAlive(): void
}

/** A program ended that should have run on, or did not come up. Its last words are in the message. */
class ProgramFailedError extends Error {
  override readonly name = 'ProgramFailedError'
  readonly code = 'program_failed'
}

const START_MS = 600_000
const STOP_MS = 30_000
const running = new Set<ChildProcess>()
// Nobody else would end them when this process has to go at once.
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** Starts a program and waits until it prints an address that it listens on. Throws ProgramFailedError. */
export async function startProgram(program: Program): Promise<RunningProgram> {
  const { child, output, ended } = launch(program)
  const url = await Promise.race([
    printedUrl(child),
    ended.then(() => Promise.reject(failure(program, output()))),
    sleep(START_MS, undefined, { ref: false }).then(() => Promise.reject(failure(program, output()))),
  ])
  return {
    pid: child.pid ?? 0,
    url,
    requireAlive() {
      if (!running.has(child)) throw failure(program, output())
    },
    async [Symbol.asyncDispose]() {
      const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
      child.kill('SIGTERM')
      await ended
      clearTimeout(late)
    },
  }
}

/** Runs a program to its end and gives what it printed. Throws ProgramFailedError unless it ended with 0. */
export async function runProgram(program: Program): Promise<string> {
  const { output, printed, ended } = launch(program)
  if ((await ended) !== 0) throw failure(program, output())
  return printed()
}

function launch({ folder, args, env = {} }: Program) {
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { ...inherited(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  const said = { stdout: '', all: '' }
  const listen = (stream: 'stdout' | 'stderr') => {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      said.all = (said.all + text).slice(-4_000)
      if (stream === 'stdout') said.stdout += text
    })
  }
  listen('stdout')
  listen('stderr')
  const ended = once(child, 'close').then(([code]): number => {
    running.delete(child)
    return typeof code === 'number' ? code : 1
  })
  return { child, ended, output: () => said.all, printed: () => said.stdout }
}

/** What a program needs of ours, and nothing that would make it another one than in production. */
function inherited(): Record<string, string> {
  const names = ['PATH', 'HOME', 'NODE_COMPILE_CACHE']
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name] ?? '']])),
  )
}

function printedUrl(child: ChildProcess): Promise<string> {
  let text = ''
  return new Promise((resolve) => {
    child.stdout?.on('data', (chunk: string) => {
      if (text === 'found') return
      text += chunk
      const url = /https?:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0]
      if (url === undefined) return
      text = 'found'
      resolve(url)
    })
  })
}

function failure({ args }: Program, output: string): ProgramFailedError {
  const script = args.find((each) => each.endsWith('.ts'))
  return new ProgramFailedError(`${script} failed: ${output.trim() || 'it said nothing'}`)
}
