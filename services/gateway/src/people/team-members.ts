import type { GatewayContext } from '../context.ts'

/** Members by the id of their repository and their login in lower case. */
interface Members {
  /** Keys, and at the same place the name of the team. */
  readonly members: { readonly keys: readonly string[]; readonly teams: readonly string[] }
  /** Keys of the members of the teams asked for; null: of no team in particular. */
  readonly of_members: readonly string[] | null
}

/** Who is in which team of OCTO_TEAMS_FILE; teams are asked for by name, in any case. */
export async function membersOf(
  { teams, repositories }: Pick<GatewayContext, 'teams' | 'repositories'>,
  wanted: readonly string[] | null,
): Promise<Members> {
  const ids = await repositories.idsByName(teams.map(({ repository }) => repository))
  const members = teams.flatMap(({ repository, teams: own }) => {
    const id = ids.get(repository.toLowerCase())
    return id === undefined
      ? []
      : own.flatMap(({ name, members: logins }) =>
          logins.map((login) => ({ key: `${id} ${login.toLowerCase()}`, team: name })),
        )
  })
  const names = wanted && new Set(wanted.map((name) => name.toLowerCase()))
  return {
    members: { keys: members.map(({ key }) => key), teams: members.map(({ team }) => team) },
    of_members: names && members.filter(({ team }) => names.has(team.toLowerCase())).map(({ key }) => key),
  }
}
