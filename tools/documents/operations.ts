import type { TextFile } from '../check/source-tree.ts'

/** Names of what the system says by itself, as its sources write them. */
export interface Said {
  readonly alerts: readonly string[]
  readonly findings: readonly string[]
  readonly problems: readonly string[]
}

/** Reads them from sources: rules from their list, findings from the rooms of the doctor, codes from where problems are made. */
export function whatIsSaid(sources: readonly TextFile[]): Said {
  const product = sources.filter(({ path }) => !/\.(test|fixture)\.|\/testkit\//.test(path))
  const within = (room: RegExp) => product.filter(({ path }) => room.test(path))
  const found = (files: readonly TextFile[], ...patterns: readonly RegExp[]) => {
    const names = files.flatMap(({ text }) =>
      patterns.flatMap((pattern) => [...text.matchAll(pattern)].map(([, name = '']) => name)),
    )
    return [...new Set(names)].sort()
  }
  const [rules = ''] = within(/alert-rules\.ts$/).flatMap(
    ({ text }) => /alertRuleNames = \[([^\]]*)\]/.exec(text)?.[1] ?? [],
  )
  const [refusals = ''] = within(/ingress\/src\/refusal\.ts$/).flatMap(
    ({ text }) => /refusalStatus = \{([^}]*)\}/.exec(text)?.[1] ?? [],
  )
  return {
    alerts: [...rules.matchAll(/'([a-z-]+)'/g)].map(([, name = '']) => name),
    findings: found(
      within(/\/(doctor\/[^/]+|doctor-[^/]+)\.ts$/),
      /\bname(?: = |: )'([a-z_.]+)'/g,
      /\bname(?: = |: )`([a-z_.]+)\.\$\{/g,
      /\bname: '([a-z_]+)'/g,
    ),
    problems: [
      ...found(
        within(/^(services|packages\/service-kit)\//),
        /\b(?:problem|ProblemError)\(\s*\w+,\s*'([a-z_]+)'/g,
      ),
      ...[...refusals.matchAll(/(\w+): \d{3}/g)].map(([, name = '']) => name),
    ],
  }
}
