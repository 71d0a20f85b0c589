import { type AnswerOf, getIssueMetrics } from '@octometer/gateway-api'
import { issueMetrics, issueSeverities } from '@octometer/read-store'
import { endpoint } from '../answer-route.ts'
import type { GatewayContext } from '../context.ts'
import { recentRange } from '../recent-range.ts'
import { namesOf } from '../repository-names.ts'
import { isKnown, resolveScope } from '../repository-scope.ts'
import { weeksOf } from '../weeks.ts'
import { type IssueNumbersOf, numbersOf } from './issue-numbers.ts'

type Group = AnswerOf<typeof getIssueMetrics>['groups'][number]

export const getIssueMetricsEndpoint = endpoint(
  getIssueMetrics,
  'issues',
  async (gateway, { query, principal }) => {
    const { store, timezone } = gateway
    const now = gateway.now()
    const period = recentRange(query, now)
    const scope = await resolveScope(gateway, principal, query.repository)
    const asked = { ...period, now, repositories: scope.ids, group_by: query.group_by ?? null, timezone }
    const [known, rows] = await Promise.all([isKnown(gateway, scope), store.query(issueMetrics, asked)])
    const rowOf = new Map(rows.map((row) => [row.group, row]))
    const numbers: IssueNumbersOf = (group) => numbersOf(rowOf.get(group), known)
    const ids = [...rowOf.keys()].filter((group) => group !== '')
    return {
      since: period.since.toISOString(),
      until: period.until.toISOString(),
      numbers: numbers(''),
      groups: await groupsOf(gateway, query.group_by, ids, weeksOf(period, timezone), numbers),
      unknown_repositories: [...scope.unknown],
    }
  },
  {
    evidence: async (gateway, { query, principal }) => {
      const { ids } = await resolveScope(gateway, principal, query.repository)
      const period = recentRange(query, gateway.now())
      return { deliveries: [{ ...period, repositories: ids, of: { kind: 'issues' } }] }
    },
  },
)

async function groupsOf(
  gateway: GatewayContext,
  by: 'repository' | 'week' | 'severity' | undefined,
  found: readonly string[],
  weeks: readonly { readonly week: string }[],
  numbers: IssueNumbersOf,
): Promise<Group[]> {
  switch (by) {
    case undefined:
      return []
    case 'week':
      return weeks.map(({ week }) => ({ week, numbers: numbers(week) }))
    case 'severity':
      return issueSeverities.map((severity) => ({ severity, numbers: numbers(severity) }))
    case 'repository': {
      const nameOf = await namesOf(gateway, found.map(Number))
      return found
        .map((id) => ({ repository: nameOf(Number(id)), numbers: numbers(id) }))
        .sort((a, b) => (a.repository < b.repository ? -1 : 1))
    }
  }
}
