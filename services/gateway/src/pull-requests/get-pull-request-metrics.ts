import {
  type AnswerOf,
  type CycleTimeName,
  cycleTimes,
  getPullRequestMetrics,
  type QueryOf,
  type getPullRequestMetrics as Route,
} from '@octometer/gateway-api'
import { looksBesidePulls, type PullRequestMetricsRow, pullRequestMetrics } from '@octometer/read-store'
import { endpoint } from '../answer-route.ts'
import { groupPlaceOf } from '../checks/group-place.ts'
import { readCompared } from '../compared-period.ts'
import type { GatewayContext } from '../context.ts'
import { readLive } from '../live-generation.ts'
import { cutPage } from '../paging.ts'
import { AI_AGENTS } from '../people/account-kind.ts'
import { peopleLeftOut } from '../people/left-out.ts'
import { membersOf } from '../people/team-members.ts'
import { teamsFile } from '../proof/behind.ts'
import { recentRange } from '../recent-range.ts'
import { namesOf } from '../repository-names.ts'
import { isKnown, resolveScope } from '../repository-scope.ts'
import { changeOf, numbersOf } from './metrics-numbers.ts'

type Query = QueryOf<typeof Route>
type Group = AnswerOf<typeof Route>['data'][number]
type Dimension = NonNullable<Query['group_by']>[number]

export const getPullRequestMetricsEndpoint = endpoint(
  getPullRequestMetrics,
  'pull-requests',
  async (gateway, { query, principal }) => {
    const period = recentRange(query, gateway.now())
    const compared = readCompared(query.compare, period)
    const after = groupPlaceOf(query.cursor)
    const scope = await resolveScope(gateway, principal, query.repository)
    const groupBy = [...new Set(query.group_by ?? [])]
    const members = await membersOf(gateway, query.team ?? null)
    const without = await peopleLeftOut(gateway, query, scope.ids)
    const among = { repositories: scope.ids, without, ...members }
    const question = { period, compared, after, group_by: groupBy, ...among }
    const [known, rows] = await Promise.all([isKnown(gateway, scope), readMetrics(gateway, query, question)])
    const { entries, page } = cutPage(
      rows.filter(({ level }) => level === 1),
      { limit: query.limit, more: false, placeOf: ({ sort_value, sort_key }) => [sort_value, sort_key] },
    )
    const { definition } = query
    const total = rows.find(({ level }) => level === 0)
    const nameOf = await namesOf(
      gateway,
      entries.flatMap(({ of_repository }) => of_repository ?? []),
    )
    const compares = compared !== null && !groupBy.includes('week')
    return {
      definition,
      ...shown(period),
      numbers: numbersOf(total, definition, known),
      compared: compared && { ...shown(compared), ...comparison(total, definition, known) },
      data: entries.map((row) => ({
        ...groupOf(row, groupBy, nameOf),
        numbers: numbersOf(row, definition, known),
        compared: compares ? comparison(row, definition, known) : null,
      })),
      page,
      unknown_repositories: [...scope.unknown],
    }
  },
  {
    definition: ({ query }) => definitionText(query.definition),
    evidence: (gateway, { query, principal }) =>
      readLive(gateway, 'pull-requests', async (generation) => {
        const period = recentRange(query, gateway.now())
        const { ids: repositories } = await resolveScope(gateway, principal, query.repository)
        const members = await membersOf(gateway, query.team ?? null)
        const without = await peopleLeftOut(gateway, query, repositories)
        const more = { compared: null, after: null, group_by: [], repositories, without, ...members }
        const question = { generation, ...questionOf(gateway, query), ...more }
        const periods = [period, readCompared(query.compare, period)].filter((each) => each !== null)
        const usesTeams = query.team !== undefined || query.group_by?.includes('team') === true
        return {
          deliveries: periods.flatMap((each) =>
            kindsBehind(query.definition).map((kind) => ({
              ...{ ...each, repositories },
              of: { kind, question: { ...question, period: each } },
            })),
          ),
          elsewhere: usesTeams ? [teamsFile] : [],
        }
      }),
  },
)

function kindsBehind(definition: CycleTimeName) {
  return looksBesidePulls(definition) ? (['pulls', 'beside_pulls'] as const) : (['pulls'] as const)
}

type Question = Parameters<(typeof pullRequestMetrics)['render']>[0]

function readMetrics(
  gateway: GatewayContext,
  query: Query,
  question: Pick<
    Question,
    'period' | 'compared' | 'after' | 'group_by' | 'repositories' | 'without' | 'members' | 'of_members'
  >,
): Promise<readonly PullRequestMetricsRow[]> {
  return readLive(gateway, 'pull-requests', (generation) =>
    gateway.store.query(pullRequestMetrics, { generation, ...question, ...questionOf(gateway, query) }),
  )
}

function questionOf({ answers, timezone }: GatewayContext, query: Query) {
  return {
    definition: query.definition,
    authors: query.author ?? null,
    kinds: query.kind ?? (['person'] as const),
    agents: [...AI_AGENTS],
    bots: answers.bots.map((bot) => bot.toLowerCase()),
    timezone,
    // One for all of them together, and one that tells whether more follow.
    limit: query.limit + 2,
  }
}

function definitionText(name: CycleTimeName): string {
  const { source, of, phases } = cycleTimes[name]
  const lines = Object.entries(phases).map(([phase, formula]) => `- ${phase}: ${formula}`)
  return `${name} (${source}), of pull requests that were ${of}:\n\n${lines.join('\n')}`
}

function shown({ since, until }: { readonly since: Date; readonly until: Date }) {
  return { since: since.toISOString(), until: until.toISOString() }
}

function comparison(row: PullRequestMetricsRow | undefined, definition: CycleTimeName, known: boolean) {
  const other = row && { opened: row.other_opened, ended: row.other_ended, phases: row.other_phases }
  const numbers = numbersOf(other, definition, known)
  return { numbers, change: changeOf(numbersOf(row, definition, known), numbers, definition) }
}

function groupOf(
  { of_repository: repository_id, author, team, week }: PullRequestMetricsRow,
  groupBy: readonly Dimension[],
  nameOf: (id: number) => string,
): Omit<Group, 'numbers' | 'compared'> {
  return {
    ...(repository_id === null ? {} : { repository: nameOf(repository_id), repository_id }),
    ...(groupBy.includes('author') ? { author } : {}),
    ...(groupBy.includes('team') ? { team } : {}),
    ...(week === null ? {} : { week }),
  }
}
