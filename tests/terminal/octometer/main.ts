import { runCli, terminalOf } from '@octometer/cli'

// Carries out many commands in one terminal, or one pipe: a process for each of them would take most of the time.
const commands: readonly (readonly string[])[] = JSON.parse(process.env.OCTO_TEST_COMMANDS ?? '[]')
const folder = process.env.OCTO_TEST_FOLDER ?? ''
const env = { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder }
const terminal = terminalOf(process, process.env, new AbortController().signal)
// In the order in which it is written, whichever stream it goes to.
const ordered = { ...terminal, writeError: terminal.write }
for (const args of commands) {
  terminal.write(`$ octometer ${args.join(' ')}\n`)
  const code = await runCli(args, { terminal: ordered, env, cwd: folder, project: folder })
  terminal.write(`[exit ${code}]\n`)
}
