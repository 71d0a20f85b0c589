import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { KillTarget } from './kill-plan.ts'
import type { Part, PartRecord } from './part.ts'

export interface Program extends KillTarget {
  /** Path of its `main.ts` from the root. */
  readonly main: string
  /** All that it sees of the environment. */
  readonly env: Readonly<Record<string, string>>
  /** Answers 2xx once it serves. */
  readonly probe: string
  /** What it says goes here. */
  readonly logFile: string
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const preloads = ['./packages/telemetry/src/preload.ts', './tests/crash/end-with-parent/main.ts']
const RESTART_AFTER_MS = 200
const PROBE_EVERY_MS = 50

/** Runs a program as production does, under a supervisor that always starts it again. */
export function supervise(program: Program): Part {
  return new SupervisedProcess(program)
}

class SupervisedProcess implements Part {
  readonly name: string
  readonly worksForMs: number
  readonly record: PartRecord = { kills: 0, failedStarts: 0, fell: [] }
  readonly #program: Program
  readonly #runs: Promise<void>
  #child: ChildProcess | null = null
  #ended: Promise<string> | null = null
  #serving = Promise.withResolvers<void>()
  #stopping = false
  #killing = false

  constructor(program: Program) {
    this.name = program.name
    this.worksForMs = program.worksForMs
    this.#program = program
    this.#runs = this.#runForEver()
  }

  ready(): Promise<void> {
    return this.#serving.promise
  }

  async kill(): Promise<void> {
    await this.ready()
    this.record.kills += 1
    this.#killing = true
    this.#serving = Promise.withResolvers()
    this.#child?.kill('SIGKILL')
    await this.#ended
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping = true
    this.#child?.kill('SIGKILL')
    await this.#runs
  }

  async #runForEver(): Promise<void> {
    while (!this.#stopping) {
      this.#killing = false
      const child = start(this.#program)
      const ended = ending(child)
      this.#child = child
      this.#ended = ended
      const serves = await untilServing(this.#program.probe, ended)
      if (serves) this.#serving.resolve()
      const how = await ended
      this.#child = null
      if (this.#stopping || this.#killing) continue
      if (serves) this.#fell(how)
      else this.record.failedStarts += 1
      await pause(RESTART_AFTER_MS)
    }
  }

  #fell(how: string): void {
    this.record.fell.push(how)
    this.#serving = Promise.withResolvers()
  }
}

function start({ main, env, logFile }: Program): ChildProcess {
  const log = openSync(logFile, 'a')
  try {
    const imports = preloads.flatMap((preload) => ['--import', preload])
    return spawn(process.execPath, [...imports, main], {
      cwd: root,
      env: { ...env },
      stdio: ['ignore', log, log, 'ipc'],
    })
  } finally {
    closeSync(log)
  }
}

async function ending(child: ChildProcess): Promise<string> {
  const [code, signal] = await once(child, 'exit')
  return signal === null ? `code ${code}` : `${signal}`
}

async function untilServing(probe: string, ended: Promise<string>): Promise<boolean> {
  let over = false
  const end = ended.then(() => {
    over = true
  })
  while (!over) {
    if (await answers(probe)) return true
    await Promise.race([end, pause(PROBE_EVERY_MS)])
  }
  return false
}

async function answers(probe: string): Promise<boolean> {
  try {
    const answer = await fetch(probe, { signal: AbortSignal.timeout(2_000) })
    await answer.arrayBuffer()
    return answer.ok
  } catch {
    // Nobody listens yet, or it died while it answered: asked again.
    return false
  }
}
