import type { CommandShape, OptionShape } from './command-shape.ts'

/** A script for zsh, which shows what each word does beside it. */
export function zshCompletion(shapes: readonly CommandShape[]): string {
  return `#compdef octometer
# Completion of octometer for zsh: source <(octometer completion zsh)
_octometer() {
  local place="" word prev="\${words[CURRENT-1]}"
  local -a offered
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$place|$word" in
${shapes.flatMap(steps).join('\n')}
    esac
  done
  case "$place|$prev" in
${shapes.flatMap(values).join('\n')}
  esac
  case "$place" in
${shapes.map(place).join('\n')}
  esac
}
compdef _octometer octometer
`
}

function steps({ path, subcommands }: CommandShape): readonly string[] {
  return subcommands.map(({ name }) => `      "${path}|${name}") place="${`${path} ${name}`.trim()}" ;;`)
}

function values({ path, options }: CommandShape): readonly string[] {
  return options.flatMap(({ flags, takesValue, choices }) => {
    if (!takesValue) return []
    const patterns = flags.map((flag) => `"${path}|${flag}"`).join('|')
    const offered = choices.length === 0 ? '_files' : `compadd -- ${choices.join(' ')}`
    return [`    ${patterns}) ${offered}; return ;;`]
  })
}

function place({ path, subcommands, options, choices, takesAnything }: CommandShape): string {
  const flags = options.flatMap(({ flags: each, summary }) => each.map((flag) => described(flag, summary)))
  const words = [
    ...subcommands.map(({ name, summary }) => described(name, summary)),
    ...choices.map((choice) => described(choice, '')),
  ]
  return `    "${path}")
      if [[ "\${words[CURRENT]}" == -* ]]; then offered=(${flags.join(' ')}); _describe option offered
      else offered=(${words.join(' ')}); _describe command offered${takesAnything ? ' || _files' : ''}; fi ;;`
}

function described(word: string, summary: OptionShape['summary']): string {
  const text = summary === '' ? word : `${word.replaceAll(':', '\\:')}:${summary}`
  return `'${text.replaceAll("'", "'\\''")}'`
}
