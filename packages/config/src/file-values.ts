import { readFileSync } from 'node:fs'
import { ConfigError, type ConfigProblem } from './config-error.ts'
import type { Environment } from './raw-values.ts'
import { variables } from './variables.ts'

const ENDING = '_FILE'

/**
 * The environment with what stands in files: where `<NAME>_FILE` is set, NAME has that file's text, less the line feed at its
 * end. So a secret need not stand in the environment, which every listing of a container shows. An empty file is as good as none.
 * @throws ConfigError for a file that cannot be read, and for a variable that is set in both ways.
 */
export function withFileValues(
  env: Environment,
  readText: (path: string) => string = (path) => readFileSync(path, 'utf8'),
): Environment {
  const problems: ConfigProblem[] = []
  const filled: Record<string, string | undefined> = { ...env }
  for (const [source, path] of Object.entries(env)) {
    const name = source.slice(0, -ENDING.length)
    if (!path || !source.endsWith(ENDING) || source in variables || !(name in variables)) continue
    delete filled[source]
    if (env[name]) {
      problems.push({ variable: source, value: shown(path), expected: `not to be set beside ${name}` })
      continue
    }
    try {
      filled[name] = readText(path).replace(/\r?\n$/, '')
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
      problems.push({ variable: source, value: shown(path), expected: `a file that can be read${code}` })
    }
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return filled
}

/** Who set the secret itself in the place of its file's path must not read it in a log. */
function shown(path: string): string {
  return /^\.{0,2}\//.test(path) ? JSON.stringify(path) : '(hidden)'
}
