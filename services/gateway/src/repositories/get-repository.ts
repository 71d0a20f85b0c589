import { getRepository, type PathOf } from '@octometer/gateway-api'
import { type RepositoryNow, repositoriesNow } from '@octometer/read-store'
import { type Principal, problem } from '@octometer/service-kit'
import { endpoint } from '../answer-route.ts'
import type { GatewayContext } from '../context.ts'
import { recentRange } from '../recent-range.ts'
import { namesIn } from '../repository-names.ts'
import { resolveScope } from '../repository-scope.ts'
import { projectDays } from './project-days.ts'
import { repositoryBehind } from './repository-behind.ts'
import { factsOf, healthAt } from './repository-fields.ts'
import { linesOfCodeOf, techStackOf } from './tech-stack.ts'

export const getRepositoryEndpoint = endpoint(
  getRepository,
  'repositories',
  async (gateway, { path, query, principal }) => {
    const now = gateway.now()
    const range = recentRange(query, now)
    const row = await findRepository(gateway, principal, path)
    const [countsOf, nameOf, days] = await Promise.all([
      gateway.repositoryCounts(),
      namesIn(gateway, [row]),
      projectDays(gateway, row.repository_id, range, now),
    ])
    const facts = factsOf(row, countsOf(row.repository_id), nameOf(row.repository_id))
    const { has_languages, languages, bytes } = row.measured
    return {
      ...facts,
      health: healthAt(row, facts.open_issues, now),
      lines_of_code: linesOfCodeOf(row),
      languages: has_languages
        ? Object.fromEntries(languages.map((language, index) => [language, bytes[index] ?? 0]))
        : null,
      tech_stack: techStackOf(row),
      days,
    }
  },
  {
    evidence: async (gateway, { path, query, principal }) =>
      repositoryBehind(
        gateway,
        await findRepository(gateway, principal, path),
        recentRange(query, gateway.now()),
      ),
  },
)

async function findRepository(
  gateway: GatewayContext,
  principal: Principal,
  { owner, repo }: PathOf<typeof getRepository>,
): Promise<RepositoryNow> {
  const { ids } = await resolveScope(gateway, principal, [`${owner}/${repo}`])
  const [row] = ids?.length === 1 ? await gateway.store.query(repositoriesNow, { repositories: ids }) : []
  if (row !== undefined) return row
  throw problem(404, 'repository_not_found', 'No repository of this name is known.')
}
