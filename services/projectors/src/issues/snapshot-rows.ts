import { type IssueSnapshot, issueEventSchema, issueWithCommentSchema } from '@octometer/event-contracts'
import type { RowsByTable } from '@octometer/projector-runtime'
import type { IssueTimelineRow } from '@octometer/read-store'
import { isByAnother } from '../account.ts'
import { issueClosings } from '../closings.ts'
import { isStorable } from '../fact-time.ts'
import { lookOf, rankOfLook } from '../look.ts'
import { stateRow } from './state-row.ts'

/** What a look at an issue shows: its state, its opening and its closings. Null for a pull request. */
export function snapshotRows(snapshot: IssueSnapshot): RowsByTable | null {
  const look = lookOf(snapshot)
  const issue = issueEventSchema.shape.issue.parse(snapshot.issue)
  if (issue.pull_request !== undefined || !isStorable(look.takenAt)) return null
  const { repository_id: repositoryId } = snapshot
  const comments = (snapshot.comments ?? []).map((each) => issueWithCommentSchema.shape.comment.parse(each))
  const state = stateRow(issue, {
    repositoryId,
    rank: rankOfLook(issue.updated_at, look),
    gone: 0,
    transferredTo: null,
    firstResponseAt: earliest(
      comments.filter(({ user }) => isByAnother(user, issue.user)).map(({ created_at }) => created_at),
    ),
  })
  if (state === null) return null
  const now = state.closed_at === null ? [] : [state.closed_at]
  const closings = [...issueClosings(snapshot).map((closing) => new Date(closing)), ...now].filter(isStorable)
  const last = closings.length === 0 ? null : new Date(Math.max(...closings.map(Number)))
  // Who closed it, and what it was like then, only the event itself tells.
  const moment = (at: Date, action: string, actor: string | null, subject = ''): IssueTimelineRow => ({
    repository_id: repositoryId,
    number: issue.number,
    ...{ at, action, subject, actor, shown: 0 },
  })
  return {
    issues: [{ ...state, closed_at: last }],
    issue_timeline: [
      moment(issue.created_at, 'opened', issue.user?.login ?? null),
      ...closings.map((at) => moment(at, 'closed', null)),
      ...comments.map(({ id, user, created_at }) =>
        moment(created_at, 'comment', user?.login ?? null, `${id}`),
      ),
    ],
  }
}

function earliest(times: readonly Date[]): Date | null {
  return times.length === 0 ? null : new Date(Math.min(...times.map(Number)))
}
