import type { ConfigGroup } from './config.ts'
import { type Environment, readRawValues } from './raw-values.ts'
import { shownValue } from './shown-value.ts'
import {
  documentedVariables,
  type VariableDoc,
  type VariableName,
  variableNames,
  variables,
} from './variables.ts'

/** A variable as a process found it when it started, for people to look at. */
export interface ShownSetting extends VariableDoc {
  /** False: another service reads it. */
  readonly isRead: boolean
  /** The name under which it was set, a seed's where that one was; null: it was not. */
  readonly setBy: string | null
  /** What was set, without what is secret in it; null: all of it is, or nothing was set. */
  readonly value: string | null
}

/** Every variable, in the order of the documentation; of those that these groups have, what was set. Pure. */
export function shownSettings(env: Environment, groups: readonly ConfigGroup[]): readonly ShownSetting[] {
  const wanted: ReadonlySet<string> = variableNames(groups)
  const { values } = readRawValues(env, variableNames(groups))
  return documentedVariables().map((doc) => {
    // The documentation is made of the table's own keys.
    const name = doc.name as VariableName
    const set = values.get(name)
    return {
      ...doc,
      isRead: wanted.has(name),
      setBy: set?.source ?? null,
      value: set ? shownValue(variables[name], set) : null,
    }
  })
}
