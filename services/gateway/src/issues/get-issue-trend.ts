import { getIssueTrend } from '@octometer/gateway-api'
import { counterDates, issueTrend } from '@octometer/read-store'
import { endpoint } from '../answer-route.ts'
import type { GatewayContext } from '../context.ts'
import { factsBehind } from '../counters/facts-behind.ts'
import { trendBuckets } from '../counters/trend-buckets.ts'
import { datesOf } from '../counters/window-parts.ts'
import { readLive } from '../live-generation.ts'
import { readRange } from '../range.ts'
import { isKnown, resolveScope } from '../repository-scope.ts'

export const getIssueTrendEndpoint = endpoint(
  getIssueTrend,
  'issues',
  async (gateway, { query, principal }) => {
    const { store, timezone } = gateway
    const { from, to, buckets } = trendBuckets('day', readRange(query), gateway.now(), timezone)
    const scope = await resolveScope(gateway, principal, query.repository)
    const [known, rows, commits] = await Promise.all([
      isKnown(gateway, scope),
      store.query(issueTrend, {
        since: from,
        until: to,
        repositories: scope.ids,
        severities: query.severity ?? null,
        labels: query.label ?? null,
        timezone,
      }),
      commitsByDay(gateway, { from, to }, scope.ids),
    ])
    const rowOf = new Map(rows.map((row) => [row.day, row]))
    const data = buckets.map(({ key: day }) => {
      const { created, resolved } = rowOf.get(day) ?? { created: 0, resolved: 0 }
      if (!known) return { day, created: null, resolved: null, net: null, commits: null }
      return { day, created, resolved, net: created - resolved, commits: commits && (commits.get(day) ?? 0) }
    })
    return { data, unknown_repositories: [...scope.unknown] }
  },
  {
    evidence: async (gateway, { query, principal }) => {
      const { from, to } = trendBuckets('day', readRange(query), gateway.now(), gateway.timezone)
      const { ids: repositories } = await resolveScope(gateway, principal, query.repository)
      const range = { since: from, until: to, repositories }
      const { severity: severities = null, label: labels = null } = query
      const question = { ...range, open: false, severities, labels }
      const isCounted = (await gateway.states.liveGeneration('counters')) !== undefined
      const commits = isCounted ? [await factsBehind(gateway, range, ['commits'])] : []
      return { deliveries: [{ ...range, of: { kind: 'watched_issues', question } }, ...commits] }
    },
  },
)

/** Null while nobody counts them. */
async function commitsByDay(
  gateway: GatewayContext,
  range: { readonly from: Date; readonly to: Date },
  repositories: readonly number[] | null,
): Promise<ReadonlyMap<string, number> | null> {
  const { store, states, timezone } = gateway
  if ((await states.liveGeneration('counters')) === undefined) return null
  const asked = { ...range, days: datesOf(range, timezone), repositories, timezone, weekly: false }
  const rows = await readLive(gateway, 'counters', (generation) =>
    store.query(counterDates, { ...asked, generation, counter: 'commits' }),
  )
  return new Map(rows.map(({ start, value }) => [start, value]))
}
