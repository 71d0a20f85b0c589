import { spawn } from 'node:child_process'

export interface Verdict {
  readonly passed: boolean
  /** What to read when it did not pass. */
  readonly report: string
}

/** One check of the whole project, apart from all others. */
export interface Gate {
  readonly name: string
  /** What to do when it fails. */
  readonly advice: string
  /** `root`: the absolute folder of the project to check. */
  run(root: string): Promise<Verdict>
}

/** Judges by a program's exit code; its output is the report. */
export function runProgram(command: string, args: readonly string[], cwd: string): Promise<Verdict> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    let report = ''
    const keep = (chunk: Buffer) => {
      report += chunk.toString()
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', (error) => reject(new Error(`${command} could not be started`, { cause: error })))
    child.on('close', (code) => resolve({ passed: code === 0, report }))
  })
}

/** Passes when nothing was found; else what was found is the report, a line each. */
export function verdictOf(found: readonly string[]): Verdict {
  return { passed: found.length === 0, report: found.join('\n') }
}
