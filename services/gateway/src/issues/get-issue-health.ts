import { type AnswerOf, getIssueHealth } from '@octometer/gateway-api'
import { type IssueHealthRow, issueHealth } from '@octometer/read-store'
import { endpoint } from '../answer-route.ts'
import { recentRange } from '../recent-range.ts'
import { namesOf } from '../repository-names.ts'
import { isKnown, resolveScope } from '../repository-scope.ts'
import { spreadOf } from '../spread.ts'

type Health = AnswerOf<typeof getIssueHealth>['health']

export const getIssueHealthEndpoint = endpoint(
  getIssueHealth,
  'issues',
  async (gateway, { query, principal }) => {
    const now = gateway.now()
    const period = recentRange(query, now)
    const scope = await resolveScope(gateway, principal, query.repository)
    const by_repository = query.group_by === 'repository'
    const [known, rows] = await Promise.all([
      isKnown(gateway, scope),
      gateway.store.query(issueHealth, { ...period, now, repositories: scope.ids, by_repository }),
    ])
    const repositories = rows.filter(({ group }) => group !== '')
    const nameOf = await namesOf(
      gateway,
      repositories.map(({ group }) => Number(group)),
    )
    return {
      since: period.since.toISOString(),
      until: period.until.toISOString(),
      health: healthOf(
        rows.find(({ group }) => group === ''),
        known,
      ),
      groups: repositories
        .map((row) => ({ repository: nameOf(Number(row.group)), health: healthOf(row, known) }))
        .sort((a, b) => (a.repository < b.repository ? -1 : 1)),
      unknown_repositories: [...scope.unknown],
    }
  },
  {
    evidence: async (gateway, { query, principal }) => {
      const period = recentRange(query, gateway.now())
      const { ids: repositories } = await resolveScope(gateway, principal, query.repository)
      const question = { ...period, repositories, open: true, severities: null, labels: null }
      return { deliveries: [{ ...period, repositories, of: { kind: 'watched_issues', question } }] }
    },
  },
)

/** Without a row there was never an issue: 0, or null when nothing is known of the repositories. */
function healthOf(row: IssueHealthRow | undefined, known: boolean): Health {
  const count = (value: number | undefined) => (known ? (value ?? 0) : null)
  const [low, medium, high, critical] = row?.by_severity ?? []
  return {
    opened: count(row?.opened),
    closed: count(row?.closed),
    net: count(row && row.opened - row.closed),
    resolution_rate: rateOf(row),
    time_to_close: {
      issues: count(row?.closed),
      ...spreadOf(row && { mean: row.close_mean, quantiles: row.close_quantiles }),
    },
    open: {
      total: count(row?.open),
      by_severity: { low: count(low), medium: count(medium), high: count(high), critical: count(critical) },
      assigned: count(row?.assigned),
      unassigned: count(row && row.open - row.assigned),
      blockers: count(row?.blockers),
      breached: count(row?.breached),
    },
  }
}

function rateOf(row: IssueHealthRow | undefined): number | null {
  if (row === undefined || row.opened === 0) return null
  return Math.round((row.closed / row.opened) * 1e6) / 1e6
}
