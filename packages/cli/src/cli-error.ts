import { type ExitCode, exitCodes } from './exit-code.ts'

/** Why a command could not do what it was asked to: a sentence for the person, and how the program ends. */
export class CliError extends Error {
  override readonly name = 'CliError'
  readonly code: string
  readonly exitCode: ExitCode

  constructor(code: string, exitCode: ExitCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.exitCode = exitCode
  }
}

export function wrongUsage(message: string): CliError {
  return new CliError('wrong_usage', exitCodes.wrongUsage, message)
}
