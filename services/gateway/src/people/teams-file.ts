import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'

/** The people of one repository, as the file spells it and them. */
export interface RepositoryTeams {
  readonly repository: string
  readonly maintainers: readonly string[]
  readonly teams: readonly { readonly name: string; readonly members: readonly string[] }[]
}

export class TeamsFileError extends Error {
  override readonly name = 'TeamsFileError'
  readonly code = 'teams_file_wrong'
}

const logins = z.array(z.string().min(1))
const file = z.record(z.string().regex(/^[^/\s]+\/[^/\s]+$/), z.record(z.string().min(1), logins)).nullable()

/**
 * Reads `owner/name: { maintainers: [login], <team>: [login] }` for each repository. A person may be a maintainer and in
 * one team of a repository. Throws TeamsFileError.
 */
export function readTeamsFile(path: string): readonly RepositoryTeams[] {
  try {
    return parseTeams(readFileSync(path, 'utf8'))
  } catch (cause) {
    if (cause instanceof TeamsFileError) throw cause
    throw new TeamsFileError(`OCTO_TEAMS_FILE is ${path}, which cannot be read`, { cause })
  }
}

export function parseTeams(text: string): readonly RepositoryTeams[] {
  const parsed = file.safeParse(readYaml(text))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const where = issue?.path.join(' → ') || 'the file'
    throw new TeamsFileError(
      `OCTO_TEAMS_FILE: ${where} must be as in \`owner/name: { maintainers: [login], team: [login] }\``,
      { cause: parsed.error },
    )
  }
  return Object.entries(parsed.data ?? {}).map(([repository, { maintainers = [], ...rest }]) => {
    const teams = Object.entries(rest).map(([name, members]) => ({ name, members }))
    refuseTwoTeams(repository, teams)
    return { repository, maintainers, teams }
  })
}

function readYaml(text: string): unknown {
  try {
    return parse(text)
  } catch (cause) {
    throw new TeamsFileError('OCTO_TEAMS_FILE is no YAML', { cause })
  }
}

function refuseTwoTeams(repository: string, teams: RepositoryTeams['teams']): void {
  const teamOf = new Map<string, string>()
  for (const { name, members } of teams) {
    for (const login of new Set(members.map((member) => member.toLowerCase()))) {
      const other = teamOf.get(login)
      if (other !== undefined) {
        throw new TeamsFileError(
          `OCTO_TEAMS_FILE: in ${repository}, ${login} is in the teams ${other} and ${name}`,
        )
      }
      teamOf.set(login, name)
    }
  }
}
