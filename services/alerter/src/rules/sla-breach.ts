import { issueCandidates } from '@octometer/read-store'
import type { ClockRule } from './condition.ts'
import { repositoriesById } from './repository-names.ts'

/** Of more, those that were opened last. */
const MOST = 1000

/** An open issue of the severity critical or high is older than it may be: 4 and 24 hours. */
export const slaBreachRule: ClockRule = {
  name: 'sla-breach',
  async look({ store }, { severity }, now) {
    const rows = await store.query(issueCandidates, {
      since: null,
      until: null,
      now,
      repositories: null,
      states: ['open'],
      severities: ['critical', 'high'],
      statuses: null,
      breached: true,
      blocker: null,
      labels: null,
      assignees: null,
      after: null,
      limit: MOST,
    })
    const issues = rows.filter(({ fits }) => fits)
    const repositoryOf = await repositoriesById(
      store,
      issues.map(({ repository_id }) => repository_id),
    )
    return issues.map((issue) => {
      const repository = repositoryOf(issue.repository_id)
      const name = repository?.full_name ?? `repository ${issue.repository_id}`
      return {
        subject: `${issue.repository_id}:issue:${issue.number}`,
        key: issue.due_at,
        severity: issue.severity === 'critical' ? 'critical' : severity,
        title: `SLA breached by ${name}#${issue.number}: ${issue.about.title}`,
        message: `It is ${issue.severity} and was due at ${issue.due_at}.`,
        url: null,
        repository,
      }
    })
  },
}
