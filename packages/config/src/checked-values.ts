import type { ConfigProblem } from './config-error.ts'
import type { RawValue } from './raw-values.ts'
import { shownValue } from './shown-value.ts'
import type { Checked, VariableEntry } from './variable.ts'
import { type VariableName, type Variables, variables } from './variables.ts'

/** The checked values of an environment; collects what is wrong instead of stopping at the first. */
export interface CheckedValues {
  readonly problems: readonly ConfigProblem[]
  get<N extends VariableName>(name: N): Checked<Variables[N]>
  /** True when one of these was set and cannot be used: what follows from that need not be said too. */
  wrong(...names: readonly VariableName[]): boolean
  /** Records that a variable is missing, or does not go with the others. */
  refuse(name: VariableName, expected: string): void
}

/** Raw → checked: every wanted variable against its kind. A wrong one takes its default, so that all can be judged. */
export function checkValues(
  wanted: Iterable<VariableName>,
  raw: ReadonlyMap<VariableName, RawValue>,
): CheckedValues {
  const checked = new Map<VariableName, unknown>()
  const wrong = new Set<VariableName>()
  const problems: ConfigProblem[] = []
  const refuse = (name: VariableName, expected: string) => {
    const set = raw.get(name)
    problems.push({
      variable: set?.source ?? name,
      value: set ? shown(variables[name], set) : null,
      expected,
    })
  }
  for (const name of wanted) {
    const entry: VariableEntry = variables[name]
    const set = raw.get(name)
    const parsed = set ? entry.kind.schema.safeParse(set.value) : null
    if (parsed && !parsed.success) {
      wrong.add(name)
      refuse(name, entry.mayBe + whichItem(parsed.error.issues[0]?.path[0]))
    }
    checked.set(name, parsed?.success ? parsed.data : defaultOf(entry))
  }
  return {
    problems,
    // The table says which type each variable's schema gives; a map over all of them cannot.
    get: <N extends VariableName>(name: N) => checked.get(name) as Checked<Variables[N]>,
    wrong: (...names) => names.some((name) => wrong.has(name)),
    refuse,
  }
}

function defaultOf({ kind, default: fallback }: VariableEntry): unknown {
  return fallback === null ? null : kind.schema.parse(fallback)
}

function whichItem(index: PropertyKey | undefined): string {
  return typeof index === 'number' ? `; entry ${index + 1} is none` : ''
}

/** What was set, as it may be printed. */
function shown(entry: VariableEntry, set: RawValue): string {
  const value = shownValue(entry, set)
  return value === null ? '(hidden)' : JSON.stringify(value)
}
