import { type Delivery, type IssueEventPayload, issueEventSchema } from '@octometer/event-contracts'
import type { RowsByTable } from '@octometer/projector-runtime'
import { shownIn, stateRow } from './state-row.ts'

const [TRANSFERRED, DELETED] = [1, 2]
const GONE: Readonly<Record<string, number>> = { transferred: TRANSFERRED, deleted: DELETED }

/** What `issues` tells: the issue as it is, and what happened to it. Null for a pull request. */
export function issueRows({ payload, sender }: Delivery, repositoryId: number): RowsByTable | null {
  const event = issueEventSchema.parse(payload)
  const { action, issue } = event
  if (issue.pull_request !== undefined) return null
  const state = stateRow(issue, {
    repositoryId,
    rank: rankOf(action),
    gone: GONE[action] ?? 0,
    transferredTo: destinationOf(event),
    firstResponseAt: null,
  })
  return {
    issues: state === null ? [] : [state],
    issue_timeline: [
      {
        repository_id: repositoryId,
        number: issue.number,
        at: timeOf(event),
        action,
        subject: subjectOf(event),
        actor: sender,
        shown: shownIn(issue),
      },
    ],
  }
}

function rankOf(action: string): number {
  if (action === 'closed') return 3
  return action === 'opened' ? 1 : 2
}

// A deletion and a transfer have no time of their own: they stand at the issue's last change.
function timeOf({ action, issue }: IssueEventPayload): Date {
  if (action === 'opened') return issue.created_at
  return (action === 'closed' ? issue.closed_at : null) ?? issue.updated_at
}

function subjectOf({ action, label, assignee, milestone }: IssueEventPayload): string {
  switch (action) {
    case 'labeled':
    case 'unlabeled':
      return label?.name ?? ''
    case 'assigned':
    case 'unassigned':
      return assignee?.login ?? ''
    case 'milestoned':
    case 'demilestoned':
      return milestone?.title ?? ''
    default:
      return ''
  }
}

function destinationOf({ action, changes }: IssueEventPayload): string | null {
  const repository = changes?.new_repository?.full_name
  const number = changes?.new_issue?.number
  if (action !== 'transferred' || repository === undefined || number === undefined) return null
  return `${repository}#${number}`
}
