import type { ApiRoute } from '@octometer/gateway-api'
import { explainQuery, type RenderedQuery, readModels, type Store } from '@octometer/read-store'
import type { GatewayContext } from '../context.ts'

interface AskedQuery {
  readonly name: string
  readonly rendered: RenderedQuery
}

interface RecordingStore {
  readonly store: Store
  /** Those that were answered, in the order in which they were asked. */
  readonly queries: readonly AskedQuery[]
}

/** A store that remembers which named queries were answered: those of one request. */
export function recordQueries(store: Store): RecordingStore {
  const asked: { readonly query: AskedQuery; answered: boolean }[] = []
  return {
    store: {
      ...store,
      query: async (query, parameters) => {
        const rendered = query.render(query.parameters.parse(parameters))
        const entry = { query: { name: query.name, rendered }, answered: false }
        asked.push(entry)
        const rows = await store.query(query, parameters)
        entry.answered = true
        return rows
      },
    },
    get queries() {
      return asked.filter(({ answered }) => answered).map(({ query }) => query)
    },
  }
}

/** Pages of docs/metrics, by the projection that answers. */
const PAGES: Readonly<Record<string, string>> = {
  alerts: 'alerts',
  'api-usage': 'api-usage',
  checks: 'ci',
  counters: 'counters',
  deployments: 'deployments',
  intake: 'intake',
  issues: 'issues',
  people: 'people',
  projects: 'projects',
  'pull-requests': 'pull-requests',
  repositories: 'repositories',
  'review-threads': 'review-threads',
}

/** How an answer came about: `definition` says more than the route's description where numbers have several. */
export async function explainAnswer(
  { states }: Pick<GatewayContext, 'states'>,
  { route, projection }: { readonly route: ApiRoute; readonly projection: string },
  definition: string | null,
  queries: readonly AskedQuery[],
) {
  const tables = await tablesBehind(states)
  const page = PAGES[projection]
  return {
    definition: definition === null ? route.description : `${route.description}\n\n${definition}`,
    page: page === undefined ? null : `docs/metrics/${page}.md`,
    queries: queries.map(({ name, rendered }) => ({
      name,
      sql: explainQuery(rendered, (view) => tables.get(view)),
    })),
  }
}

/** The table of the live generation behind each view. */
async function tablesBehind(states: GatewayContext['states']): Promise<ReadonlyMap<string, string>> {
  const models = await Promise.all(
    readModels.map(async ({ projection, tables }) => {
      const generation = await states.liveGeneration(projection)
      return generation == null ? [] : tables.map(({ name }) => [name, `${name}__${generation}`] as const)
    }),
  )
  return new Map(models.flat())
}
