import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { differenceOf } from './answers.ts'
import type { Answer, Step } from './steps.ts'

export interface Terminal extends AsyncDisposable {
  /** Does what a step says; throws with its place and what was said when that fails, or is answered otherwise than shown. */
  follow(step: Step): Promise<void>
}

const UP_MS = 150_000
const ANSWER_MS = 30_000

/** A person's shell in a folder, and a second window for what stays. What one block sets, the next ones have. */
export async function openTerminal(folder: string, env: NodeJS.ProcessEnv): Promise<Terminal> {
  const place = { cwd: folder, env }
  const scratch = await mkdtemp(join(tmpdir(), 'octometer-terminal-'))
  const shell = startShell(spawn('bash', ['--norc', '--noprofile'], place), scratch)
  let window: Window | null = null
  return {
    follow: async (step) => {
      try {
        if (!step.stays) return await answered(shell, step)
        if (window?.script === step.script) return
        await window?.close()
        window = openWindow(spawn('bash', ['-c', step.script], place), step.script)
        await window.shows(step.answer)
      } catch (cause) {
        const said = window === null ? '' : `\nThe other window said:\n${window.output().slice(-2000)}`
        throw new Error(`${step.place}: ${cause instanceof Error ? cause.message : cause}${said}`, { cause })
      }
    },
    [Symbol.asyncDispose]: async () => {
      await window?.close()
      shell.end()
      await rm(scratch, { recursive: true, force: true })
    },
  }
}

/** A number arrives about a second after its delivery: what is exact is asked again until it is there. */
async function answered(shell: Shell, { script, answer }: Step): Promise<void> {
  const began = performance.now()
  for (;;) {
    const output = await shell.run(script)
    const difference = answer === null ? null : differenceOf(answer, output)
    if (difference === null) return
    if (answer?.isExact !== true || performance.now() - began > ANSWER_MS) throw new Error(difference)
    await sleep(300)
  }
}

interface Shell {
  /** What a script wrote. Throws with both outputs when a command of it fails. */
  run(script: string): Promise<string>
  end(): void
}

function startShell(child: ChildProcess, scratch: string): Shell {
  const said = { out: '', err: '' }
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said.out += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said.err += text
  })
  const gone = once(child, 'close')
  let count = 0
  return {
    run: async (script) => {
      count += 1
      const file = join(scratch, `${count}.sh`)
      const end = `octometer-end-${count}`
      await writeFile(file, `set -eo pipefail\n${script}\nset +e\n`)
      said.out = ''
      said.err = ''
      child.stdin?.write(`. ${file} </dev/null\nprintf '%s\\n' ${end}\n`)
      while (!said.out.endsWith(`${end}\n`)) {
        const isGone = await Promise.race([gone.then(() => true), sleep(20, false)])
        if (isGone) throw new Error(`\n${script}\nfailed:\n${said.out}${said.err}`)
      }
      return said.out.slice(0, -`${end}\n`.length)
    },
    end: () => void child.kill('SIGKILL'),
  }
}

interface Window {
  readonly script: string
  readonly output: () => string
  /** Waits until it shows an answer; throws when it ends before that, or never does. */
  shows(answer: Answer | null): Promise<void>
  /** Ends what runs in it, as Ctrl-C does, and waits for its end. */
  close(): Promise<void>
}

function openWindow(child: ChildProcess, script: string): Window {
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  }
  let isOpen = true
  const closed = once(child, 'close').then(() => {
    isOpen = false
  })
  return {
    script,
    output: () => said,
    shows: async (answer) => {
      if (answer === null) throw new Error('what stays shows when it is up: put a `text` block under it')
      const began = performance.now()
      for (;;) {
        const difference = differenceOf(answer, said, true)
        if (difference === null) return
        if (!isOpen || performance.now() - began > UP_MS) throw new Error(difference)
        await Promise.race([closed, sleep(100)])
      }
    },
    close: async () => {
      child.kill('SIGTERM')
      await closed
    },
  }
}
