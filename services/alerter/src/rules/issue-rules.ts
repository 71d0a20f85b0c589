import { type IssueNow, issueCandidates, type Store } from '@octometer/read-store'
import type { ClockRule, Condition } from './condition.ts'
import { repositoriesById } from './repository-names.ts'

/** Of more, those that were opened last. */
const MOST = 1000
const MINUTE_MS = 60_000

/** An open issue of the severity critical or high is older than it may be: 4 and 24 hours. */
export const slaBreachRule: ClockRule = {
  name: 'sla-breach',
  async look({ store }, { severity }, now) {
    const issues = await openIssues(store, { now, severities: ['critical', 'high'], breached: true })
    return conditionsOf(store, issues, (issue, name) => ({
      key: issue.due_at,
      severity: issue.severity === 'critical' ? 'critical' : severity,
      title: `SLA breached by ${name}#${issue.number}: ${issue.about.title}`,
      message: `It is ${issue.severity} and was due at ${issue.due_at}.`,
    }))
  },
}

/** An open critical issue that is neither shipped nor verified and, some minutes after its opening, nobody's. */
export const criticalUnassignedRule: ClockRule = {
  name: 'critical-unassigned',
  async look({ store }, { severity, thresholds }, now) {
    const before = new Date(now.getTime() - (thresholds.minutes ?? 15) * MINUTE_MS)
    const statuses = ['pending', 'in_progress', 'deferred']
    const issues = await openIssues(store, { now, severities: ['critical'], statuses, until: before })
    const unassigned = issues.filter(({ labels }) => labels.assignees.length === 0)
    return conditionsOf(store, unassigned, (issue, name) => ({
      key: 'unassigned',
      severity,
      title: `Nobody is assigned to ${name}#${issue.number}: ${issue.about.title}`,
      message: `It is critical and open since ${issue.opened_at}.`,
    }))
  },
}

interface Wanted {
  readonly now: Date
  readonly severities: readonly string[]
  readonly statuses?: readonly string[]
  readonly breached?: boolean
  readonly until?: Date
}

async function openIssues(
  store: Store,
  { now, severities, statuses, breached, until }: Wanted,
): Promise<readonly IssueNow[]> {
  const rows = await store.query(issueCandidates, {
    ...{ now, severities, statuses: statuses ?? null, breached: breached ?? null },
    ...{ since: null, until: until ?? null, repositories: null, states: ['open'] },
    ...{ blocker: null, labels: null, assignees: null, without: [], after: null, limit: MOST },
  })
  return rows.filter(({ fits }) => fits)
}

async function conditionsOf(
  store: Store,
  issues: readonly IssueNow[],
  say: (issue: IssueNow, repository: string) => Pick<Condition, 'key' | 'severity' | 'title' | 'message'>,
): Promise<readonly Condition[]> {
  const repositoryOf = await repositoriesById(
    store,
    issues.map(({ repository_id }) => repository_id),
  )
  return issues.map((issue) => {
    const repository = repositoryOf(issue.repository_id)
    return {
      ...say(issue, repository?.full_name ?? `repository ${issue.repository_id}`),
      subject: `${issue.repository_id}:issue:${issue.number}`,
      url: null,
      repository,
    }
  })
}
