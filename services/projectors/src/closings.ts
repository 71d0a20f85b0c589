import type { IssueSnapshot, PullRequestSnapshot } from '@octometer/event-contracts'

/** When a pull request was closed without a merge, each time, by the timeline and by the object itself. */
export function pullClosings({ pull_request, closings }: PullRequestSnapshot): readonly string[] {
  const { closed_at, merged_at } = pull_request
  const last = merged_at === null ? secondOf(closed_at) : null
  return different([...(closings ?? []).map((each) => each.closed_at), last]).filter(
    (each) => each !== secondOf(merged_at),
  )
}

/** When an issue was closed before the last time, where it is closed. */
export function issueClosings({ issue, closings }: IssueSnapshot): readonly string[] {
  const last = issue.state === 'closed' ? secondOf(issue.closed_at) : null
  return different((closings ?? []).map((each) => each.closed_at)).filter((each) => each !== last)
}

function different(times: readonly (string | null)[]): readonly string[] {
  return [...new Set(times.map(secondOf))].filter((time) => time !== null)
}

/** One spelling of each time: GitHub's have whole seconds. */
function secondOf(time: string | number | null | undefined): string | null {
  if (time === null || time === undefined) return null
  const milliseconds = typeof time === 'number' ? time * 1000 : Date.parse(time)
  return new Date(Math.floor(milliseconds / 1000) * 1000).toISOString()
}
