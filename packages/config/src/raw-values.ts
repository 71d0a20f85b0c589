import { nearestName } from './nearest-name.ts'
import { isIgnoredSeedName, seedNames } from './seed-names.ts'
import { type VariableName, variables } from './variables.ts'

/** The process's environment, or a plain object in a test. */
export type Environment = Readonly<Record<string, string | undefined>>

/** A variable's text and the name under which it was set. */
export interface RawValue {
  readonly source: string
  readonly value: string | readonly string[]
}

export interface RawValues {
  readonly values: ReadonlyMap<VariableName, RawValue>
  readonly notices: readonly string[]
}

/** Names → raw values: our names, else the seeds'. An empty text is as good as none, as Compose files write it. */
export function readRawValues(env: Environment, wanted: ReadonlySet<VariableName>): RawValues {
  const values = new Map<VariableName, RawValue>()
  for (const name of wanted) {
    const value = env[name]
    if (value) values.set(name, { source: name, value })
  }
  return { values, notices: [...readSeedNames(env, wanted, values), ...unreadNames(env)] }
}

function readSeedNames(
  env: Environment,
  wanted: ReadonlySet<VariableName>,
  values: Map<VariableName, RawValue>,
): string[] {
  const notices: string[] = []
  for (const [source, { variable, translate, implies }] of Object.entries(seedNames)) {
    const text = env[source]
    if (!text || !wanted.has(variable)) continue
    const value = translate?.(text) ?? text
    const present = values.get(variable)
    if (!present) {
      values.set(variable, { source, value })
      notices.push(`${source} is read as ${variable}`)
      if (implies && !env[implies.variable]) values.set(implies.variable, { source, value: implies.value })
    } else if (present.source in seedNames && Array.isArray(present.value) && Array.isArray(value)) {
      values.set(variable, { source: `${present.source} and ${source}`, value: [...present.value, ...value] })
      notices.push(`${source} is read as one more of ${variable}`)
    } else {
      notices.push(`${source} is ignored: ${present.source} is set`)
    }
  }
  return notices
}

function unreadNames(env: Environment): string[] {
  const notices: string[] = []
  for (const [name, value] of Object.entries(env)) {
    if (!value) continue
    if (isIgnoredSeedName(name)) notices.push(`${name} is ignored: Octometer does not need it`)
    else if (name.startsWith('METRICS_') && !(name in seedNames)) notices.push(`${name} is not read`)
    else if (name.startsWith('OCTO_') && !(name in variables)) notices.push(unknownName(name))
  }
  return notices.sort()
}

function unknownName(name: string): string {
  const nearest = nearestName(name, Object.keys(variables))
  return `${name} is not read: no variable has this name${nearest ? `; did you mean ${nearest}?` : ''}`
}
