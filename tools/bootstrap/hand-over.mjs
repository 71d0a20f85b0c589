import { spawn } from 'node:child_process'
import { constants } from 'node:os'

/**
 * Runs a program in the place of this process: its streams, signals and exit code are ours.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} place
 */
export function handOver(program, args, place) {
  const child = spawn(program, args, { ...place, stdio: 'inherit' })
  // A terminal gives Ctrl-C and its own end to every process in front of it; a second one would mean "at once".
  const hasTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGHUP'])) {
    process.on(signal, () => hasTerminal || child.kill(signal))
  }
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  if (place.env.npm_lifecycle_event !== undefined) stopWithParent(child)
  child.on('error', (error) => {
    process.stderr.write(`${program} could not be started: ${error.message}\n`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => {
    process.exit(signal === null ? (code ?? 1) : 128 + constants.signals[signal])
  })
}

/**
 * npm passes a signal to the shell between it and us, which dies of it and tells nobody.
 * @param {import('node:child_process').ChildProcess} child
 */
function stopWithParent(child) {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    child.kill('SIGTERM')
  }, 250)
}
