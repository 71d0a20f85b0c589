import { type ResultRow, type Surroundings, targetRow } from '../benchmark.ts'
import { declareConsumers, untilMerged } from '../query/prepare-dataset.ts'
import { number, round, type Spread, spreadOf } from '../statistics.ts'
import { startGatewayProcess } from '../system/services.ts'
import { startTopology } from '../system/topology.ts'
import { askOverview, askRoutes, documentedRoutes, findKnown, type RouteAnswers } from './ask-routes.ts'
import { generationOf, openOrganisation } from './fill-organisation.ts'
import { overview } from './route-cases.ts'
import { questionsFor } from './route-questions.ts'

const P95_MS = 150
const OVERVIEW_MS = 300

export interface OrganisationResult {
  readonly deliveries: number
  readonly until: string
  readonly questions: readonly {
    readonly route: string
    readonly what: string
    readonly spread: Spread
    readonly milliseconds: readonly number[]
  }[]
  readonly overview: { readonly spread: Spread; readonly milliseconds: readonly number[] }
}

/** How long every GET route takes on a year of an organisation. */
export async function measureOrganisation(
  surroundings: Surroundings,
  deliveries: number,
): Promise<OrganisationResult> {
  const { root, settings, now, say } = surroundings
  const folder = await openOrganisation(root, { name: 'organisation', deliveries, days: 365 }, now)
  const { organisation } = folder
  await using topology = await startTopology(surroundings, folder.path)
  await folder.fill(topology.store, say)
  await untilMerged(topology.store, topology.access)
  await declareConsumers(topology, (projection) => generationOf(projection, organisation))
  await using gateway = await startGatewayProcess(topology)
  const all = questionsFor(await documentedRoutes(gateway.url), await findKnown(gateway.url, organisation))
  const { routes } = settings
  const questions =
    routes === null ? all : all.filter(({ route }) => routes.some((each) => route.includes(each)))
  const answers = await askRoutes(
    { url: gateway.url, clickhouse: topology.clickhouse.pid, runs: settings.runs },
    questions,
  )
  for (const { route, what, milliseconds } of answers) {
    const { p50, p95 } = spreadOf(milliseconds)
    say(`${route}, ${what}: p50 ${p50}, p95 ${p95} ms`)
  }
  const overviews = await askOverview(gateway.url, overview, settings.runs)
  return {
    deliveries,
    until: organisation.until.toISOString(),
    questions: answers.map(({ milliseconds, ...about }) => ({ ...about, ...spreadOut(milliseconds) })),
    overview: spreadOut(overviews),
  }
}

function spreadOut(milliseconds: RouteAnswers['milliseconds']) {
  return { spread: spreadOf(milliseconds), milliseconds: milliseconds.map((each) => round(each, 1)) }
}

/** A row per route: its slowest kind of question is held against the target. */
export function organisationRows({
  questions,
  overview: pages,
  deliveries,
}: OrganisationResult): readonly ResultRow[] {
  const rows = [...Map.groupBy(questions, ({ route }) => route)].map(([route, asked]) => {
    const slowest = asked.reduce((left, right) => (right.spread.p95 > left.spread.p95 ? right : left))
    const slow = asked.filter(({ spread }) => spread.p95 > P95_MS)
    return targetRow(
      `GET ${route}, ${number(deliveries / 1e6)} M deliveries: p95 of the slowest of ${asked.length} questions, ms`,
      `≤ ${P95_MS}`,
      number(slowest.spread.p95, 0),
      slow.length === 0,
      slow.map(({ what, spread }) => `${what} ${number(spread.p95)} (p50 ${number(spread.p50)})`).join(', '),
    )
  })
  const all = targetRow(
    `what the overview asks (${overview.length} routes), side by side: p95, ms`,
    `≤ ${OVERVIEW_MS}`,
    number(pages.spread.p95),
    pages.spread.p95 <= OVERVIEW_MS,
    `p50 ${number(pages.spread.p50)}`,
  )
  return [...rows, all]
}
