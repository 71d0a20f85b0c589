export { type ExitCode, exitCodes } from './exit-code.ts'
export { widthOf } from './render/text-width.ts'
export { runCli } from './run-cli.ts'
export { type Terminal, terminalOf } from './terminal.ts'
