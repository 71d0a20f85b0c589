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
  const assignees = issue.assignees.flatMap((person) => person?.login ?? []).sort()
  const mark = newestMark(issue.updated_at, contentOf(issue, seen.rank, isClosed), MARK_BITS)
  return {
    opened_at: issue.created_at,
    repository_id: seen.repositoryId,
    number: issue.number,
    mark,
    assignment: mark * 2 + (assignees.length > 0 ? 1 : 0),
    closed_at: (isClosed ? issue.closed_at : null) ?? null,
    gone: seen.gone,
    transferred_to: seen.transferredTo,
    first_response_at: seen.firstResponseAt,
    labels: {
      mark,
      labels: issue.labels.map(({ name }) => name).sort(),
      assignees,
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

/** What the timeline says of the issue as it was after something; 0 where the payload leaves its state out. */
export function shownIn(issue: IssueState): number {
  if (issue.state === null || issue.state === undefined) return 0
  return KNOWN + readState(issue, issue.state === 'closed').code
}

const KNOWN = 2 ** 7

function contentOf(issue: IssueState, rank: number, isClosed: boolean): number {
  const { code, priority } = readState(issue, isClosed)
  return rank * 2 ** 15 + priority * 2 ** 7 + code
}

/** Blocker, status, severity and closed, in seven bits, and the priority. */
function readState(
  issue: IssueState,
  isClosed: boolean,
): { readonly code: number; readonly priority: number } {
  const names = issue.labels.map(({ name }) => name)
  const { severity, status, isBlocker, priority } = readLabels(names, isClosed)
  const flags = (isBlocker ? 2 ** 6 : 0) + (isClosed ? 1 : 0)
  return { code: status * 2 ** 3 + severity * 2 + flags, priority }
}
