import { type MilestonePayload, milestoneEventSchema, plannedIssueSchema } from '@octometer/event-contracts'
import type { RowsByTable } from '@octometer/projector-runtime'
import type { ProjectItemRow } from '@octometer/read-store'
import { isStorable } from '../fact-time.ts'
import { newestMark } from '../mark.ts'
import type { Told } from '../told-by-snapshot.ts'
import { PRIORITIES, TASK, type TaskStatus } from './task.ts'

type Observed = Pick<Told, 'event' | 'payload'>

const MARK_BITS = 5
const GONE = new Set(['deleted', 'transferred'])

/**
 * An issue and its milestone, as any payload shows them. Issues that are in no plan have rows too: they may have been in one
 * before. Null for a pull request, and where the payload leaves the state out.
 */
export function issueItemRows(
  { event, payload }: Observed,
  repository_id: number,
  rankOfAction: (action: string, at: Date) => number = rankOf,
): RowsByTable | null {
  const { action, issue } = plannedIssueSchema.parse(payload)
  const { number, state, milestone, updated_at: at } = issue
  if (issue.pull_request !== undefined || state === null || state === undefined || !isStorable(at))
    return null
  const labels = new Set(issue.labels.map(({ name }) => name.toLowerCase()))
  const isLabelled = labels.has('plan')
  const rank = event === 'issues' ? rankOfAction(action, at) : 0
  const content = rank * 8 + (isLabelled ? 4 : 0) + statusOf(state, labels)
  const mark = newestMark(at, content, MARK_BITS)
  const row: ProjectItemRow = {
    kind: 'issue',
    repository_id,
    number,
    mark,
    planned: isLabelled || (milestone !== null && milestone !== undefined) ? 1 : 0,
    gone: event === 'issues' && GONE.has(action) ? 1 : 0,
    about: {
      mark,
      milestone: milestone?.number ?? null,
      title: issue.title,
      priority: PRIORITIES.find((each) => labels.has(each) || labels.has(`priority: ${each}`)) ?? null,
    },
  }
  return { project_items: [row, ...(milestone ? milestoneRows(repository_id, milestone, 0, 0) : [])] }
}

function rankOf(action: string): number {
  if (action === 'closed') return 3
  return action === 'opened' ? 1 : 2
}

function statusOf(state: 'open' | 'closed', labels: ReadonlySet<string>): TaskStatus {
  if (state === 'closed') return TASK.done
  if (labels.has('blocked')) return TASK.blocked
  return labels.has('in progress') || labels.has('in-progress') ? TASK.doing : TASK.todo
}

export function milestoneItemRows({ payload }: Observed, repository_id: number): RowsByTable | null {
  const { action, milestone } = milestoneEventSchema.parse(payload)
  const rows = milestoneRows(repository_id, milestone, rankOf(action), action === 'deleted' ? 1 : 0)
  return rows.length === 0 ? null : { project_items: rows }
}

function milestoneRows(
  repository_id: number,
  { number, title, state, updated_at: at }: MilestonePayload['milestone'],
  rank: number,
  gone: number,
): readonly ProjectItemRow[] {
  if (!isStorable(at)) return []
  const mark = newestMark(at, rank * 8 + (state === 'closed' ? 1 : 0), MARK_BITS)
  const about = { mark, milestone: null, title, priority: null }
  return [{ kind: 'milestone', repository_id, number, mark, planned: 0, gone, about }]
}
