import type { CommandShape, OptionShape } from './command-shape.ts'

/** A script for fish: a line for each word that can stand somewhere. */
export function fishCompletion(shapes: readonly CommandShape[]): string {
  return `# Completion of octometer for fish: octometer completion fish | source
function __octometer_at
    set -l place
    for word in (commandline -opc)[2..]
        switch (string join ' ' $place)"|$word"
            case ${shapes.flatMap(steps).join(' ')}
                set -a place $word
        end
    end
    test (string join ' ' $place) = "$argv[1]"
end
complete -c octometer -f
${shapes.flatMap(lines).join('\n')}
`
}

function steps({ path, subcommands }: CommandShape): readonly string[] {
  return subcommands.map(({ name }) => quoted(`${path}|${name}`))
}

function lines(shape: CommandShape): readonly string[] {
  const at = `complete -c octometer -n ${quoted(`__octometer_at ${quoted(shape.path)}`)}`
  return [
    ...shape.subcommands.map(({ name, summary }) => `${at} -a ${name} -d ${quoted(summary)}`),
    ...shape.choices.map((choice) => `${at} -a ${choice}`),
    ...(shape.takesAnything ? [`${at} -F`] : []),
    ...shape.options.map((option) => `${at}${optionText(option)}`),
  ]
}

function optionText({ flags, summary, takesValue, choices }: OptionShape): string {
  const names = flags.map((flag) => (flag.startsWith('--') ? ` -l ${flag.slice(2)}` : ` -s ${flag.slice(1)}`))
  const value = takesValue ? ` -r${choices.length === 0 ? '' : ` -a ${quoted(choices.join(' '))}`}` : ''
  return `${names.join('')}${value} -d ${quoted(summary)}`
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
