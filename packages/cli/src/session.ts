import type { Answered, Client } from './client.ts'
import { createClient } from './client.ts'
import { createStyle, type Style } from './render/style.ts'
import { chooseServer, type Places } from './server.ts'
import type { Terminal } from './terminal.ts'

/** Options that every command has. */
export interface CommonOptions {
  readonly json?: true | undefined
  readonly profile?: string | undefined
}

/** One run of one command. */
export interface Session {
  readonly terminal: Terminal
  readonly places: Places
  readonly style: Style
  /** Of a line; Infinity in a pipe. */
  readonly width: number
  /** The answer is wanted as the gateway gave it. */
  readonly isJson: boolean
  /** Throws CliError when it cannot be known whom to ask. */
  client(): Promise<Client>
  /** Lines of the answer, with an empty one before and after for a person. */
  print(lines: readonly string[]): void
  /** One line, as it comes. */
  printLine(line: string): void
  /** An answer as JSON, or as lines. */
  show<T>(answered: Answered<T>, lines: (answer: T) => readonly string[]): void
}

export function openSession(terminal: Terminal, places: Places, options: CommonOptions): Session {
  let client: Promise<Client> | undefined
  const printLine = (line: string) => terminal.write(`${line}\n`)
  const print = (lines: readonly string[]) => {
    const spaced = terminal.isInteractive ? ['', ...lines, ''] : lines
    terminal.write(spaced.map((line) => `${line}\n`).join(''))
  }
  return {
    terminal,
    places,
    style: createStyle(terminal.isColored),
    width: terminal.columns(),
    isJson: options.json === true,
    client() {
      client ??= chooseServer(places, options.profile).then((server) => createClient(server, terminal.ended))
      return client
    },
    print,
    printLine,
    show(answered, lines) {
      if (options.json === true) terminal.write(withEnd(answered.text))
      else print(lines(answered.read()))
    },
  }
}

function withEnd(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`
}

/** The answers of a command that asks several routes, each as it came, under its own name. */
export function jsonOf(answers: Readonly<Record<string, Answered<unknown> | null>>): string {
  const members = Object.entries(answers).map(
    ([name, answered]) => `${JSON.stringify(name)}:${answered === null ? 'null' : answered.text}`,
  )
  return `{${members.join(',')}}`
}
