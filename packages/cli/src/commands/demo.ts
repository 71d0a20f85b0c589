import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { Command } from '@commander-js/extra-typings'
import type { Run } from '../command.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'

export function demoCommand(run: Run) {
  return new Command('demo')
    .description('the whole system on this machine, with a month of history and live traffic')
    .option('--check', 'compare every total with the simulator’s own instead; ends with 1 when one differs')
    .addHelpText('after', EXAMPLES)
    .action((options) =>
      run({}, async ({ places, terminal }) => {
        const bootstrap = join(places.project, 'tools', 'bootstrap', 'run.mjs')
        const args = [bootstrap, 'demo', ...(options.check === true ? ['--check'] : [])]
        const child = spawn(process.execPath, args, {
          cwd: places.project,
          env: places.env,
          stdio: 'inherit',
        })
        // Ctrl-C reaches it by the terminal; a signal to us alone does not.
        terminal.ended.addEventListener('abort', () => terminal.isInteractive || child.kill('SIGTERM'))
        const [code] = await once(child, 'exit')
        return endedAs(code)
      }),
    )
}

function endedAs(code: unknown): ExitCode {
  if (code === 0) return exitCodes.ok
  return code === 1 ? exitCodes.badNews : exitCodes.broken
}

const EXAMPLES = `
Examples:
  # start it, then ask it from another window
  $ octometer demo
  $ octometer status

  # is every total what the simulator counted?
  $ octometer demo --check
`
