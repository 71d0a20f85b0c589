import type { GatewayContext } from '../context.ts'

export interface TeamTable {
  /** `<repository id> <login in lower case>`, and at the same place the team. */
  readonly members: readonly string[]
  readonly teams: readonly string[]
}

/** Who is in which team, of the repositories of OCTO_TEAMS_FILE that were ever seen. */
export async function teamTable({ teams, repositories }: GatewayContext): Promise<TeamTable> {
  const ids = await repositories.idsByName(teams.map(({ repository }) => repository))
  const entries = teams.flatMap(({ repository, teams: own }) => {
    const id = ids.get(repository.toLowerCase())
    if (id === undefined) return []
    return own.flatMap(({ name, members }) =>
      members.map((login) => ({ member: `${id} ${login.toLowerCase()}`, team: name })),
    )
  })
  return { members: entries.map(({ member }) => member), teams: entries.map(({ team }) => team) }
}
