import { Argument, Command, type CommandUnknownOpts } from '@commander-js/extra-typings'
import type { Run } from '../command.ts'
import { bashCompletion } from '../completion/bash.ts'
import { commandShapes } from '../completion/command-shape.ts'
import { fishCompletion } from '../completion/fish.ts'
import { zshCompletion } from '../completion/zsh.ts'

const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const

/** Made of the tree of commands as it is, so that it never offers what is not there. */
export function completionCommand(run: Run, program: () => CommandUnknownOpts) {
  return new Command('completion')
    .description('a script that completes commands in your shell')
    .addArgument(new Argument('<shell>', 'which one').choices(['bash', 'zsh', 'fish'] as const))
    .addHelpText('after', EXAMPLES)
    .action((shell) =>
      run({}, async ({ terminal }) => {
        terminal.write(SCRIPTS[shell](commandShapes(program())))
        return undefined
      }),
    )
}

const EXAMPLES = `
Examples:
  # bash: in ~/.bashrc
  $ source <(octometer completion bash)

  # zsh: in ~/.zshrc, after compinit
  $ source <(octometer completion zsh)

  # fish
  $ octometer completion fish > ~/.config/fish/completions/octometer.fish
`
