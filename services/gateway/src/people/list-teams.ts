import { listTeams } from '@octometer/gateway-api'
import { endpoint } from '../answer-route.ts'
import { resolveScope } from '../repository-scope.ts'
import { maintainersOf, teamsIn } from './repository-teams.ts'

export const listTeamsEndpoint = endpoint(listTeams, 'people', async (gateway, { query, principal }) => {
  const { ids } = await resolveScope(gateway, principal, query.repository)
  const data = await teamsIn(gateway, ids)
  return {
    data: data.map(({ repository, maintainers, teams: own }) => ({
      repository,
      maintainers: [...maintainers],
      teams: own.map(({ name, members }) => ({ name, members: [...members] })),
    })),
    all_maintainers: maintainersOf(data),
  }
})
