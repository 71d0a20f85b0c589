import {
  type Delivery,
  type IssueWithCommentPayload,
  issueWithCommentSchema,
} from '@octometer/event-contracts'
import type { RowsByTable } from '@octometer/projector-runtime'
import { isByAnother } from '../account.ts'
import { shownIn, stateRow } from './state-row.ts'

/** What `issue_comment` tells: the comment, and the issue that it repeats. Null for a pull request. */
export function commentRows({ payload }: Delivery, repositoryId: number): RowsByTable | null {
  const event = issueWithCommentSchema.parse(payload)
  const { action, issue, comment } = event
  if (issue.pull_request !== undefined) return null
  const state = stateRow(issue, {
    repositoryId,
    rank: 0,
    gone: 0,
    transferredTo: null,
    firstResponseAt: isResponse(event) ? comment.created_at : null,
  })
  const isNew = action === 'created'
  return {
    issues: state === null ? [] : [state],
    issue_timeline: [
      {
        repository_id: repositoryId,
        number: issue.number,
        at: isNew ? comment.created_at : comment.updated_at,
        action: isNew ? 'comment' : `comment_${action}`,
        subject: `${comment.id}`,
        actor: comment.user?.login ?? null,
        shown: shownIn(issue),
      },
    ],
  }
}

/** By a person who is not the issue's author. What was edited or deleted later was a response none the less. */
function isResponse({ issue, comment }: IssueWithCommentPayload): boolean {
  return isByAnother(comment.user, issue.user)
}
