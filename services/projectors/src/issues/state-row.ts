import type { IssueState } from '@octometer/event-contracts'
import type { IssueRow } from '@octometer/read-store'
import { newestMark } from '../mark.ts'
import { readLabels } from './labels.ts'

/** What a delivery says beside the issue's state. */
export interface Sighting {
  readonly repositoryId: number
  /** Between observations of one second: 0 from a comment, 1 the opening, 2 what happened to it, 3 the closing. */
  readonly rank: number
  readonly gone: number
  readonly transferredTo: string | null
  readonly firstResponseAt: Date | null
}

const MARK_BITS = 17

/** The issue as it was seen; null where the payload leaves its state out. */
export function stateRow(issue: IssueState, seen: Sighting): IssueRow | null {
  if (issue.state === null || issue.state === undefined) return null
  const isClosed = issue.state === 'closed'
  const mark = newestMark(issue.updated_at, contentOf(issue, seen.rank, isClosed), MARK_BITS)
  return {
    opened_at: issue.created_at,
    repository_id: seen.repositoryId,
    number: issue.number,
    mark,
    closed_at: (isClosed ? issue.closed_at : null) ?? null,
    gone: seen.gone,
    transferred_to: seen.transferredTo,
    first_response_at: seen.firstResponseAt,
    labels: {
      mark,
      labels: issue.labels.map(({ name }) => name).sort(),
      assignees: issue.assignees.flatMap((person) => person?.login ?? []).sort(),
    },
    about: {
      mark,
      title: issue.title,
      author: issue.user?.login ?? null,
      author_type: issue.user?.type ?? '',
      milestone: issue.milestone?.title ?? null,
      state_reason: issue.state_reason ?? null,
      comments: issue.comments ?? null,
    },
  }
}

function contentOf(issue: IssueState, rank: number, isClosed: boolean): number {
  const names = issue.labels.map(({ name }) => name)
  const { severity, status, isBlocker, priority } = readLabels(names, isClosed)
  const flags = (isBlocker ? 2 ** 6 : 0) + (isClosed ? 1 : 0)
  return rank * 2 ** 15 + priority * 2 ** 7 + status * 2 ** 3 + severity * 2 + flags
}
