import type { z } from 'zod'
import { type Condition, inRepositories, secondRange, where } from '../conditions.ts'
import { monitoredIssues, type monitoredQuestion } from '../issue-monitoring.ts'
import { fittingIssues, type IssueFilters } from '../issues.ts'
import { issueKeys } from './payload-keys.ts'
import type { Among, Things } from './told-deliveries.ts'

/** Those that were opened in the range and are neither transferred nor deleted. */
export function openedIssues({ repositories, ...range }: Among): Things {
  return issuesLike(where([...secondRange('opened_at', range), inRepositories(repositories)]))
}

/** Those that are open now, whenever they were opened. */
export function openIssues({ repositories }: Among): Things {
  return issuesLike(where([inRepositories(repositories)]), 'AND bitAnd(max(i.mark), 1) = 0')
}

function issuesLike({ sql, values }: Condition, more = ''): Things {
  return {
    keys: {
      sql: `SELECT repository_id, concat('issue:', toString(number)) FROM issues AS i ${sql}
        GROUP BY repository_id, number HAVING max(i.gone) = 0 ${more}`,
      values,
    },
    events: issueKeys,
  }
}

/** Those of a list. */
export function listedIssues(filters: IssueFilters): Things {
  return { keys: keysOf(fittingIssues(filters)), events: issueKeys }
}

/** Those that a range's health or trend counts: what was closed in it may have been opened long before. */
export function watchedIssues(question: z.output<typeof monitoredQuestion>): Things {
  const { sql, values } = monitoredIssues(question)
  return {
    keys: keysOf({ sql, values }),
    events: issueKeys,
    firstTime: { sql: `SELECT min(opened_at) FROM (${sql})`, values },
  }
}

function keysOf({ sql, values }: Condition): Condition {
  return { sql: `SELECT repository_id, concat('issue:', toString(number)) FROM (${sql})`, values }
}
