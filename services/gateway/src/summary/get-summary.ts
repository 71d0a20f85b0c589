import { getSummary } from '@octometer/gateway-api'
import { deliveriesSince, newestDeliveryOf, openDeadLetters, openPullRequests } from '@octometer/read-store'
import { endpoint } from '../answer-route.ts'
import { addDays, dateOf, mondayOf, startOfDay } from '../calendar.ts'
import type { GatewayContext } from '../context.ts'
import { counterRecord, totalsOf } from '../counters/get-counters.ts'
import { readLive } from '../live-generation.ts'
import { isKnown, type RepositoryScope, resolveScope } from '../repository-scope.ts'
import { summaryBehind, type Weeks } from './summary-behind.ts'

export const getSummaryEndpoint = endpoint(
  getSummary,
  'counters',
  async (gateway, { query, principal }) => {
    const { store } = gateway
    const scope = await resolveScope(gateway, principal, query.repository)
    const known = await isKnown(gateway, scope)
    const weeks = weeksAt(gateway)
    const [week, previous_week, history_since, pullRequests, deliveries, deadLetters] = await Promise.all([
      countersOf(gateway, scope, known, weeks.current),
      countersOf(gateway, scope, known, weeks.previous),
      isCounted(gateway).then((isBuilt) => (isBuilt ? gateway.historySince(scope.ids) : null)),
      openPulls(gateway, scope, known),
      received(gateway, scope),
      store.query(openDeadLetters, { repositories: scope.ids }),
    ])
    return {
      week,
      previous_week,
      history_since,
      pull_requests: { open: pullRequests },
      deliveries,
      dead_letters: { open: deadLetters[0]?.open ?? 0 },
      unknown_repositories: [...scope.unknown],
    }
  },
  {
    evidence: async (gateway, { query, principal }) => {
      const scope = await resolveScope(gateway, principal, query.repository)
      return summaryBehind(gateway, scope.ids, weeksAt(gateway), dayBefore(gateway.now()))
    },
  },
)

/** This week up to the end of the current day, and the whole one before. */
function weeksAt({ now, timezone }: GatewayContext): Weeks {
  const monday = mondayOf(dateOf(now(), timezone))
  const startOf = (days: number) => startOfDay(addDays(monday, days), timezone)
  const tomorrow = startOfDay(addDays(dateOf(now(), timezone), 1), timezone)
  return {
    current: { since: startOf(0), until: tomorrow },
    previous: { since: startOf(-7), until: startOf(0) },
  }
}

async function isCounted({ states }: GatewayContext): Promise<boolean> {
  return (await states.liveGeneration('counters')) !== undefined
}

async function countersOf(
  gateway: GatewayContext,
  scope: RepositoryScope,
  known: boolean,
  week: Weeks['current'],
) {
  const values = known && (await isCounted(gateway)) ? await totalsOf(gateway, week, scope) : null
  return {
    since: week.since.toISOString(),
    until: week.until.toISOString(),
    counters: counterRecord((name) => (values === null ? null : (values.get(name) ?? 0))),
  }
}

async function openPulls(gateway: GatewayContext, { ids }: RepositoryScope, known: boolean) {
  if (!known || (await gateway.states.liveGeneration('pull-requests')) === undefined) return null
  const [row] = await readLive(gateway, 'pull-requests', (generation) =>
    gateway.store.query(openPullRequests, { generation, repositories: ids }),
  )
  return row?.open ?? 0
}

const DAY_MS = 86_400_000

function dayBefore(now: Date): Date {
  return new Date(now.getTime() - DAY_MS)
}

async function received({ store, now }: GatewayContext, { ids }: RepositoryScope) {
  const since = dayBefore(now())
  const [[counted], [newest]] = await Promise.all([
    store.query(deliveriesSince, { since, repositories: ids }),
    store.query(newestDeliveryOf, { repositories: ids }),
  ])
  return {
    last_24_hours: newest === undefined ? null : (counted?.deliveries ?? 0),
    newest: newest === undefined ? null : { ...newest, repository: newest.repository || null },
  }
}
