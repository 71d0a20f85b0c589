import type { CommandUnknownOpts } from '@commander-js/extra-typings'

export interface OptionShape {
  /** `--json`, `-w`. */
  readonly flags: readonly string[]
  readonly summary: string
  readonly takesValue: boolean
  /** What the value may be; empty when it may be anything. */
  readonly choices: readonly string[]
}

/** What can be completed at one place in the tree of commands. */
export interface CommandShape {
  /** `sync run`; empty for the program itself. */
  readonly path: string
  readonly subcommands: readonly { readonly name: string; readonly summary: string }[]
  readonly options: readonly OptionShape[]
  /** Of its first argument. */
  readonly choices: readonly string[]
  /** Whether it takes an argument whose value may be anything, a file among it. */
  readonly takesAnything: boolean
}

/** The shape of every command of the tree, the program first. */
export function commandShapes(
  program: CommandUnknownOpts,
  path: readonly string[] = [],
): readonly CommandShape[] {
  const help = program.createHelp()
  const choices = program.registeredArguments[0]?.argChoices ?? []
  const shape: CommandShape = {
    path: path.join(' '),
    subcommands: program.commands.map((each) => ({ name: each.name(), summary: each.description() })),
    options: help.visibleOptions(program).map((option) => ({
      flags: [option.short, option.long].filter((flag) => flag !== undefined),
      summary: option.description,
      takesValue: option.required || option.optional,
      choices: option.argChoices ?? [],
    })),
    choices,
    takesAnything: program.registeredArguments.length > 0 && choices.length === 0,
  }
  return [shape, ...program.commands.flatMap((each) => commandShapes(each, [...path, each.name()]))]
}

/** Words that can stand at a place beside options. */
export function wordsOf({ subcommands, choices }: CommandShape): readonly string[] {
  return [...subcommands.map(({ name }) => name), ...choices]
}

export function flagsOf({ options }: CommandShape): readonly string[] {
  return options.flatMap(({ flags }) => flags)
}
