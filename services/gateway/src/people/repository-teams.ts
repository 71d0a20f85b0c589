import type { GatewayContext } from '../context.ts'
import type { RepositoryTeams } from './teams-file.ts'

/** What OCTO_TEAMS_FILE says of these repositories; null: of all that it names. */
export async function teamsIn(
  { teams, repositories }: Pick<GatewayContext, 'teams' | 'repositories'>,
  ids: readonly number[] | null,
): Promise<readonly RepositoryTeams[]> {
  if (ids === null) return teams
  const known = await repositories.idsByName(teams.map(({ repository }) => repository))
  return teams.filter(({ repository }) => {
    const id = known.get(repository.toLowerCase())
    return id !== undefined && ids.includes(id)
  })
}

/** Who maintains any of them, each once. */
export function maintainersOf(teams: readonly RepositoryTeams[]): string[] {
  return [...new Set(teams.flatMap(({ maintainers }) => maintainers))].sort()
}
