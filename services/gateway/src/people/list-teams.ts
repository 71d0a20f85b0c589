import { listTeams } from '@octometer/gateway-api'
import { endpoint } from '../answer-route.ts'
import { resolveScope } from '../repository-scope.ts'

export const listTeamsEndpoint = endpoint(listTeams, 'people', async (gateway, { query, principal }) => {
  const { teams } = gateway
  const { ids } = await resolveScope(gateway, principal, query.repository)
  const known = ids && (await gateway.repositories.idsByName(teams.map(({ repository }) => repository)))
  const data = teams.filter(({ repository }) => {
    const id = known?.get(repository.toLowerCase())
    return ids === null || (id !== undefined && ids.includes(id))
  })
  return {
    data: data.map(({ repository, maintainers, teams: own }) => ({
      repository,
      maintainers: [...maintainers],
      teams: own.map(({ name, members }) => ({ name, members: [...members] })),
    })),
    all_maintainers: [...new Set(data.flatMap(({ maintainers }) => maintainers))].sort(),
  }
})
