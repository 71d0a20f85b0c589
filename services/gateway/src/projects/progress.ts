import type { AnswerOf, listProjects } from '@octometer/gateway-api'
import type { ProjectCounts } from '@octometer/read-store'

type Project = AnswerOf<typeof listProjects>['data'][number]
type Progress = NonNullable<Project['issues']>

/** Seed 002's progress: what is being done counts as done; without tasks 0 % and red. */
export function progressOf({ todo, doing, done, blocked }: ProjectCounts): Progress {
  const total = todo + doing + done + blocked
  const percentage = total === 0 ? 0 : Math.round((10_000 * (done + doing)) / total) / 100
  return {
    status: statusOf(percentage, blocked),
    percentage_complete: percentage,
    tasks_total: total,
    tasks_todo: todo,
    tasks_doing: doing,
    tasks_done: done,
    tasks_blocked: blocked,
  }
}

function statusOf(percentage: number, blocked: number): Progress['status'] {
  if (percentage >= 70 && blocked === 0) return 'green'
  return percentage >= 30 && blocked <= 1 ? 'yellow' : 'red'
}

const DAY_MS = 86_400_000
const [HEALTHY_DAYS, WARNING_DAYS] = [7, 30]

export function freshnessOf(lastUpdated: string, now: Date): Project['freshness_status'] {
  const days = (now.getTime() - Date.parse(lastUpdated)) / DAY_MS
  if (days <= HEALTHY_DAYS) return 'healthy'
  return days <= WARNING_DAYS ? 'warning' : 'stale'
}
