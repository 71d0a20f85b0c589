import {
  funnelPhases,
  getPullRequestFunnel,
  HISTOGRAM_BOUNDS,
  LONGEST_STANDING,
  type QueryOf,
} from '@octometer/gateway-api'
import { pullRequestFunnel, pullRequestStates, standingPullRequests } from '@octometer/read-store'
import { endpoint } from '../answer-route.ts'
import type { GatewayContext } from '../context.ts'
import { readLive } from '../live-generation.ts'
import { AI_AGENTS } from '../people/account-kind.ts'
import { peopleLeftOut } from '../people/left-out.ts'
import { membersOf } from '../people/team-members.ts'
import { teamsFile } from '../proof/behind.ts'
import { recentRange } from '../recent-range.ts'
import { namesIn } from '../repository-names.ts'
import { isKnown, type RepositoryScope, resolveScope } from '../repository-scope.ts'
import { keyOf } from './find-pull-requests.ts'
import { funnelOf, standingOf } from './funnel-numbers.ts'

type Query = QueryOf<typeof getPullRequestFunnel>

export const getPullRequestFunnelEndpoint = endpoint(
  getPullRequestFunnel,
  'pull-requests',
  async (gateway, { query, principal }) => {
    const scope = await resolveScope(gateway, principal, query.repository)
    const question = await questionOf(gateway, query, scope)
    const now = gateway.now()
    const [known, { row, standing, titles }] = await Promise.all([
      isKnown(gateway, scope),
      readLive(gateway, 'pull-requests', (generation) =>
        readFunnel(gateway, { ...question, generation }, now),
      ),
    ])
    const nameOf = await namesIn(gateway, [...titles.values()])
    return {
      since: question.period.since.toISOString(),
      until: question.period.until.toISOString(),
      ...funnelOf(row, known),
      standing: standingOf(standing, { known, now, titles, nameOf }),
      unknown_repositories: [...scope.unknown],
    }
  },
  {
    definition: () =>
      `The phases ${funnelPhases.join(', ')} of the definition octometer (docs/metrics/pull-requests.md), of pull requests that were opened in the range; and where the open ones stand now.`,
    evidence: (gateway, { query, principal }) =>
      readLive(gateway, 'pull-requests', async (generation) => {
        const scope = await resolveScope(gateway, principal, query.repository)
        const question = await questionOf(gateway, query, scope)
        const of = { kind: 'funnel', question: { ...question, generation } } as const
        return {
          deliveries: [{ since: null, until: null, repositories: scope.ids, of }],
          elsewhere: query.team === undefined ? [] : [teamsFile],
        }
      }),
  },
)

async function questionOf(gateway: GatewayContext, query: Query, { ids }: RepositoryScope) {
  const { of_members } = await membersOf(gateway, query.team ?? null)
  return {
    period: recentRange(query, gateway.now()),
    repositories: ids,
    authors: query.author ?? null,
    without: await peopleLeftOut(gateway, query, ids),
    kinds: query.kind ?? (['person'] as const),
    agents: [...AI_AGENTS],
    bots: gateway.answers.bots.map((bot) => bot.toLowerCase()),
    of_members,
  }
}

type Question = Awaited<ReturnType<typeof questionOf>> & { readonly generation: string }

/** The numbers, and what those are called that stand for longest. */
async function readFunnel({ store }: GatewayContext, question: Question, now: Date) {
  const [[row], standing] = await Promise.all([
    store.query(pullRequestFunnel, { ...question, bounds: HISTOGRAM_BOUNDS }),
    store.query(standingPullRequests, { ...question, now, longest: LONGEST_STANDING }),
  ])
  const keys = standing.flatMap(({ longest }) =>
    longest.map(([, repository_id, number]) => ({ repository_id, number })),
  )
  const { generation } = question
  const states = keys.length === 0 ? [] : await store.query(pullRequestStates, { generation, keys })
  return { row, standing, titles: new Map(states.map((state) => [keyOf(state), state] as const)) }
}
