import type { GatewayContext } from '../context.ts'
import { maintainersOf, teamsIn } from './repository-teams.ts'

interface Asked {
  readonly exclude_user?: readonly string[] | undefined
  readonly exclude_maintainers: 'true' | 'false'
}

/** Logins, in lower case, that an answer about these repositories (null: all) leaves out. */
export async function peopleLeftOut(
  gateway: Pick<GatewayContext, 'teams' | 'repositories'>,
  { exclude_user = [], exclude_maintainers }: Asked,
  repositories: readonly number[] | null,
): Promise<readonly string[]> {
  const maintainers =
    exclude_maintainers === 'true' ? maintainersOf(await teamsIn(gateway, repositories)) : []
  return [...new Set([...exclude_user, ...maintainers].map((login) => login.toLowerCase()))]
}
