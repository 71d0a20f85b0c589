import { alertVariables } from './alert-variables.ts'
import type { ConfigGroup } from './config.ts'
import { githubVariables } from './github-variables.ts'
import { seedNames } from './seed-names.ts'
import { serviceVariables } from './service-variables.ts'
import { storeVariables } from './store-variables.ts'
import type { VariableEntry } from './variable.ts'

/** Every variable, once. */
export const variables = {
  ...serviceVariables,
  ...storeVariables,
  ...githubVariables,
  ...alertVariables,
} as const

export type Variables = typeof variables
export type VariableName = keyof Variables

/** A variable as the documentation shows it. */
export interface VariableDoc {
  readonly name: string
  readonly group: ConfigGroup
  readonly kind: string
  readonly default: string | null
  readonly mayBe: string
  readonly description: string
  readonly secret: boolean
  /** Names of the seed systems that are read in its place. */
  readonly aliases: readonly string[]
}

/** Every variable, in the order of the documentation. */
export function documentedVariables(): readonly VariableDoc[] {
  return Object.entries<VariableEntry>(variables).map(([name, entry]) => ({
    name,
    group: entry.group,
    kind: entry.kind.label,
    default: entry.default,
    mayBe: entry.mayBe,
    description: entry.description,
    secret: entry.secret === true,
    aliases: Object.keys(seedNames).filter((seed) => seedNames[seed]?.variable === name),
  }))
}

/** The variables of some groups. */
export function variableNames(groups: readonly ConfigGroup[]): ReadonlySet<VariableName> {
  // Object.keys gives plain strings; the table's own keys are the names.
  const names = Object.keys(variables) as VariableName[]
  return new Set(names.filter((name) => groups.includes(variables[name].group)))
}
