/** One wrong variable: its name as it was set, what it was (secrets hidden; null when it was not set), what it may be. */
export interface ConfigProblem {
  readonly variable: string
  readonly value: string | null
  readonly expected: string
}

/** The environment cannot be used. Says every problem at once; never shows a secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly code = 'config_invalid'
  readonly problems: readonly ConfigProblem[]

  constructor(problems: readonly ConfigProblem[]) {
    super(`The configuration cannot be used:\n${problems.map(describe).join('\n')}`)
    this.problems = problems
  }
}

function describe({ variable, value, expected }: ConfigProblem): string {
  return `  ${variable} ${value === null ? 'is not set' : `is ${value}`}; expected: ${expected}`
}
