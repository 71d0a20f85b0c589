import { CommanderError, type CommandUnknownOpts } from '@commander-js/extra-typings'
import { CliError } from './cli-error.ts'
import type { Run } from './command.ts'
import { type ExitCode, exitCodes } from './exit-code.ts'
import { createProgram } from './program.ts'
import { createStyle } from './render/style.ts'
import { wrap } from './render/text-width.ts'
import type { Places } from './server.ts'
import { openSession } from './session.ts'
import type { Terminal } from './terminal.ts'

export interface CliOptions extends Places {
  readonly terminal: Terminal
}

/** Carries out what `octometer …` was told, and tells how the process should end. Nothing is thrown. */
export async function runCli(
  args: readonly string[],
  { terminal, ...places }: CliOptions,
): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.ok
  const run: Run = async (options, work) => {
    exitCode = (await work(openSession(terminal, places, options))) ?? exitCodes.ok
  }
  const program = createProgram(run)
  everyCommand(program, (each) => settle(each, terminal))
  try {
    await program.parseAsync([...args], { from: 'user' })
    return exitCode
  } catch (error) {
    return tell(error, terminal)
  }
}

function everyCommand(program: CommandUnknownOpts, visit: (command: CommandUnknownOpts) => void): void {
  visit(program)
  for (const each of program.commands) everyCommand(each, visit)
}

function settle(each: CommandUnknownOpts, terminal: Terminal): void {
  const width = Math.min(terminal.columns(), 100)
  const style = createStyle(terminal.isColored)
  each.exitOverride().showSuggestionAfterError(true).helpCommand(false)
  each.configureHelp({
    helpWidth: width,
    styleTitle: style.strong,
    styleCommandText: style.accent,
    styleOptionTerm: style.accent,
    styleSubcommandTerm: style.accent,
    styleArgumentTerm: style.accent,
  })
  each.configureOutput({
    writeOut: terminal.write,
    writeErr: terminal.writeError,
    getOutHelpWidth: () => width,
    getErrHelpWidth: () => width,
    getOutHasColors: () => terminal.isColored,
    getErrHasColors: () => terminal.isColored,
    outputError: (text, write) => write(fitted(text.trimEnd().replace(/^error: /, 'octometer: '), terminal)),
  })
}

function tell(error: unknown, terminal: Terminal): ExitCode {
  if (terminal.ended.aborted) return exitCodes.interrupted
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? exitCodes.ok : exitCodes.wrongUsage
  }
  const message = error instanceof Error ? error.message : String(error)
  const sentence = `octometer: ${/[.!?]$/.test(message) ? message : `${message}.`}`
  terminal.writeError(fitted(sentence, terminal))
  return error instanceof CliError ? error.exitCode : exitCodes.broken
}

/** A sentence in lines that the window is wide enough for. */
function fitted(sentence: string, terminal: Terminal): string {
  const width = terminal.columns()
  const lines = Number.isFinite(width) ? wrap(sentence.replaceAll('\n', ' '), width) : [sentence]
  return `${lines.join('\n')}\n`
}
