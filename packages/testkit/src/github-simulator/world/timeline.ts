import type { IssueState, TimelineEntry } from './repository-state.ts'

/** Kept once and in the order of time, in whatever order it becomes known. */
export function addToTimeline(issue: IssueState, kind: TimelineEntry['kind'], at: string): void {
  if (at === '' || issue.timeline.some((entry) => entry.kind === kind && entry.at === at)) return
  issue.timeline.push({ kind, at })
  issue.timeline.sort((one, other) => Date.parse(one.at) - Date.parse(other.at))
}
