import { type CommandShape, flagsOf, wordsOf } from './command-shape.ts'

/** A script for bash. It finds the place in the tree by the words so far, then offers what can stand there. */
export function bashCompletion(shapes: readonly CommandShape[]): string {
  return `# Completion of octometer for bash: source <(octometer completion bash)
_octometer() {
  local cur prev place word
  COMPREPLY=()
  cur="\${COMP_WORDS[COMP_CWORD]}"
  prev="\${COMP_WORDS[COMP_CWORD-1]}"
  place=""
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
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
complete -o default -F _octometer octometer
`
}

function steps({ path, subcommands }: CommandShape): readonly string[] {
  return subcommands.map(({ name }) => `      "${path}|${name}") place="${join(path, name)}" ;;`)
}

function values({ path, options }: CommandShape): readonly string[] {
  return options.flatMap(({ flags, takesValue, choices }) => {
    if (!takesValue) return []
    const patterns = flags.map((flag) => `"${path}|${flag}"`).join('|')
    // Without choices the shell's own completion of files is offered.
    const offered = choices.length === 0 ? '' : ` COMPREPLY=($(compgen -W "${choices.join(' ')}" -- "$cur"));`
    return [`    ${patterns})${offered} return ;;`]
  })
}

function place(shape: CommandShape): string {
  const flags = flagsOf(shape).join(' ')
  const words = wordsOf(shape).join(' ')
  return `    "${shape.path}")
      if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W "${flags}" -- "$cur"))
      else COMPREPLY=($(compgen -W "${words}" -- "$cur")); fi ;;`
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path} ${name}`
}
