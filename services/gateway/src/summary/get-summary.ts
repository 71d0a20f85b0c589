import { getSummary } from '@octometer/gateway-api'
import { deliveriesSince, newestDeliveryOf, openDeadLetters, openPullRequests } from '@octometer/read-store'
import { endpoint } from '../answer-route.ts'
import { addDays, dateOf, mondayOf, startOfDay } from '../calendar.ts'
import type { GatewayContext } from '../context.ts'
import { counterRecord, totalsOf } from '../counters/get-counters.ts'
import { readLive } from '../live-generation.ts'
import { isKnown, type RepositoryScope, resolveScope } from '../repository-scope.ts'

interface Week {
  readonly since: Date
  readonly until: Date
}

export const getSummaryEndpoint = endpoint(getSummary, 'counters', async (gateway, { query, principal }) => {
  const { store, timezone } = gateway
  const scope = await resolveScope(gateway, principal, query.repository)
  const known = await isKnown(gateway, scope)
  const monday = mondayOf(dateOf(gateway.now(), timezone))
  const startOf = (days: number) => startOfDay(addDays(monday, days), timezone)
  const tomorrow = startOfDay(addDays(dateOf(gateway.now(), timezone), 1), timezone)
  const [week, previous_week, pullRequests, deliveries, deadLetters] = await Promise.all([
    countersOf(gateway, scope, known, { since: startOf(0), until: tomorrow }),
    countersOf(gateway, scope, known, { since: startOf(-7), until: startOf(0) }),
    openPulls(gateway, scope, known),
    received(gateway, scope),
    store.query(openDeadLetters, { repositories: scope.ids }),
  ])
  return {
    week,
    previous_week,
    pull_requests: { open: pullRequests },
    deliveries,
    dead_letters: { open: deadLetters[0]?.open ?? 0 },
    unknown_repositories: [...scope.unknown],
  }
})

async function countersOf(gateway: GatewayContext, scope: RepositoryScope, known: boolean, week: Week) {
  const isBuilt = (await gateway.states.liveGeneration('counters')) !== undefined
  const values = known && isBuilt ? await totalsOf(gateway, week, scope) : null
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

async function received({ store, now }: GatewayContext, { ids }: RepositoryScope) {
  const since = new Date(now().getTime() - DAY_MS)
  const [[counted], [newest]] = await Promise.all([
    store.query(deliveriesSince, { since, repositories: ids }),
    store.query(newestDeliveryOf, { repositories: ids }),
  ])
  return {
    last_24_hours: newest === undefined ? null : (counted?.deliveries ?? 0),
    newest: newest === undefined ? null : { ...newest, repository: newest.repository || null },
  }
}
