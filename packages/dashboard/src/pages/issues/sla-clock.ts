import type { Entry } from '../../api/operations.ts'
import { formatDuration } from '../../format/times.ts'

type Issue = Pick<
  Entry<'listIssues'>,
  'state' | 'opened_at' | 'due_at' | 'closed_at' | 'breached' | 'sla_met' | 'status'
>

interface SlaClock {
  readonly text: string
  readonly tone: 'good' | 'warn' | 'bad' | 'plain'
  /** How much of its time is used, from 0 to 1. */
  readonly used: number
}

/** From this share of the time on it is short. */
const SHORT = 0.75

/** How an issue stands to the time within which it is to be closed; `now` in milliseconds. */
export function slaClock(issue: Issue, now: number): SlaClock {
  const [opened, due] = [Date.parse(issue.opened_at), Date.parse(issue.due_at)]
  const at = issue.closed_at === null ? now : Date.parse(issue.closed_at)
  const used = Math.min(1, Math.max(0, (at - opened) / (due - opened)))
  const late = formatDuration((at - due) / 1000)
  if (issue.state !== 'open') {
    if (issue.sla_met === null) return { text: issue.state, tone: 'plain', used }
    return issue.sla_met
      ? { text: 'in time', tone: 'good', used }
      : { text: `${late} late`, tone: 'bad', used }
  }
  if (issue.breached) return { text: `over by ${late}`, tone: 'bad', used: 1 }
  if (at >= due) return { text: issue.status, tone: 'plain', used: 1 }
  const left = `${formatDuration((due - at) / 1000)} left`
  return { text: left, tone: used >= SHORT ? 'warn' : 'good', used }
}
