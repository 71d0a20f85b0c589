import { history } from './browser-system.ts'

const names = ['sig-web', 'sig-core'] as const

/** OCTO_TEAMS_FILE of the people in the simulated month: in each repository every other one is in another team. JSON is YAML. */
export function simulatedTeams(): string {
  const people = new Map<string, Set<string>>()
  for (const { payload } of history()) {
    const repository = textAt(payload, 'repository', 'full_name')
    const logins = [
      textAt(payload, 'pull_request', 'user', 'login'),
      textAt(payload, 'review', 'user', 'login'),
    ]
    if (repository === null) continue
    const known = people.get(repository) ?? new Set()
    for (const login of logins) if (login !== null && !login.endsWith('[bot]')) known.add(login)
    people.set(repository, known)
  }
  const teamsOf = (logins: readonly string[]) =>
    Object.fromEntries(names.map((name, index) => [name, logins.filter((_, place) => place % 2 === index)]))
  return JSON.stringify(
    Object.fromEntries(
      [...people].map(([repository, logins]) => [
        repository,
        { maintainers: [...logins].slice(0, 1), ...teamsOf([...logins]) },
      ]),
    ),
  )
}

function textAt(payload: unknown, ...path: readonly string[]): string | null {
  const found = path.reduce<unknown>((value, name) => (isRecord(value) ? value[name] : undefined), payload)
  return typeof found === 'string' ? found : null
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
